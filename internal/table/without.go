package table

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Without returns the table without some of its columns, by position. It is written without them, too. Closing it
// closes t. Columns of Parquet and Arrow are then written by their values, not with the types that they had.
//
// Errors: those of a JSON object that cannot be read again.
func (t *Table) Without(cols ...int) (*Table, error) {
	s := &selected{of: t}
	some := *t
	some.Header = nil
	for j, name := range t.Header {
		if !slices.Contains(cols, j) {
			s.cols = append(s.cols, j)
			some.Header = append(some.Header, name)
		}
	}
	some.store, some.arrow, some.parquet, some.objects = s, nil, nil, nil
	some.index = t.index && !slices.Contains(cols, 0)
	// Members of objects have the names of their columns.
	for _, object := range t.objects {
		rest, err := withoutMembers(object, chosen(t.Header, cols))
		if err != nil {
			return nil, &Error{File: t.Name, Err: err,
				Reason: "an object cannot be read again: " + oneLine(err.Error())}
		}
		some.objects = append(some.objects, rest)
	}
	return &some, nil
}

// withoutMembers takes members out of the text of an object, and leaves the others as they are written.
func withoutMembers(object string, names []string) (string, error) {
	d := json.NewDecoder(strings.NewReader(object))
	if _, err := d.Token(); err != nil {
		return "", err
	}
	var kept []string
	for d.More() {
		// A member reaches from its name to the end of its value.
		begin := d.InputOffset()
		name, err := d.Token()
		if err != nil {
			return "", err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return "", err
		}
		if text, _ := name.(string); !slices.Contains(names, text) {
			member := bytes.TrimLeft([]byte(object)[begin:d.InputOffset()], ", \t\r\n")
			kept = append(kept, string(member))
		}
	}
	return "{" + strings.Join(kept, ", ") + "}", nil
}

// selected is a store with some of the columns of a table.
type selected struct {
	of   *Table
	cols []int // of the table, rising
}

func (s *selected) len() int            { return s.of.Len() }
func (s *selected) file(row int) string { return s.of.store.file(row) }
func (s *selected) line(row int) int    { return s.of.Line(row) }
func (s *selected) close() error        { return s.of.Close() }

func (s *selected) strings(cols []int) ([][]string, error) {
	return s.of.store.strings(chosen(s.cols, cols))
}

func (s *selected) records() ([][]string, error) {
	all, err := s.of.store.records()
	some := make([][]string, len(all))
	for i, cells := range all {
		some[i] = chosen(cells, s.cols)
	}
	return some, err
}

func (s *selected) floats(cols []int, w wish, where func(row, col int, problem *Error) error) (*numbers, error) {
	return s.of.store.floats(chosen(s.cols, cols), w, func(row, col int, problem *Error) error {
		return where(row, slices.Index(s.cols, col), problem)
	})
}

func (s *selected) count() (filled, numbers []int) {
	filled, numbers = s.of.store.count()
	return chosen(filled, s.cols), chosen(numbers, s.cols)
}

func (s *selected) each(f func(i int, line []byte, cells []string) error) error {
	return s.of.store.each(func(i int, line []byte, cells []string) error {
		// The line holds the columns that are left out, too.
		if line != nil {
			cells = texts(split(line, nil))
		}
		return f(i, nil, chosen(cells, s.cols))
	})
}
