package table

import "strings"

// longDigits is the number of digits from which on float64 cannot tell all whole numbers apart.
const longDigits = 16

// MayBeCodes reports, for each column, whether some of its cells look more like a code than like a number: digits that
// begin with 0, as postal codes do, or more digits than a number holds.
func (t *Table) MayBeCodes() []bool { return t.store.codes() }

// isCodeLike reports whether a cell is a number that looks like a code; with zeros in front it may have decimals.
func isCodeLike[T ~string | ~[]byte](cell T) bool {
	padded := len(cell) > 1 && cell[0] == '0' && cell[1]-'0' <= 9
	if !padded && len(cell) < longDigits {
		return false
	}
	for i := range len(cell) {
		if cell[i]-'0' > 9 && !(padded && cell[i] == '.') {
			return false
		}
	}
	return true
}

func (p *plain) codes() []bool { return p.counts.codes }

func (r *rows) codes() []bool {
	if len(r.cells) == 0 {
		return nil
	}
	found := make([]bool, len(r.cells[0]))
	for _, row := range r.cells {
		for j, cell := range row {
			// Most cells end at their first byte, and blanks are rare.
			found[j] = found[j] || isCodeLike(strings.TrimSpace(cell))
		}
	}
	return found
}

func (s *columnar) codes() []bool {
	found := make([]bool, len(s.columns))
	for j, c := range s.columns {
		// An array of numbers, which may be in a file larger than memory, is not even looked at.
		if a, ok := c.(arrayColumn); ok && a.of.isOfNumbers() {
			continue
		}
		for i := 0; i < s.rows && !found[j]; i++ {
			// The numbers of typed columns are quantities. Only texts of digits can be codes.
			if _, ok := c.number(i); !ok {
				found[j] = isCodeLike(strings.TrimSpace(c.text(i)))
			}
		}
	}
	return found
}

func (j *joined) codes() []bool {
	var found []bool
	for k, t := range j.tables {
		// In the order of the columns of the first table.
		some := chosen(t.MayBeCodes(), j.cols[k])
		if found == nil {
			found = make([]bool, len(some))
		}
		for c := range some {
			found[c] = found[c] || some[c]
		}
	}
	return found
}

func (s *selected) codes() []bool { return chosen(s.of.MayBeCodes(), s.cols) }
