package dataset

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// Profile describes a column.
type Profile struct {
	Role, Kind        string
	Why               string // the role; empty: it was named
	Filled, Different int    // cells; up to MostDifferent+1 different ones are counted
	Least, Greatest   string // of numbers
	First             string // the first value
}

// Profiles describes all columns: those of nothing but numbers by their values, at once, and
// the others by their texts. The data are what was found out about labels and columns on the way. A table without
// labels or features can be described, too.
func Profiles(t *table.Table, o Options) ([]Profile, *Data, error) {
	// As a run without a method reads them: words beside other columns.
	mixed := o
	mixed.Mixed = true
	columns, err := findColumns(t, mixed, false)
	if err != nil {
		return nil, nil, err
	}
	r := &reader{table: t, options: o, data: newData(t, *columns, o)}
	if columns.Label >= 0 {
		if r.labels, err = r.labelCells(); err != nil {
			return nil, nil, err
		}
		r.data.Classes = NewClasses(r.labels)
	}
	f := &columnFinder{table: t, options: o, columns: columns, labels: r.labels, lenient: true,
		meter: &meter{observe: o.Observe}}
	if o.Edges == nil && t.Sparse() == nil {
		if err := f.find(); err != nil {
			return nil, nil, err
		}
		r.note(f, f.features())
		r.findTexts(f)
	}
	all, err := profiles(t, o, &r.data.Columns)
	if err == nil {
		f.explain(all)
	}
	return all, r.data, err
}

// explain tells what the columns are that may be features, and why.
func (f *columnFinder) explain(all []Profile) {
	for _, c := range f.found {
		p := &all[c.at]
		p.Kind = c.kind.String()
		switch {
		case p.Role == "text":
			p.Why = "texts to read: their words have opinions of their own"
			if len(f.features()) == 0 {
				p.Why = "no other column compares rows: its words are the features"
			}
			continue
		case c.noted != nil:
			p.Role, p.Why = "-", c.noted.Why()
			continue
		}
		p.Role = "feature"
		switch {
		case c.code:
			p.Why = "few different codes: digits that are no number"
		case c.column.Categories > 0:
			p.Why = "few different texts"
		case c.words != nil:
			p.Why = "numbers; texts among them count as missing"
		default:
			p.Why = "numbers"
		}
		switch d := c.doubt; {
		case d == nil:
		case d.Rows < d.Of:
			p.Why += fmt.Sprintf("; classes, which agree with the label in %d of %d labelled rows", d.Rows, d.Of)
		default:
			p.Why += fmt.Sprintf("; equals the label in all %d labelled rows that have a value", d.Rows)
		}
	}
}

// profiles describes all columns but for what the finder knows.
func profiles(t *table.Table, o Options, c *Columns) ([]Profile, error) {
	p := &profiler{t, o}
	all := make([]Profile, len(t.Header))
	// One pass over the table counts all cells; a second one looks at what they hold.
	filled, numbers := t.Count()
	var whole, others []int
	answers := answers(t)
	for j := range all {
		all[j] = Profile{Role: c.role(j), Filled: filled[j]}
		switch {
		case c.ignored[j]:
			all[j].Why = "named by Columns.Ignore"
		case t.IsIndex(j) && all[j].Role == "-":
			all[j].Why = "an index: it names the rows"
		case o.Adds == AddsNothing && slices.Contains(answers, j) && all[j].Role == "-":
			all[j].Why = "named like a column of answers"
		}
		// Labels, ids and columns that hold a text are read as texts; pure columns of numbers are cheaper to
		// read.
		if named := all[j].Role != "feature" && all[j].Role != "-"; named || numbers[j] == 0 || numbers[j] < filled[j] {
			others = append(others, j)
		} else {
			whole = append(whole, j)
		}
	}
	// What float64 cannot tell apart is described by its texts, too.
	rest, err := p.numbers(whole, all)
	if err != nil {
		return nil, err
	}
	return all, p.texts(append(others, rest...), numbers, all)
}

// profiler describes the columns of a table.
type profiler struct {
	table   *table.Table
	options Options
}

// exactWhole is the magnitude up to which float64 holds all whole numbers.
const exactWhole = 1 << 53

// numbers describes columns of numbers. It returns those that it does not, since some
// number is infinite or too long for float64 to tell from others.
func (p *profiler) numbers(cols []int, all []Profile) ([]int, error) {
	if len(cols) == 0 {
		return nil, nil
	}
	// Least, greatest and the number of different values, in one pass.
	ranges, err := p.table.Ranges(cols)
	if err != nil {
		return nil, err
	}
	first, err := p.table.First()
	if err != nil {
		return nil, err
	}
	var rest []int
	for k, j := range cols {
		f, r := &all[j], ranges[k]
		// Beyond 2⁵³ two whole numbers may be one float64.
		if r.Count < f.Filled || max(-r.Least, r.Greatest) >= exactWhole {
			rest = append(rest, j)
			continue
		}
		f.Kind, f.Different, f.Least, f.Greatest = "number", r.Different, p.written(r.Least), p.written(r.Greatest)
		// A first cell may be empty where the column is not.
		if f.First = first[j]; f.First == "" {
			f.First = f.Least
		}
	}
	return rest, nil
}

// written is a number as the table writes it.
func (p *profiler) written(v float64) string {
	// Plain digits, but for numbers with very many zeros.
	format := byte('f')
	if size := math.Abs(v); size != 0 && size < 1e-6 || size >= 1e21 {
		format = 'g'
	}
	text := strconv.FormatFloat(v, format, -1, 64)
	if p.table.DecimalComma() {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// texts describes columns of any kind, as many at a time as memory has room for.
func (p *profiler) texts(cols []int, numbers []int, all []Profile) error {
	for len(cols) > 0 {
		// As many columns as fit into the memory for cells, one at least.
		some := cols[:min(len(cols), max(1, profiledCells/p.table.Len()))]
		cols = cols[len(some):]
		cells, err := p.table.StringsOf(some)
		if err != nil {
			return err
		}
		for k, j := range some {
			p.cells(&all[j], j, cells[k], numbers[j])
		}
	}
	return nil
}

// MostDifferent is how many different texts are counted.
const MostDifferent = 1_000_000

// cells describes one column by its cells, of which some are numbers.
func (p *profiler) cells(f *Profile, j int, cells []string, numbers int) {
	// The first cell that is not empty is an example of the values.
	for _, cell := range cells {
		if f.First = strings.TrimSpace(cell); f.First != "" {
			break
		}
	}
	f.Different = countValues(cells, MostDifferent)
	// Half of the filled cells decide, as they do for features.
	switch {
	case f.Filled == 0:
		f.Kind = "empty"
	case 2*numbers >= f.Filled:
		f.Kind = "number"
		f.Least, f.Greatest = p.extremes(j, cells)
	case f.Different <= p.options.MaxCategories:
		f.Kind = "category"
	default:
		f.Kind = "text"
	}
}

// extremes returns the least and the greatest number of some cells.
func (p *profiler) extremes(j int, cells []string) (least, greatest string) {
	// Compare as numbers, but return the cells as they are written.
	low, high := 0.0, 0.0
	for _, cell := range cells {
		number := strings.TrimSpace(p.table.Plain(j, cell))
		v, err := strconv.ParseFloat(number, 64)
		if err != nil || v != v {
			continue
		}
		if least == "" || v < low {
			low, least = v, strings.TrimSpace(cell)
		}
		if greatest == "" || v > high {
			high, greatest = v, strings.TrimSpace(cell)
		}
	}
	return least, greatest
}

// role returns what a column is used as.
func (c *Columns) role(j int) string {
	switch {
	case j == c.Label:
		return "label"
	case j == c.Truth:
		return "truth"
	case j == c.ID:
		return "id"
	case j == c.Weight:
		return "weight"
	case j == c.Group:
		return "group"
	case j == c.Batch:
		return "batch"
	case slices.Contains(c.Features, j) || slices.Contains(c.Categorical, j):
		return "feature"
	case slices.Contains(c.Text, j):
		return "text"
	case slices.Contains(c.Classifier, j):
		return "base"
	}
	return "-"
}
