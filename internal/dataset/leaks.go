package dataset

import (
	"math"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/labelprop/features"
)

// leakCells are the cells of a column that may hold the answer.
type leakCells interface {
	blank(row int) bool
	// is reports whether a cell is the same as a label: the same text, or the same number.
	is(row int, label string) bool
	// value is what equal cells have in common.
	value(row int) any
}

// textCells are cells as texts.
type textCells []string

func (c textCells) blank(row int) bool            { return features.Blank(c[row]) }
func (c textCells) is(row int, label string) bool { return sameClass(c[row], label) }
func (c textCells) value(row int) any             { return c[row] }

// numberCells are cells as numbers, NaN for one that is missing.
type numberCells struct{ at func(row int) float64 }

func (c numberCells) blank(row int) bool { return math.IsNaN(c.at(row)) }
func (c numberCells) value(row int) any  { return c.at(row) }
func (c numberCells) is(row int, label string) bool {
	v, err := strconv.ParseFloat(label, 64)
	return err == nil && v == c.at(row)
}

// sameClass reports whether two cells name one class: by the same text, or by the same number.
func sameClass(a, b string) bool {
	if a = strings.TrimSpace(a); a == b {
		return true
	}
	// Texts that differ are seldom numbers.
	if a == "" || b == "" || a[0] > '9' || b[0] > '9' {
		return false
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}

const (
	// surelyNoChance is the information, in nats, that agreement by chance would have to overcome for a column to be
	// taken for a copy: 1 in 1000. Below it, from perhapsChance on, 1 in 7, the user is asked.
	surelyNoChance = 6.9
	perhapsChance  = 1.9

	// fewestTruths is the number of rows from which on a column that goes with the truth in all of them repeats it.
	fewestTruths = 20
)

// repeatsLabels returns the number of labelled rows in which a column equals the label, if it does so in all in which
// it has a value, and whether that can be no chance: independent of the labels, its values would have agreed with the
// probability of the product of their shares.
func (f *columnFinder) repeatsLabels(cells leakCells) (rows int, surely bool) {
	count := map[any]int{}
	for i, label := range f.labels {
		switch {
		case label == "" || cells.blank(i):
		case !cells.is(i, label):
			return 0, false
		default:
			rows++
			count[cells.value(i)]++
		}
	}
	if len(count) < 2 {
		return 0, false
	}
	// The shares of the values in the whole column.
	all, share := 0, map[any]int{}
	for i := range f.table.Len() {
		if !cells.blank(i) {
			all++
			share[cells.value(i)]++
		}
	}
	nats := 0.0
	for v, n := range count {
		nats -= float64(n) * math.Log(float64(share[v])/float64(all))
	}
	if nats < perhapsChance {
		return 0, false
	}
	return rows, nats >= surelyNoChance
}

// holdsClasses returns in how many of the labelled rows a column of class names agrees with the label, if that is too
// often for chance: such a column is mostly the answer of somebody else. Numbers, and two words such as yes and no,
// may be the values of quite other columns: numbers never count, two words must agree nearly always.
func (f *columnFinder) holdsClasses(cells leakCells) (agree, rows int) {
	texts, is := cells.(textCells)
	if !is {
		return 0, 0
	}
	label, share := map[string]float64{}, map[string]float64{}
	for i, class := range f.labels {
		if class == "" || cells.blank(i) {
			continue
		}
		rows++
		label[class]++
		share[strings.TrimSpace(texts[i])]++
		if cells.is(i, class) {
			agree++
		}
	}
	// Annotators agree in most rows, at least.
	enough := 0.5
	if len(label) == 2 {
		enough = 0.9
	}
	if rows == 0 || len(share) < 2 || float64(agree) < enough*float64(rows) || !namesAll(texts, label) {
		return 0, 0
	}
	// How often both would agree if they were independent.
	chance := 0.0
	for class, n := range label {
		chance += n * share[class] / float64(rows*rows)
	}
	// The information that agreement by chance would have to overcome: a divergence of Kullback and Leibler.
	p := float64(agree) / float64(rows)
	nats := p * math.Log(p/chance)
	if p < 1 {
		nats += (1 - p) * math.Log((1-p)/(1-chance))
	}
	if p <= chance || nats*float64(rows) < surelyNoChance {
		return 0, 0
	}
	return agree, rows
}

// namesAll reports whether all cells but blank ones are names of classes.
func namesAll(cells textCells, classes map[string]float64) bool {
	for i, cell := range cells {
		if _, known := classes[strings.TrimSpace(cell)]; !known && !cells.blank(i) {
			return false
		}
	}
	return true
}

// repeatsTruth returns the number of rows in which a column has a value for each true class, the same in all of its
// rows and in no others; 0 if it does not, or if there are too few to tell.
func (f *columnFinder) repeatsTruth(cells leakCells) int {
	rows, to, from := 0, map[string]any{}, map[any]string{}
	for i, truth := range f.truth {
		if truth == "" || cells.blank(i) {
			continue
		}
		rows++
		v := cells.value(i)
		w, seen := to[truth]
		class, back := from[v]
		// Both are new, or they belong together.
		if seen != back || seen && (w != v || class != truth) {
			return 0
		}
		to[truth], from[v] = v, truth
	}
	if len(to) < 2 || rows < fewestTruths || 2*len(to) > rows {
		return 0
	}
	return rows
}

// keepAlike takes columns that go with the truth as the features that they are if they are three or more and
// outnumber all others: what most questions of a questionnaire tell is no secret, and the few columns that were left
// would tell something else.
func (f *columnFinder) keepAlike() {
	var copies []*found
	others := 0
	for _, c := range f.found {
		switch {
		case c.noted == nil:
			others++
		case c.noted.Is == TruthCopy && c.kind.Feature():
			copies = append(copies, c)
		}
	}
	if len(copies) < fewestAlike || len(copies) <= others {
		return
	}
	for _, c := range copies {
		c.noted = nil
	}
}

// fewestAlike is the number of columns from which on they can be no code and name of the true class.
const fewestAlike = 3

// fewValues is the number of different values up to which a column is taken to sort rows, not to measure them.
const fewValues = 20

// tellsLabelled reports whether a column of few values has others in the labelled rows than in the rest, a missing
// value being one of them: such a column says who labelled what, and keeps labels from spreading.
func (f *columnFinder) tellsLabelled(cells leakCells) bool {
	labelled, rows := map[any]bool{}, 0
	for i, label := range f.labels {
		var v any
		if !cells.blank(i) {
			v = cells.value(i)
		}
		is, seen := labelled[v]
		if !seen {
			labelled[v] = label != ""
		} else if is != (label != "") {
			return false
		}
		if label != "" {
			rows++
		}
		if len(labelled) > fewValues {
			return false
		}
	}
	// With few rows, or a label in each, it may be chance.
	return rows >= fewestSplit && len(f.labels)-rows >= fewestSplit && 2*len(labelled) < len(f.labels)
}

// fewestSplit is the number of rows with and without a label from which on the two can be told apart by no chance.
const fewestSplit = 5
