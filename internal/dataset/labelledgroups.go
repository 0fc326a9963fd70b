package dataset

import (
	"math"

	"github.com/propagate-go/propagate/labelprop/features"
)

// LabelledGroups is a column whose values are groups of rows that were labelled as a whole, such as devices: a row left
// out is then predicted by others of its own group, which those without a label do not have.
type LabelledGroups struct {
	Column string
	Groups int // with labels
}

// group is what is known of the rows with one value.
type group struct {
	rows     int
	labelled bool
	label    string
}

// labelledGroups returns the number of values with labels, if every value has labels of one class in all of its rows,
// or none at all, and neither can be chance; else 0.
func (f *columnFinder) labelledGroups(cells leakCells) int {
	groups, classes, labels, rows := map[any]*group{}, map[string]float64{}, 0.0, 0.0
	for i, label := range f.labels {
		if cells.blank(i) {
			continue
		}
		v := cells.value(i)
		// What is measured is no name of a group.
		if x, is := v.(float64); is && x != math.Trunc(x) {
			return 0
		}
		g := groups[v]
		if g == nil {
			if 2*len(groups) > len(f.labels) {
				return 0
			}
			g = &group{labelled: label != "", label: label}
			groups[v] = g
		} else if g.labelled != (label != "") || g.label != label {
			return 0
		}
		g.rows++
		rows++
		if label != "" {
			labels++
			classes[label]++
		}
	}
	return surelyWhole(groups, classes, labels, rows)
}

// surelyWhole returns the number of groups with labels, or 0 if labels given to rows drawn at random might well be as
// much in whole groups, or of as few classes in each.
func surelyWhole(groups map[any]*group, classes map[string]float64, labels, rows float64) int {
	count, whole, pure := 0, 0.0, 0.0
	for _, g := range groups {
		// All rows of the group have a label, or none has.
		n, p := float64(g.rows), labels/rows
		whole -= math.Log(math.Pow(p, n) + math.Pow(1-p, n))
		if !g.labelled {
			continue
		}
		count++
		// All of these labels are of one class.
		one := 0.0
		for _, l := range classes {
			one += math.Pow(l/labels, n)
		}
		pure -= math.Log(one)
	}
	if count < fewestLabelledGroups || whole < surelyNoChance || pure < surelyNoChance {
		return 0
	}
	return count
}

// fewestLabelledGroups is the number of groups with labels from which on they can be told from values such as train and
// test.
const fewestLabelledGroups = 3

// judgeGroups remembers the column whose values are labelled as a whole, a column of names before one of numbers, and
// reports whether it holds names: those of rows without a label are never those of labelled rows, and tell nothing.
func (f *columnFinder) judgeGroups(c *found, cells leakCells) (names bool) {
	_, texts := cells.(textCells)
	names = texts && c.kind != features.Number && c.kind != features.Date
	n := f.labelledGroups(cells)
	if n == 0 {
		return false
	}
	if f.columns.Group < 0 && (f.grouped == nil || names && !f.groupedByName) {
		f.grouped, f.groupedByName = &LabelledGroups{Column: f.table.Header[c.at], Groups: n}, names
	}
	return names
}
