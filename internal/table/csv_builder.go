package table

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/memory"
)

// readPlain reads a plain text in chunks. It returns nil if the text has quotes or anything is wrong with it.
func (o source) readPlain(name string, texts []string, d dialect) (*Table, error) {
	header, line, p, err := newPlain(o, texts)
	if err != nil || p == nil {
		return nil, fileError(name, "read", err)
	}
	p.name = name
	t := &Table{Name: name, Header: header, store: p}
	return t, t.nameColumns(line, d)
}

// readRecords reads record by record. It reads everything, and knows the line of each mistake.
func (o source) readRecords(name string, d dialect) (*Table, error) {
	checked, err := newTextReader(o.reader(), name)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	checked.line, checked.comma = checked.line+o.shift, d.comma
	b := builder{table: Table{Name: name, comma: d.comma, decimalComma: d.decimal == ','}, dialect: d,
		meter: &checked.meter}
	d.shift = o.shift
	if err = records(checked, name, d, b.add); err != nil {
		return nil, err
	}
	if err := b.complete(); err != nil {
		return nil, err
	}
	return &b.table, nil
}

// A builder collects records into a table.
type builder struct {
	table Table
	rows  rows
	dialect
	slab []string // cells not yet used by a row: one allocation serves many rows

	meter *memory.Meter // nil: nobody is asked

	unlisted []string // of ARFF: what attributes are in sparse rows that do not list them
	sparse   bool     // whether there are such rows
}

func (b *builder) add(line int, record []string) error {
	// The first record names the columns.
	if b.table.Header == nil {
		if b.meter != nil {
			if err := b.meter.Ask.For(headerBytes(len(record)), fmt.Sprintf("%d columns", len(record))); err != nil {
				return fileError(b.table.Name, "read", err)
			}
		}
		b.table.Header = append([]string{}, record...)
		return b.table.nameColumns(line, b.dialect)
	}
	if len(b.rows.cells) == 0 && isRule(record) {
		return &Error{File: b.table.Name, Line: line, Reason: reasonRule, Hint: hintRule}
	}
	const rows = 64
	// One allocation for the cells of 64 rows. The record itself is reused by its reader.
	if len(b.slab) < len(record) {
		b.slab = make([]string, rows*len(record))
		if b.meter != nil {
			// A cell is a pointer and a length, besides the text.
			if err := b.meter.Add(16 * len(b.slab)); err != nil {
				return fileError(b.table.Name, "read", err)
			}
		}
	}
	row := b.slab[:len(record):len(record)]
	b.slab = b.slab[len(record):]
	copy(row, record)
	b.rows.cells = append(b.rows.cells, row)
	b.rows.lines = append(b.rows.lines, line)
	return nil
}

const (
	reasonRule = "a rule below the header, not a row"
	hintRule   = "delete this line, and bars at both ends of the lines: a table in Markdown is no CSV file; " +
		"a database writes one by itself (psql --csv, mysql --batch)"
)

// unseen are characters that are not seen: byte order marks, blanks and joiners of width 0, marks of direction.
const unseen = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"

// isRule reports whether a record draws a line, as below the header of a table in Markdown.
func isRule(record []string) bool {
	drawn := false
	for _, cell := range record {
		if strings.Trim(cell, "-=: +") != "" {
			return false
		}
		drawn = drawn || strings.Contains(cell, "--") || strings.Contains(cell, "==")
	}
	return drawn
}

// complete checks that there was a header and a row, and gives the table its rows.
func (b *builder) complete() error {
	t := &b.table
	// The table takes over the rows that were collected.
	t.store, b.rows.decimalComma = &b.rows, t.decimalComma
	switch {
	case t.Header == nil:
		return &Error{File: t.Name, Reason: "empty file", Hint: "the first line must name the columns"}
	case len(b.rows.cells) > 0:
		b.rows.expandLists(t, b.dialect)
		b.rows.findFormats(t, b.dialect)
		return nil
	}
	return &Error{File: t.Name, Reason: "no rows after the header", Hint: "add the rows to be labelled, one a line"}
}

// nameColumns checks that the first record names columns, and renames those that have no name of their own.
func (t *Table) nameColumns(line int, d dialect) error {
	e, header := &Error{File: t.Name, Line: line}, t.Header
	// Byte order marks and other characters that are not seen are part of no name.
	for j, name := range header {
		header[j] = strings.Trim(name, unseen)
	}
	if separator := otherSeparator(header); separator != "" {
		e.Reason = "cells are separated by " + separator + ", not by commas"
		e.Hint = "save the file with commas between the cells"
		return e
	}
	// Databases draw tables with lines above and below them.
	if isRule(header) {
		e.Reason = "a line that is drawn, not a header"
		e.Hint = "let the database write CSV (psql --csv, mysql --batch), or delete the lines that are drawn"
		return e
	}
	if n := len(header); n > 2 && d.comma == '|' && isBlank(header[0]+header[n-1]) {
		e.Reason, e.Hint = "a table that is drawn, not a header", hintRule
		return e
	}
	if len(header) == 1 && strings.Contains(header[0], ",") && !strings.Contains(header[0], ", ") {
		e.Reason = "each line is one cell in quotes: " + quote(header[0])
		e.Hint = "take the quotes at both ends of the lines away, and one of each pair within"
		return e
	}
	// Names are never all numbers: the header is missing.
	if allNumbers(header) && !d.named {
		e.Reason = "looks like data, not a header: every cell is a number"
		e.Hint = "add a header line with the names of the columns, or use --no-header"
		return e
	}
	t.index = d.index && strings.TrimSpace(header[0]) == ""
	t.Notes = append(t.Notes, distinct(header, t.index)...)
	return checkNames(e, header)
}

// checkNames checks that names are neither empty nor repeated; it fills in e otherwise.
func checkNames(e *Error, header []string) error {
	first := make(map[string]int, len(header))
	for i, h := range header {
		// Spaces around a name do not tell columns apart.
		h = strings.TrimSpace(h)
		if h == "" {
			e.Reason = "column " + strconv.Itoa(i+1) + " has no name"
			e.Hint = "name every column, and end no header with a comma (pandas: to_csv(index=False)); " +
				"if the names stand further below, delete the lines above them"
			return e
		}
		if j, seen := first[h]; seen {
			e.Reason = "columns " + strconv.Itoa(j+1) + " and " + strconv.Itoa(i+1) + " are both named " + quote(h)
			e.Hint = "rename one of them"
			return e
		}
		first[h] = i
	}
	return nil
}

// otherSeparator names the separator of a file that seems not to use commas, or returns "".
func otherSeparator(header []string) string {
	switch {
	case len(header) > 1:
		return ""
	case strings.Contains(header[0], ";"):
		return "semicolons"
	case strings.Contains(header[0], "\t"):
		return "tabs"
	}
	return ""
}
