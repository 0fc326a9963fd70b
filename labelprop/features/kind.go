package features

import (
	"fmt"
	"slices"
	"strings"
)

// Kind is what a column of cells holds.
type Kind int

// The kinds of columns. Only numbers and categories are features.
const (
	Number   Kind = iota // numbers that have an order
	Category             // texts of few different values
	ID                   // names or counts the rows: nearly all values differ
	Date                 // days or times
	Constant             // the same value in all rows
	Text                 // texts that hardly repeat
	Empty                // no value at all
)

// String names the kind.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kindNames[k]
}

var kindNames = [...]string{"number", "category", "id", "date", "constant", "text", "empty"}

// Feature reports whether columns of this kind compare rows.
func (k Kind) Feature() bool { return k == Number || k == Category }

const (
	// fewestNumbers is the share of the cells with a value that must be numbers in a
	// column of numbers; a word among them is a missing value. numberShare is needed
	// where a word comes again, unless the numbers are more than manyNumbers different ones.
	fewestNumbers = 0.5
	numberShare   = 0.95
	manyNumbers   = 20

	// fewNumbers is the number of different numbers up to which a word that comes again
	// makes categories of them all, as 1, 2, 3 and "more".
	fewNumbers = 10

	// fewFractions is the same of numbers most of which have decimals, as 0.5, 1.0, 1.5 and "more".
	fewFractions = 6

	// rowsPerCategory is the mean number of rows with the same text, from which on texts
	// are categories.
	rowsPerCategory = 3

	// wordsOfSentence is the number of words from which on a text says more than a name.
	wordsOfSentence = 4

	// blanksOfConstant is the share of missing values up to which a column of one value
	// is a constant; beyond it, whether there is a value may say something.
	blanksOfConstant = 0.01
)

// Guess returns the kind of a column, by its cells and, where they leave it open whether whole numbers measure or name
// the rows, by its name. The order of the rows does not matter.
func Guess(name string, cells []string) Kind {
	order, count := values(cells)
	// Cells with a value: blank ones say nothing of the kind.
	filled := 0
	for _, c := range count {
		filled += c
	}
	switch {
	case len(order) == 0:
		return Empty
	case len(order) == 1 && isConstant(len(cells), filled):
		return Constant
	case IsCode(order):
		return guessTexts(name, order, filled)
	case areNumbers(order, count):
		return GuessNumbers(name, len(cells), func(i int) (v float64, ok bool) { return number(cells[i]) })
	case areDates(order):
		return Date
	}
	return guessTexts(name, order, filled)
}

// GuessFeature is Guess for a column that is a feature whatever it looks like: a number or a
// date if most of its cells are, else a category.
func GuessFeature(cells []string) Kind {
	order, count := values(cells)
	switch {
	case len(order) == 0 || areNumbers(order, count):
		return Number
	case areDates(order):
		return Date
	}
	return Category
}

// isConstant reports whether a column of one value is constant.
func isConstant(rows, filled int) bool {
	return rows-filled <= max(1, int(blanksOfConstant*float64(rows)))
}

// guessTexts tells categories from texts that name or describe the rows.
func guessTexts(name string, order []string, filled int) Kind {
	different := len(order)
	switch {
	case different == filled && filled > 1 && areSentences(order) && !isIDName(name):
		// No text comes twice, but each says more than a name.
		return Text
	case different == filled && filled > 1 || isIDName(name) && nearlyAll(different, filled):
		// No text comes twice: it names the row.
		return ID
	case filled < rowsPerCategory*different && different > 10:
		return Text
	}
	return Category
}

// areSentences reports whether most texts have several words.
func areSentences(order []string) bool {
	long := 0
	for _, v := range order {
		if len(strings.Fields(v)) >= wordsOfSentence {
			long++
		}
	}
	return 2*long > len(order)
}

// areNumbers reports whether a column holds numbers, by its different values.
func areNumbers(order []string, count map[string]int) bool {
	numbers, again, all, different, decimals := 0, 0, 0, 0, 0
	for _, v := range order {
		n := count[v]
		if all += n; isNumber(v) {
			numbers, different = numbers+n, different+1
			if strings.ContainsAny(v, ".,") {
				decimals++
			}
		} else {
			again = max(again, n)
		}
	}
	share := float64(numbers) / float64(max(all, 1))
	switch {
	case different == 0 || share < fewestNumbers:
		return false
	// Words that come once each are slips; of very many numbers half are enough.
	case again <= 1 || different > manyNumbers:
		return true
	}
	// A word that comes again and again beside few numbers is one of the values, unless these measure something: most
	// of them have decimals.
	return different > fewNumbers && share >= numberShare || different > fewFractions && 2*decimals > different
}

// mostDates is how many different values are looked at for dates.
const mostDates = 1000

// areDates reports whether nearly all of the values are days or times.
func areDates(order []string) bool {
	// Many forms are tried, so of very many values some will do: evenly spaced by name, whatever the order of the rows.
	step := 1
	if len(order) > mostDates {
		order, step = slices.Sorted(slices.Values(order)), len(order)/mostDates
	}
	looked, yes := 0, 0
	for i := 0; i < len(order); i += step {
		if looked++; isDate(order[i]) {
			yes++
		}
	}
	return looked > 0 && float64(yes) >= numberShare*float64(looked)
}

func isNumber(cell string) bool {
	_, ok := number(cell)
	return ok
}
