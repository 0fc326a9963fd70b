package table

import (
	"slices"
	"strings"
	"unicode"
)

// fixedWidth are columns of a fixed width: each cell stands below its name, and one that is missing is blank.
type fixedWidth struct {
	gaps  []gap // between two columns
	index bool  // the first column has no name
}

// gap is a range of places, counted in characters, that are blank in all lines that were looked at.
type gap struct{ from, to int }

// fewestRows is how many rows below the names tell that columns have a fixed width.
const fewestRows = 3

// fixedWidthOf finds columns of a fixed width by the first lines of a text, or returns nil. Places that are blank in
// all lines divide these into as many columns as there are names, and texts in a column begin, or end, below each
// other.
func fixedWidthOf(head []byte) *fixedWidth {
	lines := wholeLines(head)
	if len(lines) <= fewestRows || strings.ContainsAny(lines[0], separators+"\"{<[") || separated(lines[1:]) {
		return nil
	}
	var rows [][]rune
	var filled []bool // places that are not blank in some line
	for _, line := range lines {
		if strings.Contains(line, "\t") {
			return nil
		}
		row := []rune(strings.TrimRightFunc(line, unicode.IsSpace))
		rows = append(rows, row)
		filled = append(filled, make([]bool, max(len(row)-len(filled), 0))...)
		for at, r := range row {
			filled[at] = filled[at] || !unicode.IsSpace(r)
		}
	}
	w := &fixedWidth{gaps: gapsOf(filled)}
	if len(w.gaps) == 0 || !w.fits(rows) {
		return nil
	}
	return w
}

// separated reports whether a separator stands in each of some lines.
func separated(lines []string) bool {
	for _, s := range separators {
		if !slices.ContainsFunc(lines, func(line string) bool { return !strings.ContainsRune(line, s) }) {
			return true
		}
	}
	return false
}

// gapsOf returns the stretches of places that are not filled, without one in front.
func gapsOf(filled []bool) []gap {
	var all []gap
	for at := 0; at < len(filled); at++ {
		from := at
		for at < len(filled) && !filled[at] {
			at++
		}
		if at > from && from > 0 && at < len(filled) {
			all = append(all, gap{from, at})
		}
	}
	return all
}

// fits reports whether each column has a name of one word, but for the first, and cells below it, of which texts stand
// below each other.
func (w *fixedWidth) fits(rows [][]rune) bool {
	names, _ := w.cells(rows[0])
	w.index = names[0] == ""
	for j, name := range names {
		if len(strings.Fields(name)) != 1 && !(j == 0 && w.index) {
			return false
		}
	}
	for j := range names {
		var begins, ends []int
		texts := false
		for _, row := range rows[1:] {
			from, to := w.place(row, j)
			if cell := strings.TrimSpace(string(row[from:to])); cell != "" {
				texts = texts || !isNumber(cell)
				for unicode.IsSpace(row[from]) {
					from++
				}
				begins, ends = append(begins, from), append(ends, from+len([]rune(cell)))
			}
		}
		if len(begins) == 0 {
			return false
		}
		// Numbers may have their points below each other.
		if texts && len(slices.Compact(begins)) > 1 && len(slices.Compact(ends)) > 1 {
			return false
		}
	}
	return true
}

// place returns where column j stands in a line that has nothing in any gap.
func (w *fixedWidth) place(row []rune, j int) (from, to int) {
	from, to = 0, len(row)
	if j > 0 {
		from = w.gaps[j-1].to
	}
	if j < len(w.gaps) {
		to = w.gaps[j].from
	}
	return min(from, len(row)), min(to, len(row))
}

// cells divides a line, of which cells may reach into a gap from either side. It reports whether there is no text in a
// gap that may belong to either column.
func (w *fixedWidth) cells(row []rune) (cells []string, ok bool) {
	from := 0
	for _, g := range w.gaps {
		// The cell on the left goes on until the first blank, that on the right begins behind the last.
		left, right := min(g.from, len(row)), min(g.to, len(row))
		for left < right && !unicode.IsSpace(row[left]) {
			left++
		}
		for right > left && !unicode.IsSpace(row[right-1]) {
			right--
		}
		full := left == right && g.to <= len(row)
		if full || strings.TrimSpace(string(row[left:right])) != "" {
			return nil, false
		}
		cells, from = append(cells, strings.TrimSpace(string(row[from:left]))), right
	}
	return append(cells, strings.TrimSpace(string(row[from:]))), true
}
