package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rowWriter writes rows of cells.
type rowWriter struct {
	buffer *bufio.Writer
	csv    *csv.Writer // nil: JSON lines
	names  []string    // in JSON
}

func newRowWriter(w io.Writer, f Format, names []string, comma byte) (*rowWriter, error) {
	out := &rowWriter{buffer: bufio.NewWriterSize(w, 64<<10)}
	if f == JSONL {
		return out, out.header(names)
	}
	out.csv = csv.NewWriter(out.buffer)
	switch {
	// CSV is the default of csv.Writer.
	case f == TSV:
		out.csv.Comma = '\t'
	case f == Same && comma != 0:
		out.csv.Comma = rune(comma)
	}
	return out, out.header(names)
}

func (w *rowWriter) header(names []string) error {
	if w.csv != nil {
		return writeHeader(w.buffer, names, w.csv.Comma)
	}
	for _, name := range names {
		w.names = append(w.names, jsonText(name))
	}
	return nil
}

func (w *rowWriter) row(cells []string) error {
	if w.csv != nil {
		return writeRecord(w.csv, w.buffer, cells)
	}
	for k, cell := range cells {
		// An opening brace before the first member, a comma before each other.
		w.buffer.WriteByte("{,"[min(k, 1)])
		w.buffer.WriteString(w.names[k] + ":" + jsonValue(cell))
	}
	_, err := w.buffer.WriteString("}\n")
	return err
}

func (w *rowWriter) close() error {
	if w.csv != nil {
		w.csv.Flush()
		if err := w.csv.Error(); err != nil {
			return err
		}
	}
	return w.buffer.Flush()
}

// writeHeader writes the names of columns as a CSV record. What could be taken for another
// separator stands in quotes, so that the true one is found.
func writeHeader(b *bufio.Writer, names []string, comma rune) error {
	for k, name := range names {
		if k > 0 {
			b.WriteRune(comma)
		}
		// The conditions are those of csv.Writer, and any separator within a name.
		first, _ := utf8.DecodeRuneInString(name)
		if strings.ContainsAny(name, separators+"\"\r\n") || unicode.IsSpace(first) || strings.HasPrefix(name, `\.`) {
			name = `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		}
		b.WriteString(name)
	}
	return b.WriteByte('\n')
}

// jsonValue writes a cell as JSON: a number where it is one in JSON too, null if it is empty.
func jsonValue(cell string) string {
	switch {
	case cell == "":
		return "null"
	// A cell is a JSON number if it begins and ends like one and is valid: 007 and 1e are texts.
	case (cell[0] == '-' || isDigit(cell[0])) && isDigit(cell[len(cell)-1]) && json.Valid([]byte(cell)): // no spaces
		return cell
	}
	return jsonText(cell)
}

func jsonText(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	// Keep <, > and & as they are.
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can be encoded
	return strings.TrimSuffix(b.String(), "\n")
}
