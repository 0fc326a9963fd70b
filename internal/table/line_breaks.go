package table

import (
	"bytes"
	"io"
	"strings"
)

// window is a reader that keeps what was read from a position on.
type window struct {
	r    io.Reader
	at   int64 // the position of the first byte that is kept
	kept []byte
}

// Read implements io.Reader.
func (w *window) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.kept = append(w.kept, p[:n]...)
	return n, err
}

// from drops what stands before a position, and returns the bytes from there to another one.
func (w *window) from(lo, hi int64) []byte {
	w.kept = w.kept[lo-w.at:]
	w.at = lo
	return w.kept[:hi-lo]
}

// withBreaks gives the cells of a record their line breaks as they stand in its text: csv.Reader makes "\n" of all.
func withBreaks(record []string, text []byte, d dialect) {
	broken := false
	for _, cell := range record {
		broken = broken || strings.Contains(cell, "\n")
	}
	if !broken {
		return
	}
	// Blank lines and comments before the record belong to the text.
	for {
		line, rest, more := bytes.Cut(text, newline)
		blank := len(bytes.TrimSuffix(line, carriageReturn)) == 0
		if !more || !blank && (d.comment == 0 || line[0] != d.comment) {
			break
		}
		text = rest
	}
	for k := range record {
		var cell string
		if cell, text = rawCell(text, d.comma); strings.Contains(record[k], "\n") {
			record[k] = cell
		}
	}
}

// rawCell returns the first cell of a record without its quotes, and what follows the separator behind it. The record
// is known to be well-formed.
func rawCell(text []byte, comma byte) (cell string, rest []byte) {
	if len(text) == 0 || text[0] != '"' {
		if at := bytes.IndexByte(text, comma); at >= 0 {
			return string(text[:at]), text[at+1:]
		}
		return string(text), nil
	}
	end := 1
	for end < len(text) {
		// Two quotes are one, and one alone ends the cell.
		if text[end] == '"' {
			if end+1 == len(text) || text[end+1] != '"' {
				break
			}
			end++
		}
		end++
	}
	cell = strings.ReplaceAll(string(text[1:end]), `""`, `"`)
	return cell, text[min(end+2, len(text)):]
}
