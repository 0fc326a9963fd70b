package dataset

import (
	"fmt"
	"math"
	"regexp"
	"slices"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop/features"
	"gonum.org/v1/gonum/mat"
)

// columnFinder decides what the columns hold that may be features.
type columnFinder struct {
	table   *table.Table
	options Options
	columns *Columns
	lenient bool     // infinite numbers count as missing, to describe the columns
	labels  []string // the given label of each row of the table, empty without one; nil: no such column
	truth   []string // likewise

	numbers *mat.Dense // of the columns that hold nothing but numbers
	gaps    []bool     // whether a value of those is missing
	found   []*found   // all that may be features, in the order of the table
}

// newFinder finds out about the columns that may be features. Labels and truth are those of all rows, or nil.
//
// Errors: a number that is infinite, a column of categories with too many values, and those of reading the file.
func newFinder(t *table.Table, c *Columns, o Options, labels []string) (*columnFinder, error) {
	f := &columnFinder{table: t, options: o, columns: c, labels: labels}
	return f, f.find()
}

// find finds out about the columns that may be features.
func (f *columnFinder) find() error {
	if c := f.columns.Truth; c >= 0 {
		truth, err := f.table.Strings(c)
		if err != nil {
			return err
		}
		f.truth, _ = BlankTruth(truth, f.options.Unlabeled)
	}
	// Columns of nothing but numbers are read at once, and the others as texts.
	pure, others := f.split()
	if err := f.readPure(pure); err != nil {
		return err
	}
	if err := f.readOthers(others); err != nil {
		return err
	}
	slices.SortFunc(f.found, func(a, b *found) int { return a.at - b.at })
	f.takeIDs()
	f.dropRepeats()
	return nil
}

// mostLevels is the number of categories up to which texts of n rows are taken for categories: each becomes a column
// of its own.
func mostLevels(n int) int { return min(max(50, int(2*math.Sqrt(float64(n)))), 500) }

// judge decides whether a column is a feature.
func (f *columnFinder) judge(c *found, cells leakCells) {
	name := f.table.Header[c.at]
	// What was named is a feature.
	if len(f.options.Columns.Features) > 0 || slices.Contains(f.columns.Categorical, c.at) {
		return
	}
	if rows := f.repeatsTruth(cells); rows > 0 {
		c.noted = &NoFeature{Name: name, Is: TruthCopy, Rows: rows}
		return
	}
	rows, surely := f.repeatsLabels(cells)
	switch {
	case rows > 0 && surely:
		c.noted = &NoFeature{Name: name, Is: LabelCopy, Rows: rows}
	case !c.kind.Feature():
		c.noted = &NoFeature{Name: name, Is: c.kind.String()}
	case f.tellsLabelled(cells):
		c.noted = &NoFeature{Name: name, Is: TellsLabelled}
	case rows > 0:
		c.doubt = &Doubt{name, rows}
	}
}

// almostNumber is a number that is written in a way that the table does not read.
var almostNumber = regexp.MustCompile(`^[-+]?\d[\d.,]*$`)

// checkNamed checks that texts that were named as a feature are not numbers that cannot be read, and not too many.
func (f *columnFinder) checkNamed(col int, cells []string) error {
	texts := slices.ContainsFunc(cells, func(cell string) bool {
		return !features.Blank(cell) && !almostNumber.MatchString(cell)
	})
	if !texts {
		// The error names the first cell.
		if _, err := f.table.FloatsOrNaN([]int{col}); err != nil {
			return err
		}
	}
	return f.checkCategories(col, cells)
}

// checkCategories checks that a column that was named as categories has few different values.
func (f *columnFinder) checkCategories(col int, cells []string) error {
	most := f.options.MaxCategories
	if n := countValues(cells, most); n > most {
		return &table.Error{File: f.table.Name, Column: f.table.Header[col],
			Reason: fmt.Sprintf("more than %d different values are too many for a categorical feature", most),
			Hint:   "Options.MaxCategories raises the limit; or leave the column out"}
	}
	return nil
}

// wordsAmong lists the texts that count as missing in a column of numbers.
func wordsAmong(t *table.Table, c features.Column, cells []string) []string {
	count, first := map[string]int{}, map[string]int{}
	var order []string
	for i, v := range c.Values {
		if v == v || features.Blank(cells[i]) {
			continue
		}
		if count[cells[i]] == 0 {
			order, first[cells[i]] = append(order, cells[i]), i
		}
		count[cells[i]]++
	}
	for k, word := range order {
		order[k] = fmt.Sprintf("%q in column %s, line %s", word, c.Name, t.Place(first[word])) + more(count[word]-1)
	}
	return order
}

// more tells of further rows.
func more(rows int) string {
	if rows == 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", rows)
}

// takeIDs takes numbers that look like ids, or else constants, where there is nothing else to compare rows by.
func (f *columnFinder) takeIDs() {
	for _, kind := range []features.Kind{features.ID, features.Constant} {
		if slices.ContainsFunc(f.found, func(c *found) bool { return c.noted == nil }) {
			return
		}
		for _, c := range f.found {
			if c.noted.Is == kind.String() && c.column.Categories == 0 && (c.pure >= 0 || c.column.Values != nil) {
				c.kind, c.noted = features.Number, nil
			}
		}
	}
}

// dropRepeats leaves out columns that say the same as another one, unless they were named: in a pool of opinions what
// is said twice would count twice.
func (f *columnFinder) dropRepeats() {
	if !f.options.Mixed || len(f.options.Columns.Features) > 0 {
		return
	}
	kept := f.features()
	columns := make([]features.Column, len(kept))
	for k, c := range kept {
		columns[k] = f.view(c)
	}
	for k, first := range features.Duplicates(columns) {
		if first >= 0 && !slices.Contains(f.columns.Categorical, kept[k].at) {
			kept[k].noted = &NoFeature{Name: columns[k].Name, Is: "as " + columns[first].Name}
		}
	}
}

// features returns the columns that are features.
func (f *columnFinder) features() []*found {
	var kept []*found
	for _, c := range f.found {
		if c.noted == nil {
			kept = append(kept, c)
		}
	}
	return kept
}

// countValues returns how many different cells there are, those that are missing aside, up to one more than most.
func countValues(cells []string, most int) int {
	// One more than most is enough to know that there are more.
	seen := map[string]bool{}
	for _, cell := range cells {
		if !features.Blank(cell) {
			seen[cell] = true
		}
		if len(seen) > most {
			break
		}
	}
	return len(seen)
}
