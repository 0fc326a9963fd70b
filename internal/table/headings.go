package table

import "strings"

// headingsOf returns how many of the first records, behind the names, are no rows but units, types or a second line of
// names: they have texts in columns that are numbers everywhere below.
func headingsOf(rest []sampled, comma byte) int {
	const most, fewestRows = 2, 3
	for n := min(most, len(rest)-fewestRows); n > 0; n-- {
		if areHeadings(rest[:n], rest[n:], comma) {
			return n
		}
	}
	return 0
}

// areHeadings reports whether all of some records are headings of those below.
func areHeadings(above, below []sampled, comma byte) bool {
	words, columns := 0, 0
	for j := range above[0].cells {
		if !allNumerals(below, j, comma) {
			continue
		}
		columns++
		for k, r := range above {
			if j >= len(r.cells) || isBlank(r.cells[j]) {
				continue
			}
			// A number is a value.
			if _, number := numeral(strings.TrimSpace(r.cells[j]), comma); number {
				return false
			}
			// Only the first line needs words: a second one may tell of the label alone.
			if k == 0 {
				words++
			}
		}
	}
	// Among several columns of numbers one word may be a missing value, two are hardly.
	return words > 1 && 2*words >= columns
}

// allNumerals reports whether a column is nothing but numbers, and no cell of it is empty.
func allNumerals(records []sampled, j int, comma byte) bool {
	for _, r := range records {
		if j >= len(r.cells) {
			return false
		}
		if _, number := numeral(strings.TrimSpace(r.cells[j]), comma); !number {
			return false
		}
	}
	return true
}

// leaveOutHeadings leaves out what stands between the names and the rows.
func (l *layout) leaveOutHeadings(head []byte, all []sampled) {
	n := headingsOf(all[1:], l.comma)
	if n == 0 {
		return
	}
	l.prefix, l.edited = string(head[all[0].at:all[1].at]), true
	l.from = all[1+n].at
	left := strings.Join(strings.Split(strings.TrimSpace(string(head[all[1].at:l.from])), "\n"), " | ")
	l.notes = append(l.notes, "units or types below the header, so left out: "+quote(left))
}
