package table

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/parquetcheck"
)

const hintEncrypted = "write it without encryption, or as CSV, with a program that has the key"

const hintCodec = "write it with another compression, such as by to_parquet(FILE, compression=\"zstd\") of pandas"

const hintParquet = "write it again, such as by to_parquet of pandas, or as CSV"

// readParquet reads a Parquet file. Damaged bytes are an error, even where the library panics.
func readParquet(o *source, name string) (t *Table, err error) {
	s := &parquetStore{}
	t = &Table{Name: name, store: &s.columnar, native: Parquet, parquet: s}
	err = guarded(func() error {
		if err := s.read(o, t); err != nil {
			return err
		}
		s.count() // reads every cell
		return nil
	})
	switch {
	case refused(err) != nil:
		return nil, fileError(name, "read", err)
	case errors.Is(err, errEncrypted):
		return nil, &Error{File: name, Reason: "an encrypted Parquet file", Hint: hintEncrypted, Err: err}
	case errors.As(err, new(unknownCodec)):
		return nil, &Error{File: name, Reason: "a Parquet file that is " + err.Error(), Hint: hintCodec, Err: err}
	case err != nil:
		return nil, &Error{File: name, Reason: "not a Parquet file that can be read: " + oneLine(err.Error()),
			Hint: hintParquet, Err: err}
	case s.rows == 0:
		return nil, &Error{File: name, Reason: "no rows", Hint: "add the rows to be labelled"}
	}
	return t, t.checkColumns()
}

// parquetStore holds the columns of a Parquet file.
type parquetStore struct {
	columnar
	root   *parquet.Column
	schema []format.SchemaElement // the root and all below it, each before its parts
	pandas string                 // what pandas keeps of its columns
	stored []*parquetColumn       // all columns of values, in the order of the schema
}

func (s *parquetStore) read(o *source, t *Table) error {
	// Check the footer before the library reads it, then the pages that it lists.
	if err := parquetcheck.Footer(o, o.size); err != nil {
		return err
	}
	f, schema, err := openParquet(o)
	if err == nil {
		err = knownCodecs(f.Metadata().RowGroups)
	}
	if err != nil {
		return err
	}
	check := parquetcheck.Pages{From: o, Size: o.size}
	// The number of rows stands in the file: bound it by what the file could hold.
	if n := f.NumRows(); n < 0 || n > min(math.MaxInt32, check.Most()) {
		return fmt.Errorf("%d rows", n)
	}
	if err := check.All(f.Metadata().RowGroups); err != nil {
		return err
	}
	// The values of all pages are kept, also those of lists and those that are missing; a page is unpacked at a time.
	if err := o.ask.For(memory.Sum(check.Kept, check.Largest), "its values"); err != nil {
		return err
	}
	s.rows, s.root, s.schema, s.ask = int(f.NumRows()), f.Root(), schema, o.ask
	// Each field of the schema becomes a column, several, or none.
	for _, field := range s.root.Columns() {
		if err := s.add(t, f, field, place{name: field.Name()}); err != nil {
			return err
		}
	}
	s.pandas, _ = f.Lookup("pandas")
	t.markIndex(s.pandas)
	return nil
}

// place is the position of a column in the schema.
type place struct {
	name    string // the table's
	present int    // the definition level from which on its list has values; 0: it is in none
	lists   int    // how many it is in
	no      string // why it is no column of the table, such as in a map; empty: it may be one
}

const (
	noMap     = "a map, or a list of several values"
	noVariant = "values of any type (VARIANT), of which none is read"
)

// add reads the columns below a node of the schema.
func (s *parquetStore) add(t *Table, f *parquet.File, c *parquet.Column, p place) error {
	// One level deeper in lists. Beside other values in a list a column has no simple place.
	if c.Repeated() {
		p.lists++
		p.present = c.MaxDefinitionLevel()
		if len(c.Columns()) > 1 {
			p.no = cmp.Or(p.no, noMap)
		}
	}
	if c.Leaf() {
		return s.addColumn(t, f, c, p)
	}
	// Not a column but a group: a struct, a list or a map.
	logical := c.Type().LogicalType()
	switch {
	case logical != nil && logical.Variant != nil:
		p.no = cmp.Or(p.no, noVariant)
	case logical != nil && logical.Map != nil:
		p.no = cmp.Or(p.no, noMap)
	}
	// The parts of a struct are columns with the path as their name.
	if p.lists == 0 && p.no != noVariant && !(logical != nil && logical.List != nil) {
		for _, part := range c.Columns() {
			q := p
			if !part.Repeated() {
				q.name += "." + part.Name()
			}
			if err := s.add(t, f, part, q); err != nil {
				return err
			}
		}
		return nil
	}
	for _, part := range c.Columns() { // the names inside a list are always the same
		if err := s.add(t, f, part, p); err != nil {
			return err
		}
	}
	return nil
}

// addColumn reads a column of values, and adds the columns of the table that it becomes.
func (s *parquetStore) addColumn(t *Table, f *parquet.File, c *parquet.Column, p place) error {
	l := &parquetColumn{column: c, logical: c.Type().LogicalType(), present: p.present, rows: s.rows}
	l.describe(leaf(s.schema, c.Index()))
	// Every column is kept for writing, also those that become no column of the table.
	s.stored = append(s.stored, l)
	if err := l.read(f); err != nil {
		return fmt.Errorf("column %s: %w", quote(strings.Join(c.Path(), ".")), err)
	}
	if l.hex && p.no == "" {
		t.noteBinary(p.name)
	}
	switch {
	case p.no != "":
		t.leftOut(p.name, p.no)
	case p.lists > 1:
		t.leftOut(p.name, "lists of lists or the like")
	case p.lists == 1 && l.width < 1:
		t.leftOut(p.name, "lists of different lengths, or of none")
	case p.lists == 1:
		if err := s.ask.For(headerBytes(l.width), fmt.Sprintf("%d columns", l.width)); err != nil {
			return err
		}
		for k := range l.width {
			t.Header, s.columns = append(t.Header, p.name+"."+strconv.Itoa(k)), append(s.columns, parquetText{l, k})
		}
	default:
		t.Header, s.columns = append(t.Header, p.name), append(s.columns, parquetText{l, 0})
	}
	return nil
}
