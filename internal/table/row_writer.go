package table

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// jsonWriter writes rows of cells as JSON lines.
type jsonWriter struct {
	buffer *bufio.Writer
	names  []string // in JSON
}

func newJSONWriter(w io.Writer, names []string) *jsonWriter {
	out := &jsonWriter{buffer: bufio.NewWriterSize(w, 64<<10)}
	for _, name := range names {
		out.names = append(out.names, jsonText(name))
	}
	return out
}

func (w *jsonWriter) row(cells []string) error {
	for k, cell := range cells {
		// An opening brace before the first member, a comma before each other.
		w.buffer.WriteByte("{,"[min(k, 1)])
		w.buffer.WriteString(w.names[k] + ":" + jsonValue(cell))
	}
	_, err := w.buffer.WriteString("}\n")
	return err
}

func (w *jsonWriter) close() error { return w.buffer.Flush() }

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
