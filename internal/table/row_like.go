package table

import (
	"math"
	"strings"

	"github.com/propagate-go/propagate/internal/missing"
)

// verdict is whether a first line is a row.
type verdict int

const (
	isHeader verdict = iota
	maybeRow
	isRow
)

// rowLike compares the first line with those after it, column by column. A text above numbers is a name. A number above
// numbers is a value, or a year that names a column. A text that comes again below is a value.
func rowLike(first []string, rest []sampled, comma byte) verdict {
	var numbers []float64
	again, unknown, figures, filled := 0, 0, 0, 0
	for j, cell := range first {
		cell = strings.TrimSpace(cell)
		below, all, same := 0, 0, false
		for _, r := range rest {
			if j >= len(r.cells) || isBlank(r.cells[j]) {
				continue
			}
			all++
			other := strings.TrimSpace(r.cells[j])
			same = same || other == cell
			if _, ok := numeral(other, comma); ok {
				below++
			}
		}
		// What the cell itself is, whatever stands below.
		v, number := numeral(cell, comma)
		if !isBlank(cell) {
			filled++
		}
		if number {
			figures++
		}
		switch {
		case all == 0 || isBlank(cell) && cell != "":
		case cell == "" && j == 0 && len(first) > 1: // an index, or a cell without a value
		case cell == "":
		case number && below == all:
			numbers = append(numbers, v)
		case same:
			again++
		case below == all:
			return isHeader
		default:
			unknown++
		}
	}
	switch {
	// Names are never all numbers.
	case figures > 0 && figures == filled && len(rest) > 0:
		return isRow
	case len(numbers) > 0 && (unknown == 0 || again > 0), unknown == 0 && again > 1 && len(rest) > 2:
		return isRow
	// Names are never twice the same, and years and wavelengths rise or fall.
	case len(numbers) > 1 && !monotonic(numbers):
		return isRow
	case len(numbers) > 0:
		return maybeRow
	}
	return isHeader
}

func monotonic(v []float64) bool {
	// Equal neighbours neither rise nor fall.
	rises, falls := true, true
	for i := 1; i < len(v); i++ {
		rises, falls = rises && v[i] > v[i-1], falls && v[i] < v[i-1]
	}
	return rises || falls
}

// isBlank reports whether a cell is empty or a word for a missing value.
func isBlank(cell string) bool { return missing.Is(cell) }

// numeral reads a number, with a decimal comma where commas do not separate cells.
func numeral(s string, comma byte) (float64, bool) {
	if comma != ',' {
		s = strings.Replace(s, ",", ".", 1)
	}
	v, err := number(s)
	if err == nil || isNumber(s) {
		return v, true
	}
	// A number with a sign, or with separated thousands.
	var c numberCounts
	c.observe(s)
	return math.NaN(), c.numbers > 0
}

// sampled is a record among the first lines.
type sampled struct {
	cells []string
	at    int64 // where it begins, blank lines before it included
}
