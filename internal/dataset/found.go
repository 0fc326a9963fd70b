package dataset

import (
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop/features"
	"gonum.org/v1/gonum/mat"
)

// found is a column that may be a feature, and what it holds.
type found struct {
	at     int // its position in the table
	kind   features.Kind
	column features.Column // of its cells; without values where they are in numbers
	pure   int             // where its numbers are in columnFinder.numbers; -1: they are in column
	noted  *NoFeature      // why it is no feature; nil: it is one
	words  []string        // texts that count as missing in a column of numbers, with their places
	doubt  *Doubt
	code   bool // digits that are no number
	padded bool // a number, but in some cells with zeros in front

	spellings []string // of categories that are also spelt otherwise, as in "Male, male"
}

// values returns the numbers of all rows.
func (f *columnFinder) values(c *found) []float64 {
	if c.pure < 0 {
		return c.column.Values
	}
	return mat.Col(nil, c.pure, f.numbers)
}

// rangeOf returns the range of the numbers of a column.
func (f *columnFinder) rangeOf(c *found) valueRange {
	if c.pure >= 0 {
		return f.ranges[c.pure]
	}
	return rangeOf(c.column.Values)
}

// view returns a column with the numbers of all rows, in the memory that they are in.
func (f *columnFinder) view(c *found) features.Column {
	if c.pure < 0 {
		return c.column
	}
	return features.Of(c.column.Name, f.numbers, c.pure)
}

// columnFinder decides what the columns hold that may be features.
type columnFinder struct {
	table   *table.Table
	options Options
	columns *Columns
	lenient bool     // infinite numbers count as missing, to describe the columns
	labels  []string // the given label of each row of the table, empty without one; nil: no such column
	truth   []string // likewise

	grouped       *LabelledGroups // the column by whose values rows were labelled as a whole; nil: none
	groupedByName bool            // whether these values are names, and no numbers

	meter *meter // of the work

	numbers editable     // of the columns that hold nothing but numbers
	ranges  []valueRange // of those
	lost    []float64    // likewise: the largest relative errors, where they were rounded; nil: none
	found   []*found     // all that may be features, in the order of the table
}

// named reports whether the features were named.
func (f *columnFinder) named() bool { return len(f.options.Columns.Features) > 0 }

// areDistances reports whether the numbers of all rows are a symmetric matrix with zeros on its diagonal alone, as
// distances between the rows are. O(n²), for as many columns as rows.
func (f *columnFinder) areDistances() bool {
	const fewest, most = 4, 20_000
	if f.numbers == nil {
		return false
	}
	n, d := f.numbers.Dims()
	if n != d || n < fewest || n > most {
		return false
	}
	for i := range n {
		// d(i,i) = 0, and d(i,j) = d(j,i) > 0.
		if f.numbers.At(i, i) != 0 {
			return false
		}
		for j := range i {
			if v := f.numbers.At(i, j); !(v > 0) || v != f.numbers.At(j, i) {
				return false
			}
		}
	}
	return true
}

// fit finds the scales of columns, which is a share of the rest of the work.
func (f *columnFinder) fit(columns []features.Column, share float64) *features.Encoder {
	return features.FitObserved(columns, f.meter.step(share*f.meter.rest()))
}
