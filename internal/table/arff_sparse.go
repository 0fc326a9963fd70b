package table

import (
	"slices"
	"strconv"
	"strings"
)

// arffUnlisted returns what an attribute is in a sparse row that does not list it: 0, or the first of its values. The
// text is that behind @attribute.
func arffUnlisted(declared string) string {
	// The type stands behind the name, and values in braces.
	if i := strings.IndexByte(declared, '{'); i >= 0 && strings.HasSuffix(strings.TrimSpace(declared), "}") {
		values, _ := arffCells(strings.TrimSuffix(strings.TrimSpace(declared)[i+1:], "}"))
		if len(values) > 0 {
			return values[0]
		}
	}
	words := strings.Fields(declared)
	if len(words) > 0 && slices.Contains([]string{"numeric", "real", "integer"}, strings.ToLower(words[len(words)-1])) {
		return "0"
	}
	return ""
}

// sparseARFF reads a row of pairs of a position, from 0 on, and a value: {1 2.5, 3 'a b'}.
func (b *builder) sparseARFF(line string) (cells []string, problem string) {
	inner, closed := strings.CutSuffix(line[1:], "}")
	if !closed {
		return nil, "a row in braces is not closed"
	}
	b.sparse = true
	cells = slices.Clone(b.unlisted)
	// Quotes begin behind the position, so the pairs are split one by one.
	last := -1
	for rest := strings.TrimSpace(inner); rest != ""; {
		position, after := rest, ""
		if i := strings.IndexAny(rest, " \t"); i >= 0 {
			position, after = rest[:i], rest[i:]
		}
		at, err := strconv.Atoi(position)
		if err != nil || at <= last || at >= len(cells) {
			return nil, quote(position) + " is no position of an attribute: they rise from 0 to " +
				strconv.Itoa(len(cells)-1)
		}
		last = at
		if cells[at], rest, problem = arffCell(after); problem != "" {
			return nil, problem
		}
		rest = strings.TrimSpace(strings.TrimPrefix(rest, ","))
	}
	return cells, ""
}
