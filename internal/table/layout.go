package table

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/missing"
)

// Header says whether the first line names the columns.
type Header int

// Values of Header.
const (
	HeaderAuto  Header = iota // it does unless it looks like the lines after it
	HeaderFirst               // it does
	HeaderNone                // it is the first row
)

// layout is how the first lines of a text say that it is to be read.
type layout struct {
	comma    byte
	prefix   string // stands for the first bytes
	from     int64  // where the rest begins
	line     int    // the number of the line there
	edited   bool
	index    bool // the first column had no name
	trailing bool // each line ends with a separator
	signs    bool // some number has a currency or percent sign, or thousands that are separated
	numbered bool // names were made up
	notes    []string
}

// sampled is a record among the first lines.
type sampled struct {
	cells []string
	at    int64 // where it begins, blank lines before it included
}

var separatorLine = regexp.MustCompile(`^sep=(.)\r?(\n|$)`)

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

// title returns where the header begins, behind lines of one cell with a title.
func (how Reading) title(head []byte, l *layout) int64 {
	const most = 5
	at := l.from
	var skipped [][]byte
	for range most {
		line, rest, more := bytes.Cut(head[at:], newline)
		// Quotes are left to the reader of CSV, and comments to the caller.
		comment := how.Comment != 0 && len(line) > 0 && line[0] == how.Comment
		if !more || comment || bytes.IndexByte(line, '"') >= 0 {
			break
		}
		at += int64(len(line)) + 1
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		skipped = append(skipped, line)
		comma := l.comma
		if comma == 0 {
			comma = separator(rest, how.Comment)
		}
		// A title is one cell above lines that have the same number of cells, which is more than one.
		lines := firstLines(rest, how.Comment)
		if len(lines) > 0 && sharesSeparator(line, lines[0]) {
			break
		}
		if sameCells(lines, comma) && hasCells(lines[0], comma) {
			if slices.ContainsFunc(skipped, func(line []byte) bool { return hasCells(line, comma) }) {
				break
			}
			return at
		}
	}
	return l.from
}

// sharesSeparator reports whether two lines have the same number of cells by some separator: the first is no title.
func sharesSeparator(line, next []byte) bool {
	for _, s := range []byte(separators) {
		if hasCells(line, s) && bytes.Count(line, []byte{s}) == bytes.Count(next, []byte{s}) {
			return true
		}
	}
	return false
}

// hasCells reports whether a line has more than one cell that is not empty.
func hasCells(line []byte, comma byte) bool {
	return bytes.IndexByte(bytes.Trim(line, string(rune(comma))+" "), comma) >= 0
}

// sameCells reports whether lines, two at least, have the same number of cells, which is more than one.
func sameCells(lines [][]byte, comma byte) bool {
	if len(lines) < 2 {
		return false
	}
	n := bytes.Count(lines[0], []byte{comma})
	for _, line := range lines[:len(lines)-1] {
		if bytes.Count(line, []byte{comma}) != n {
			return false
		}
	}
	return n > 0
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
	for _, r := range rest {
		l.signs = l.signs || slices.ContainsFunc(r.cells, isSpecial)
	}
	l.trailing = endsBlank(first, rest)
	n := len(first)
	if l.trailing {
		n = max(n, len(rest[0].cells)) - 1
		l.notes = append(l.notes, "each line ends with a separator, which begins no column")
	}
	// Compare the first line with those after it, without what stands behind a last separator.
	looks := rowLike(first[:min(n, len(first))], rest, l.comma)
	switch {
	case how.Header == HeaderNone || how.Header == HeaderAuto && looks == isRow:
		how.nameColumns(n, all[0].at, l)
	// R: the names of the rows have none themselves.
	case !l.trailing && len(rest) > 0 && oneLonger(first, rest):
		l.prefix, l.edited, l.index = string(rune(l.comma)), true, true
		l.from = all[0].at
		for head[l.from] == '\r' || head[l.from] == '\n' {
			l.from++
		}
	// pandas: the index has no name.
	case n > 1 && len(rest) > 0 && strings.TrimSpace(first[0]) == "":
		l.index = true
	}
	if how.Header == HeaderAuto && looks == maybeRow {
		l.notes = append(l.notes, maybeNote(first))
	}
}

// nameColumns puts a header above the first row.
func (how Reading) nameColumns(n int, at int64, l *layout) {
	comma := string(rune(l.comma))
	l.prefix, l.from, l.edited, l.numbered = strings.Join(madeNames(n), comma)+"\n", at, true, true
	if l.trailing {
		l.prefix = strings.Join(madeNames(n), comma) + comma + "\n"
	}
	l.notes = append(l.notes, how.madeNote(n))
}

// hintNumbered is a hint on a column that is not there, in a file without a header.
const hintNumbered = "the file has no header, so its columns are numbered; "

// madeNames are the names of columns without a header.
func madeNames(n int) []string {
	names := make([]string, n)
	for j := range names {
		names[j] = "column" + strconv.Itoa(j+1)
	}
	return names
}

func (how Reading) madeNote(n int) string {
	note := "no header: the first line is a row, and the columns are called column1 to column" + strconv.Itoa(n)
	if how.Header == HeaderAuto {
		note += " (--no-header=false reads it as names)"
	}
	return note
}

// maybeNote asks whether a first line that was read as names is a row.
func maybeNote(cells []string) string {
	return "the first line is read as the names of the columns: " + short(cells) +
		" (if it is a row, use --no-header; if it is not, --no-header=false)"
}

func short(cells []string) string {
	const most = 6
	if len(cells) > most {
		cells = append(slices.Clone(cells[:most]), "...")
	}
	return oneLine(strings.Join(cells, ", "))
}

// endsBlank reports whether all records end in a cell that is empty; the header may lack it.
func endsBlank(first []string, rest []sampled) bool {
	if len(rest) == 0 {
		return false
	}
	// The last cell is empty in every row, and has no name.
	n := len(rest[0].cells)
	named := len(first) == n-1 || len(first) == n && first[n-1] == ""
	return n > 1 && named && !slices.ContainsFunc(rest, func(r sampled) bool {
		return len(r.cells) != n || r.cells[n-1] != ""
	})
}

// oneLonger reports whether all records have one cell more than the header.
func oneLonger(first []string, rest []sampled) bool {
	return !slices.ContainsFunc(rest, func(r sampled) bool { return len(r.cells) != len(first)+1 })
}

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

// isSpecial reports whether a cell may be a number with a sign or with separated thousands, or a list of numbers.
func isSpecial(cell string) bool {
	s := strings.TrimSpace(cell)
	switch {
	case s == "", len(s) > 40 && !isList(s):
		return false
	// Most cells are plain numbers.
	case isDigit(s[0]) && isDigit(s[len(s)-1]) && !strings.ContainsAny(s, " '\u00a0\u202f"):
		return false
	}
	c := numberCounts{}
	c.observe(s)
	return isList(s) || c.numbers > 0 && (c.sign != "" || c.blank != "")
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
func isBlank(cell string) bool {
	return missing.Is(cell)
}

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

// distinct renames columns of the same name, and the first if it has none. It returns a note on each.
func distinct(header []string, index bool) (notes []string) {
	seen := map[string]int{}
	// The first column of a name keeps it.
	for j, name := range header {
		if trimmed := strings.TrimSpace(name); seen[trimmed] == 0 {
			seen[trimmed] = j + 1
		}
	}
	free := func(name string) string {
		for n := 2; ; n++ {
			if next := fmt.Sprintf("%s_%d", name, n); seen[next] == 0 {
				return next
			}
		}
	}
	for j, name := range header {
		trimmed := strings.TrimSpace(name)
		switch {
		case j == 0 && index && trimmed == "":
			header[0] = "index"
			if seen["index"] != 0 {
				header[0] = free("index")
			}
			notes = append(notes, "the first column has no name: it names the rows, is called "+header[0]+
				", and is no feature")
			seen[header[0]] = 1
		case trimmed != "" && seen[trimmed] != j+1:
			header[j] = free(trimmed)
			seen[header[j]] = j + 1
			notes = append(notes, fmt.Sprintf("columns %d and %d are both named %s: the second is called %s",
				seen[trimmed], j+1, quote(trimmed), quote(header[j])))
		}
	}
	return notes
}
