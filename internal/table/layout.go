package table

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// layout is how the first lines of a text say that it is to be read.
type layout struct {
	comma    byte
	prefix   string // stands for the first bytes
	from     int64  // where the rest begins
	line     int    // the number of the line there
	edited   bool
	index    bool // the first column had no name
	trailing int  // separators at the end of each line, which begin no columns
	signs    bool // some number has a currency or percent sign, or thousands that are separated
	numbered bool // names were made up
	notes    []string
}

var separatorLine = regexp.MustCompile(`^sep=([^\x00])\r?(\n|$)`)

// layoutOf looks at the first bytes of a text that is not empty; cut says that there are more.
func (how Reading) layoutOf(head []byte, cut bool) layout {
	l := layout{comma: how.Comma}
	if bytes.HasPrefix(head, []byte(bom)) {
		l.from = int64(len(bom))
	}
	// The first line of a spreadsheet's file may name the separator.
	if m := separatorLine.FindSubmatch(head[l.from:]); m != nil {
		l.comma, l.edited = m[1][0], true
		l.from += int64(len(m[0]))
		named := strings.TrimSpace(string(m[0]))
		l.notes = append(l.notes, "the first line names the separator and is left out: "+named)
	}
	start := l.from
	l.from = how.title(head, &l)
	if l.comma == 0 {
		l.comma = separator(head[l.from:], how.Comment)
	}
	if l.from > start {
		l.edited = true
		title := strings.Trim(strings.TrimSpace(string(head[start:l.from])), string(rune(l.comma)))
		l.notes = append(l.notes, "not a header, so left out: "+quote(title))
	}
	how.headerOf(head, cut, &l)
	l.line = 1 + bytes.Count(head[:l.from], newline)
	return l
}

// sampledRecords is how many records are looked at.
const sampledRecords = 30

// sample returns the first records.
func (how Reading) sample(head []byte, cut bool, l *layout) []sampled {
	c := csv.NewReader(bytes.NewReader(head[l.from:]))
	c.Comma, c.Comment, c.LazyQuotes, c.FieldsPerRecord = rune(l.comma), rune(how.Comment), true, -1
	var all []sampled
	for len(all) < sampledRecords {
		at := l.from + c.InputOffset()
		cells, err := c.Read()
		if err != nil {
			break
		}
		all = append(all, sampled{cells, at})
		// The last record may be cut.
		if cut && c.InputOffset() == int64(len(head))-l.from {
			all = all[:len(all)-1]
			break
		}
	}
	return all
}

// headerOf finds out whether there is a header, and whether it names all columns.
func (how Reading) headerOf(head []byte, cut bool, l *layout) {
	all := how.sample(head, cut, l)
	if len(all) == 0 {
		return
	}
	first, rest := all[0].cells, all[1:]
	l.signs = len(rest) > 0 && anySpecial(rest)
	// A header that comes again does not make the first line a row.
	rest = slices.DeleteFunc(rest, func(r sampled) bool { return repeats(first, r.cells) })
	l.trailing = endsBlank(first, rest)
	n := len(first)
	if l.trailing > 0 {
		n = max(n, len(rest[0].cells)) - l.trailing
		l.notes = append(l.notes, trailingNote(l.trailing))
	}
	// Compare the first line with those after it, without what stands behind a last separator.
	looks := rowLike(first[:min(n, len(first))], rest, l.comma)
	switch {
	case how.Header == HeaderNone || how.Header == HeaderAuto && looks == isRow:
		how.nameColumns(n, all[0].at, l)
	// R: the names of the rows have none themselves.
	case l.trailing == 0 && len(rest) > 0 && oneLonger(first, rest):
		l.prefix, l.edited, l.index = string(rune(l.comma)), true, true
		l.from = all[0].at
		for head[l.from] == '\r' || head[l.from] == '\n' {
			l.from++
		}
	// pandas: the index has no name. The rows may all be like the header.
	case n > 1 && len(all) > 1 && strings.TrimSpace(first[0]) == "":
		l.index = true
	}
	// Names that were made up, or are moved, have no line of units.
	if l.prefix == "" && l.trailing == 0 {
		l.leaveOutHeadings(head, all)
	}
	if how.Header == HeaderAuto && looks == maybeRow {
		l.notes = append(l.notes, maybeNote(first))
	}
}

// nameColumns puts a header above the first row.
func (how Reading) nameColumns(n int, at int64, l *layout) {
	comma := string(rune(l.comma))
	l.prefix, l.from, l.edited, l.numbered = strings.Join(madeNames(n), comma)+"\n", at, true, true
	if l.trailing > 0 {
		l.prefix = strings.Join(madeNames(n), comma) + strings.Repeat(comma, l.trailing) + "\n"
	}
	l.notes = append(l.notes, how.madeNote(n))
}

// endsBlank returns how many cells at the end of all records are empty and have no name; the header may lack the last.
func endsBlank(first []string, rest []sampled) int {
	if len(rest) == 0 {
		return 0
	}
	n := len(rest[0].cells)
	// Columns end with the last name.
	named := len(first)
	for named > 0 && strings.TrimSpace(first[named-1]) == "" {
		named--
	}
	blank := n - named
	if blank < 1 || named < 1 || len(first) != n && (len(first) != n-1 || blank != 1) {
		return 0
	}
	for _, r := range rest {
		if len(r.cells) != n || strings.TrimSpace(strings.Join(r.cells[named:], "")) != "" {
			return 0
		}
	}
	return blank
}

func trailingNote(n int) string {
	if n == 1 {
		return "each line ends with a separator, which begins no column"
	}
	return "each line ends with " + strconv.Itoa(n) + " separators, which begin no columns"
}

// repeats reports whether a record has the cells of the first line, one of them at least a text.
func repeats(first, cells []string) bool {
	text := slices.ContainsFunc(first, func(cell string) bool { return !isBlank(cell) && !isNumber(cell) })
	return text && len(first) > 1 && slices.Equal(first, cells)
}

// oneLonger reports whether all records have one cell more than the header, and the first of them can be the name of a
// row: else a cell has fallen apart, such as a time with a blank, or 1,5, and all cells would get the name of their
// neighbour.
func oneLonger(first []string, rest []sampled) bool {
	seen := map[string]bool{}
	for _, r := range rest {
		if len(r.cells) != len(first)+1 || seen[r.cells[0]] || isNumber(r.cells[0]) && !isRowNumber(r.cells[0]) {
			return false
		}
		seen[r.cells[0]] = true
	}
	return true
}

// isRowNumber reports whether a cell is a whole number.
func isRowNumber(cell string) bool {
	_, err := strconv.Atoi(strings.TrimSpace(cell))
	return err == nil
}
