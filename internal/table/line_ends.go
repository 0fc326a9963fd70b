package table

import (
	"bytes"
	"io"
)

// textWriter returns a writer of text with the byte order mark and the line ends of the text that the table was
// read from.
func (t *Table) textWriter(w io.Writer) io.Writer {
	if !t.mark && !t.crlf {
		return w
	}
	return &markedWriter{w: w, mark: t.mark, crlf: t.crlf}
}

// markedWriter writes a byte order mark first, and CRLF for LF.
type markedWriter struct {
	w          io.Writer
	mark, crlf bool
	memory     []byte
}

// Write implements io.Writer.
func (m *markedWriter) Write(p []byte) (int, error) {
	if m.mark {
		m.mark = false
		if _, err := io.WriteString(m.w, bom); err != nil {
			return 0, err
		}
	}
	if !m.crlf {
		return m.w.Write(p)
	}
	// Each LF becomes CRLF, those inside of cells too, as in the text that was read.
	m.memory = m.memory[:0]
	for rest := p; len(rest) > 0; {
		line, after, ended := bytes.Cut(rest, newline)
		m.memory = append(m.memory, line...)
		if ended {
			m.memory = append(m.memory, '\r', '\n')
		}
		rest = after
	}
	if _, err := m.w.Write(m.memory); err != nil {
		return 0, err
	}
	return len(p), nil
}
