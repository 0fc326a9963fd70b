package table

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Added is a column that [Table.Write] appends: one value a row, in the order of the rows.
type Added struct {
	Name   string
	Values []string
}

// Write writes the table as CSV: the same rows in the same order, every cell as it was read,
// and the added columns at the end. Quotes are used where needed only, lines end in LF, and
// what [Read] reads back is equal. An added name the table already has is an error.
func (t *Table) Write(w io.Writer, added ...Added) error {
	header, err := t.extend(added)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriterSize(w, 64<<10)
	c := csv.NewWriter(buffer)
	record := make([]string, 0, len(header))
	if err := c.Write(header); err != nil {
		return err
	}
	for i, row := range t.Rows {
		record = append(record[:0], row...)
		for _, a := range added {
			record = append(record, a.Values[i])
		}
		if err := writeRecord(c, buffer, record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// writeRecord writes a record to c, which keeps its text in buffer (see bufio.NewWriterSize). A
// lone empty cell, for which csv.Writer would write a blank line, gets quotes.
func writeRecord(c *csv.Writer, buffer *bufio.Writer, record []string) error {
	if len(record) > 1 || record[0] != "" {
		return c.Write(record)
	}
	_, err := buffer.WriteString("\"\"\n")
	return err
}

// extend returns the header with the added names.
func (t *Table) extend(added []Added) ([]string, error) {
	header := append([]string{}, t.Header...)
	for _, a := range added {
		if len(a.Values) != len(t.Rows) {
			return nil, fmt.Errorf("table: added column %q has %d values for %d rows", a.Name, len(a.Values), len(t.Rows))
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
