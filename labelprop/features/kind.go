package features

import (
	"math"
	"slices"
	"time"
)

// Kind is what a column of cells holds.
type Kind int

// The kinds of columns. Only numbers and categories are features.
const (
	Number   Kind = iota // numbers that have an order
	Category             // texts of few different values
	ID                   // names or counts the rows
	Date                 // days or times
	Constant             // the same value in all rows
	Text                 // texts that hardly repeat
	Empty                // no value at all
)

// String names the kind.
func (k Kind) String() string {
	return [...]string{"number", "category", "id", "date", "constant", "text", "empty"}[k]
}

// Feature reports whether columns of this kind compare rows.
func (k Kind) Feature() bool { return k == Number || k == Category }

const (
	// numberShare is the share of the cells with a value that must be numbers in a
	// column of numbers; a word among them is a missing value.
	numberShare = 0.95

	// fewestRows is the number of rows from which on a column that never repeats a
	// value can be told from one that repeats none by chance.
	fewestRows = 50

	// expectedRepeats is how many pairs of equal numbers chance must have promised for
	// whole numbers without a repetition to be an id.
	expectedRepeats = 10

	// rowsPerCategory is the mean number of rows with the same text, from which on texts
	// are categories.
	rowsPerCategory = 3
)

// Guess returns the kind of a column, from its cells alone.
func Guess(cells []string) Kind {
	order, count := values(cells)
	// Cells with a value: blank ones say nothing of the kind.
	filled := 0
	for _, c := range count {
		filled += c
	}
	switch {
	case len(order) == 0:
		return Empty
	case len(order) == 1 && filled == len(cells):
		return Constant
	case share(order, count, isNumber) >= numberShare:
		return guessNumbers(cells, len(order) == filled)
	case share(order, count, isDate) >= numberShare:
		return Date
	case len(order) == filled && filled >= fewestRows:
		// No text comes twice: it names the row.
		return ID
	case filled < rowsPerCategory*len(order) && len(order) > 10:
		return Text
	}
	return Category
}

// GuessFeature is Guess for a column that is a feature whatever it looks like: a number if
// most of its cells are, else a category.
func GuessFeature(cells []string) Kind {
	order, count := values(cells)
	if len(order) > 0 && share(order, count, isNumber) >= numberShare {
		return Number
	}
	return Category
}

// share returns the share of the cells with a value of which is is true.
func share(order []string, count map[string]int, is func(string) bool) float64 {
	yes, all := 0, 0
	for _, v := range order {
		if all += count[v]; is(v) {
			yes += count[v]
		}
	}
	return float64(yes) / float64(all)
}

func isNumber(cell string) bool {
	_, ok := number(cell)
	return ok
}

// dates are the forms of dates that are known.
var dates = []string{
	"2006-01-02", "2006/01/02", "02/01/2006", "01/02/2006", "2/1/2006", "1/2/2006", "02.01.2006",
	"2.1.2006", "02-01-2006",
	"2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339, "2006-01-02 15:04", "02/01/2006 15:04",
	"01/02/2006 15:04", "15:04", "15:04:05",
}

func isDate(cell string) bool {
	return slices.ContainsFunc(dates, func(form string) bool {
		_, err := time.Parse(form, cell)
		return err == nil
	})
}

// guessNumbers tells ids from numbers: whole numbers that never repeat although so
// many rows in their range would, or that rise from row to row.
func guessNumbers(cells []string, distinct bool) Kind {
	var all []float64
	whole := true
	// A column whose values repeat, or have fractions, measures something.
	for _, cell := range cells {
		if v, ok := number(cell); ok {
			all = append(all, v)
			whole = whole && v == math.Trunc(v)
		}
	}
	if !whole || !distinct || len(all) < fewestRows {
		return Number
	}
	// Of n numbers drawn from a range of that span, n(n-1)/2 pairs are equal with the
	// probability 1/span each.
	n, span := float64(len(all)), slices.Max(all)-slices.Min(all)+1
	if rises(all) || n*(n-1)/2/span >= expectedRepeats {
		return ID
	}
	return Number
}

// rises reports whether every value is larger than the one before.
func rises(all []float64) bool {
	for i := 1; i < len(all); i++ {
		if !(all[i] > all[i-1]) {
			return false
		}
	}
	return true
}
