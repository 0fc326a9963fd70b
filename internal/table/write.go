package table

import (
	"fmt"
	"io"
	"strings"
)

// Added is a column that [Table.Write] appends: one value a row, in the order of the rows.
type Added struct {
	Name   string
	Values []string
	Type   Type // in formats that have types
}

// Type is the type of an added column in a format that has types.
type Type int

const (
	ByValues Type = iota // as the values look
	Text                 // texts, even if all values are numbers
	Real                 // 64-bit numbers, even if all values are whole
)

// Write writes the table as CSV, separated by commas: the same rows in the same order, every cell as it was read,
// and the added columns at the end. Quotes are used where needed only, lines end as those of the text that was read,
// and what [Read] reads back is equal. An added name the table already has is an error.
func (t *Table) Write(w io.Writer, added ...Added) error {
	// Check the added columns before anything is written.
	header, err := t.extend(added)
	if err != nil {
		return err
	}
	added = t.withDecimals(added)
	out := t.textWriter(w, CSV)
	if err := out.header(t.written(header)); err != nil {
		return err
	}
	end := make([]string, len(added))
	err = t.store.each(func(i int, line []byte, cells []string) error {
		for k, a := range added {
			end[k] = a.Values[i]
		}
		// The line stands in the file as csv.Writer would write it: copy it and add the new cells.
		if line != nil && !t.writes.safe && safe(end) {
			return out.line(line, end)
		}
		if line != nil {
			// Some cell needs quotes: write the record cell by cell.
			cells = texts(split(line, nil))
		}
		return out.record(append(cells[:len(cells):len(cells)], end...))
	})
	if err != nil {
		return err
	}
	return out.close()
}

// written returns the names of columns as they stand in a text: an index has none.
func (t *Table) written(header []string) []string {
	if t.index {
		header = append([]string{""}, header[1:]...)
	}
	return header
}

// safe reports whether csv.Writer writes all of the cells without quotes.
func safe(cells []string) bool {
	for _, cell := range cells {
		// The rules of csv.Writer for quotes.
		if cell == "" {
			continue
		}
		if cell[0] <= ' ' || cell[0] >= 0x80 || cell[0] == '\\' || strings.ContainsAny(cell, "\",\r\n") {
			return false
		}
	}
	return true
}

// extend returns the header with the added names.
func (t *Table) extend(added []Added) ([]string, error) {
	header := append([]string{}, t.Header...)
	for _, a := range added {
		// A wrong length is a mistake of the caller, not of a file.
		if len(a.Values) != t.Len() {
			return nil, fmt.Errorf("table: added column %q has %d values for %d rows", a.Name, len(a.Values), t.Len())
		}
		for _, h := range header {
			if strings.TrimSpace(h) == strings.TrimSpace(a.Name) {
				return nil, &Error{File: t.Name, Column: a.Name, Reason: "in the table already, so it cannot be added",
					Hint: "rename or remove that column of the input"}
			}
		}
		header = append(header, a.Name)
	}
	return header, nil
}
