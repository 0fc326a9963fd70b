package table

import (
	"bufio"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// textStyle is how a table is written as text besides its separator.
type textStyle struct {
	mark, crlf bool // the text that was read began with a byte order mark, its lines ended in CRLF
	safe       bool // no cell is written that a spreadsheet would take for a formula
}

// textWriter writes records of cells and separators, as csv.Writer does, but with line breaks within cells as they are.
type textWriter struct {
	b     *bufio.Writer
	comma rune
	end   string // of a line
	safe  bool   // no cell is a formula
}

// textWriter returns one for a format of text; the separator and the ends of lines are those of the text that the table
// was read from, and a byte order mark comes first if it had one.
func (t *Table) textWriter(w io.Writer, f Format) *textWriter {
	out := &textWriter{b: bufio.NewWriterSize(w, 64<<10), comma: ',', end: "\n", safe: t.writes.safe}
	switch {
	case f == TSV:
		out.comma = '\t'
	case f == Same && t.native == Same && t.comma != 0:
		out.comma = rune(t.comma)
	}
	if t.writes.crlf {
		out.end = "\r\n"
	}
	if t.writes.mark {
		out.b.WriteString(bom)
	}
	return out
}

// record writes cells as a line. A lone empty cell gets quotes: a blank line is no record.
func (w *textWriter) record(cells []string) error {
	if len(cells) == 1 && cells[0] == "" {
		w.b.WriteString(`""`)
	}
	for k, cell := range cells {
		if k > 0 {
			w.b.WriteRune(w.comma)
		}
		if w.safe {
			cell = harmless(cell)
		}
		w.cell(cell, w.needsQuotes(cell))
	}
	_, err := w.b.WriteString(w.end) // returns the first error of all
	return err
}

// header writes the names of columns. What could be taken for another separator, or for a line that names it, stands in
// quotes, so that the true one is found.
func (w *textWriter) header(names []string) error {
	for k, name := range names {
		if k > 0 {
			w.b.WriteRune(w.comma)
		}
		if w.safe {
			name = harmless(name)
		}
		w.cell(name, w.needsQuotes(name) || strings.ContainsAny(name, separators) || strings.HasPrefix(name, "sep="))
	}
	_, err := w.b.WriteString(w.end)
	return err
}

func (w *textWriter) cell(cell string, quotes bool) {
	if !quotes {
		w.b.WriteString(cell)
		return
	}
	w.b.WriteByte('"')
	w.b.WriteString(strings.ReplaceAll(cell, `"`, `""`))
	w.b.WriteByte('"')
}

// needsQuotes has the rules of csv.Writer.
func (w *textWriter) needsQuotes(cell string) bool {
	if cell == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(cell)
	return cell == `\.` || unicode.IsSpace(first) || strings.ContainsAny(cell, "\"\r\n") ||
		strings.ContainsRune(cell, w.comma)
}

// line writes a line as it was read, with cells at its end that need no quotes.
func (w *textWriter) line(line []byte, end []string) error {
	w.b.Write(line)
	for _, cell := range end {
		w.b.WriteRune(w.comma)
		w.b.WriteString(cell)
	}
	_, err := w.b.WriteString(w.end)
	return err
}

func (w *textWriter) row(cells []string) error { return w.record(cells) }
func (w *textWriter) close() error             { return w.b.Flush() }

// plainNumber matches what no spreadsheet takes for a formula, though it begins with a sign.
var plainNumber = regexp.MustCompile("^[-+\u2212]?[$€£¥]? ?\\d[\\d.,' \u00a0\u202f]*([eE][-+]?\\d+)? ?[%$€£¥]?$")

// harmless puts an apostrophe before a cell that a spreadsheet would take for a formula.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsAny(cell[:1], "=+-@\t\r\n") && !strings.HasPrefix(cell, "\uff1d") &&
		!strings.HasPrefix(cell, "\uff0b") && !strings.HasPrefix(cell, "\uff0d") && !strings.HasPrefix(cell, "\uff20") {
		return cell
	}
	if plainNumber.MatchString(cell) || isNumber(cell) {
		return cell
	}
	return "'" + cell
}
