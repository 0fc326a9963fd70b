package table

import (
	"slices"
	"strings"
)

// anySpecial reports whether a column among records may hold numbers with signs or separated thousands, or lists of
// numbers.
func anySpecial(records []sampled) bool {
	for j := range records[0].cells {
		var column []string
		for _, r := range records {
			if j < len(r.cells) {
				column = append(column, r.cells[j])
			}
		}
		if isSpecial(column) {
			return true
		}
	}
	return false
}

// isSpecial reports whether the cells of a column may be such numbers or lists.
func isSpecial(cells []string) bool {
	var c numberCounts
	for _, cell := range cells {
		s := strings.TrimSpace(cell)
		switch {
		case s == "":
		case isList(s):
			return true
		// Most cells are plain numbers.
		case isDigit(s[0]) && isDigit(s[len(s)-1]) && !strings.ContainsAny(s, " 'dD\u00a0\u202f\u2009\u2019"):
			c.filled++
		default:
			c.observe(s)
		}
	}
	// A letter behind a number is a unit where all have it; elsewhere it is a part of a code.
	return c.blank != "" || c.minus || c.spelled != "" ||
		c.sign != "" && (c.signed == c.filled || c.signProblem() != "")
}

// specialLater reports whether some column of a plain text has such numbers behind the lines by which its layout was
// found.
func (t *Table) specialLater() (bool, error) {
	filled, numbers := t.Count()
	first, err := t.First()
	if err != nil {
		return false, err
	}
	// Columns of numbers and something else are read again; of texts the first is enough.
	var mixed []int
	for j := range filled {
		switch {
		case numbers[j] == filled[j]:
		case 2*numbers[j] >= filled[j]:
			mixed = append(mixed, j)
		case isSpecial(first[j : j+1]):
			return true, nil
		}
	}
	if mixed == nil {
		return false, nil
	}
	all, err := t.StringsOf(mixed)
	return slices.ContainsFunc(all, isSpecial), err
}
