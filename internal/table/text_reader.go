package table

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/internal/memory"
)

// A textReader reads text and checks that it is text. It drops a byte order mark and fails at a NUL byte, which no
// CSV file has, but nearly every binary file. The text has been converted to UTF-8 before, see encoding.go.
type textReader struct {
	r    *bufio.Reader
	name string
	line int // of the next byte, counted from 1

	meter memory.Meter // of the text, and of what is made of it
	long  int          // bytes of the line so far
	comma byte         // ends a cell; 0: lines have no cells
	cells int          // of the line so far
}

const (
	// longLine is the length from which on memory is asked for a line as a whole.
	longLine = 1 << 20
	// cellBytes is what a cell of a line takes while it is found: its text, and where it begins, in slices that double.
	cellBytes = 48
)

// newTextReader returns a reader of the text in r, whose first bytes have been checked.
func newTextReader(r io.Reader, name string) (*textReader, error) {
	s := &textReader{r: bufio.NewReaderSize(r, 64<<10), name: name, line: 1}
	if from, ok := r.(asking); ok {
		s.meter = memory.Meter{Ask: from.Ask, What: "its cells"}
	}
	// A byte order mark is dropped.
	head, err := s.r.Peek(len(bom))
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case string(head) == bom:
		_, err = s.r.Discard(len(bom))
		return s, err
	}
	return s, nil
}

// Read implements io.Reader.
func (s *textReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if i := bytes.IndexByte(p[:n], 0); i >= 0 {
		// Count the lines up to the NUL byte, to name its line.
		s.line += bytes.Count(p[:i], []byte{'\n'})
		return i, nulByte(s.name, s.line)
	}
	s.line += bytes.Count(p[:n], []byte{'\n'})
	if no := s.count(p[:n]); no != nil {
		return 0, no
	}
	return n, err
}

// nulByte is the error of a text with a NUL byte on a line.
func nulByte(name string, line int) error {
	return &Error{File: name, Line: line, Reason: "NUL byte: not a text file",
		Hint: "give a CSV file in UTF-8 (export a spreadsheet as CSV, unpack a compressed file)"}
}

// count asks for the memory of a text that is kept, and of a long line, which is put together once it ends.
func (s *textReader) count(b []byte) error {
	before, last := s.long, b
	if end := bytes.LastIndexByte(b, '\n'); end >= 0 {
		before, last, s.long, s.cells = 0, b[end+1:], 0, 0
	}
	s.long += len(last)
	if s.comma != 0 {
		s.cells += bytes.Count(last, []byte{s.comma})
	}
	// Whenever it has doubled.
	for at := longLine; at <= s.long; at *= 2 {
		if before < at {
			need := 2*int64(at) + memory.Product(s.cells, cellBytes)
			if err := s.meter.Ask.For(need, fmt.Sprintf("line %d", s.line)); err != nil {
				return err
			}
		}
	}
	return s.meter.Add(len(b))
}

// readWhole reads a text, and returns also what counts its memory.
//
// Errors: those of reading, with the name of the file.
func readWhole(r io.Reader, name string) ([]byte, *textReader, error) {
	checked, err := newTextReader(r, name)
	if err != nil {
		return nil, nil, fileError(name, "read", err)
	}
	text, err := readAll(checked, "its text", checked.meter.Ask, nil)
	if err != nil {
		return nil, nil, fileError(name, "read", err)
	}
	return text, checked, nil
}
