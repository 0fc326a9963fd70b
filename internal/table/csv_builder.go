package table

import (
	"strconv"
	"strings"
)

// read reads a plain text in chunks, any other record by record, which finds what is wrong.
func (o source) read(name string, texts []string) (*Table, error) {
	// First try the fast way. It gives nil if the text has quotes or anything is wrong with it.
	header, line, p, err := newPlain(o, texts)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	if p != nil {
		if err := checkHeader(name, line, header); err != nil {
			return nil, err
		}
		p.name = name
		return &Table{Name: name, Header: header, store: p}, nil
	}
	// The slow way reads everything, and knows the line of each mistake.
	return o.readRecords(name, dialect{comma: ','})
}

// readRecords reads record by record.
func (o source) readRecords(name string, d dialect) (*Table, error) {
	checked, err := newTextReader(o.reader(), name)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	b := builder{table: Table{Name: name, comma: d.comma, decimalComma: d.decimal == ','}}
	if err := records(checked, name, d, b.add); err != nil {
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
	slab  []string // cells not yet used by a row: one allocation serves many rows
}

func (b *builder) add(line int, record []string) error {
	// The first record names the columns.
	if b.table.Header == nil {
		b.table.Header = append([]string{}, record...)
		// A second byte order mark is part of no name.
		b.table.Header[0] = strings.TrimLeft(record[0], bom)
		return checkHeader(b.table.Name, line, b.table.Header)
	}
	const rows = 64
	// One allocation for the cells of 64 rows. The record itself is reused by its reader.
	if len(b.slab) < len(record) {
		b.slab = make([]string, rows*len(record))
	}
	row := b.slab[:len(record):len(record)]
	b.slab = b.slab[len(record):]
	copy(row, record)
	b.rows.cells = append(b.rows.cells, row)
	b.rows.lines = append(b.rows.lines, line)
	return nil
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
		return nil
	case strings.Contains(strings.Join(t.Header, ""), "\r"):
		return &Error{File: t.Name, Reason: "lines end in CR alone", Hint: "save the file with LF or CRLF line ends"}
	}
	return &Error{File: t.Name, Reason: "no rows after the header", Hint: "add the rows to be labelled, one a line"}
}

// checkHeader checks that the first record names columns.
func checkHeader(name string, line int, header []string) error {
	e := &Error{File: name, Line: line}
	if separator := otherSeparator(header); separator != "" {
		e.Reason = "cells are separated by " + separator + ", not by commas"
		e.Hint = "save the file with commas between the cells"
		return e
	}
	// Names are never all numbers: the header is missing.
	if allNumbers(header) {
		e.Reason = "looks like data, not a header: every cell is a number"
		e.Hint = "add a header line with the names of the columns"
		return e
	}
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
			e.Hint = "name every column, and end no header with a comma (pandas: to_csv(index=False))"
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
