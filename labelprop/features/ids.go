package features

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	// fewestRows is the number of rows from which on a column that never repeats a
	// value can be told from one that repeats none by chance.
	fewestRows = 50

	// expectedRepeats is how many pairs of equal numbers chance must have promised for
	// whole numbers without a repetition to be an id.
	expectedRepeats = 10

	// repeated is the share of the rows of an id whose value may come again: rows that
	// were copied.
	repeated = 0.01

	// digitsOfID is the number of digits from which on whole numbers of as many digits
	// each are numbers of customers, times or the like, where nearly all differ.
	digitsOfID = 7
)

// GuessNumbers is Guess for a column of n rows, of which at returns the number, if there is one.
func GuessNumbers(name string, n int, at func(i int) (v float64, ok bool)) Kind {
	c := countNumbers(n, at)
	switch {
	case c.filled == 0:
		return Empty
	case c.least == c.greatest && isConstant(n, c.filled):
		return Constant
	case c.dates && c.filled > 2:
		return Date
	case c.whole && nearlyAll(c.different, c.filled) && c.isID(name):
		return ID
	}
	return Number
}

// numberCounts describes numbers, as far as they have been looked at.
type numberCounts struct {
	filled, different int
	least, greatest   float64
	step              float64 // of which all differences are multiples
	whole, dates      bool    // all are whole; all are days of 1900 to 2099, such as 20211231
}

// countNumbers looks at numbers until they can be neither a constant, nor dates, nor an id.
func countNumbers(n int, at func(i int) (v float64, ok bool)) numberCounts {
	c := numberCounts{least: math.Inf(1), greatest: math.Inf(-1), whole: true, dates: true}
	seen := map[float64]bool{}
	for i := range n {
		v, ok := at(i)
		if !ok || v != v {
			continue
		}
		c.filled++
		seen[v] = true
		c.least, c.greatest = min(c.least, v), max(c.greatest, v)
		c.whole = c.whole && v == math.Trunc(v)
		c.dates = c.dates && isDayNumber(v)
		// Most columns measure something, as the first few rows show.
		repeats := c.filled - len(seen)
		if c.least < c.greatest && !c.dates && (!c.whole || repeats > int(repeated*float64(n))) {
			c.whole = false
			break
		}
	}
	c.different = len(seen)
	if c.whole {
		c.step = commonStep(seen, c.least)
	}
	return c
}

// commonStep is the greatest whole number of which all differences from the least number are multiples; 1 if there is
// none, or if numbers are too large to tell.
func commonStep(seen map[float64]bool, least float64) float64 {
	const exact = 1 << 53
	step := 0.0
	for v := range seen {
		d := v - least
		if d >= exact {
			return 1
		}
		// Euclid's rule.
		for d != 0 {
			step, d = d, math.Mod(step, d)
		}
	}
	return max(step, 1)
}

// isDayNumber reports whether a number is a day of 1900 to 2099 without any mark.
func isDayNumber(v float64) bool {
	return v >= 19000101 && v <= 20991231 && v == math.Trunc(v) && formOf(strconv.Itoa(int(v))) != ""
}

// isID reports whether whole numbers name the rows: nearly all differ, although so many in their range would not by
// chance, or they all have as many digits, or the name says so.
func (c *numberCounts) isID(name string) bool {
	if isIDName(name) || c.filled < fewestRows {
		return isIDName(name)
	}
	// Of n numbers drawn from a range of that span, n(n-1)/2 pairs are equal with the
	// probability 1/span each.
	n, span := float64(c.filled), (c.greatest-c.least)/c.step+1
	if n*(n-1)/2/span >= expectedRepeats {
		return true
	}
	digits := func(v float64) float64 { return math.Floor(math.Log10(v)) + 1 }
	return c.least > 0 && digits(c.least) == digits(c.greatest) && digits(c.least) >= digitsOfID
}

// nearlyAll reports whether nearly all values differ.
func nearlyAll(different, filled int) bool {
	return filled > 2 && filled-different <= int(repeated*float64(filled))
}

// idWords are the words by which columns that name the rows are called.
var idWords = []string{"id", "ids", "uid", "uuid", "guid", "key", "index", "idx", "nr", "no", "rowid",
	"rownames", "serial", "sku", "phone", "isbn", "doi", "url"}

// isIDName reports whether a word of a name says that the column names the rows: customer_id, customerID, Row No.
func isIDName(name string) bool {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		// customerId: the last capitals begin a word of their own.
		if i := strings.LastIndexFunc(w, unicode.IsLower); i >= 0 && i+1 < len(w) {
			words = append(words, w[i+1:])
		} else if i := strings.LastIndexFunc(w, unicode.IsUpper); i > 0 {
			words = append(words, w[i:])
		}
	}
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(idWords, strings.ToLower(w)) })
}
