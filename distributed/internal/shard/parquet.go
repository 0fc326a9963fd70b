package shard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/parquetcheck"

	"github.com/propagate-go/propagate/distributed/internal/store"
)

// openParquet opens a Parquet file, whose columns are found by their names. The file is held in memory: cut large ones.
// The line of an error is the number of the row, from 1.
//
// Errors: a file that is damaged, one of the first two columns is not there.
func openParquet(ctx context.Context, name string, columns []string) (next rows, err error) {
	defer catch(&err)
	all, err := store.Read(ctx, name)
	if err != nil {
		return nil, err
	}
	// The footer is at the end, so the whole file is read first.
	f, err := checked(all)
	if err != nil {
		return nil, err
	}
	// Row groups that claim more rows than the file has are damaged, and would be read for long.
	rows := int64(0)
	for _, group := range f.RowGroups() {
		rows += group.NumRows()
	}
	if rows != f.NumRows() {
		return nil, errors.New("damaged: its numbers of rows do not fit together")
	}
	at, err := leaves(f.Schema(), columns)
	if err != nil {
		return nil, err
	}
	r := &parquetRows{groups: f.RowGroups(), place: make([]int, len(f.Schema().Columns())),
		buffer: make([]parquet.Row, 1024)}
	// From a column of the file to the cell that is made of it; 0 for none, else counted from 1.
	for _, column := range at {
		if column >= 0 {
			r.wanted++
			r.place[column] = r.wanted
		}
	}
	return r.next, nil
}

// checked opens a file whose lengths fit the bytes that there are, and whose pages fit into the memory of the machine:
// the library allocates what a file states.
func checked(all []byte) (*parquet.File, error) {
	from, size := bytes.NewReader(all), int64(len(all))
	if err := parquetcheck.Footer(from, size); err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(from, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	// Rows and pages, each no larger than packing makes possible.
	pages := parquetcheck.Pages{From: from, Size: size}
	if n := f.NumRows(); n < 0 || n > pages.Most() {
		return nil, parquetcheck.ErrDamaged
	}
	if err := pages.All(f.Metadata().RowGroups); err != nil {
		return nil, err
	}
	// A page is unpacked whole. Others may use the machine, too: at most half of what is free.
	free := memory.Available(os.DirFS("/"))
	if pages.Largest > free/2 {
		return nil, fmt.Errorf("one page has %s, and there is memory for %s: write smaller pages",
			memory.Bytes(pages.Largest), memory.Bytes(free/2))
	}
	return f, nil
}

// leaves returns where the columns are in a row of values, -1 for one that is not there.
func leaves(schema *parquet.Schema, columns []string) ([]int, error) {
	at := make([]int, len(columns))
	if len(columns) == 1 {
		return featureLeaves(schema, columns[0])
	}
	for k, column := range columns {
		// By the name, in any case; the path of a column within a group has more than one name.
		at[k] = -1
		for _, path := range schema.Columns() {
			leaf, ok := schema.Lookup(path...)
			// A list has many values a row: it is no column of numbers.
			if ok && len(path) == 1 && leaf.MaxRepetitionLevel == 0 && strings.EqualFold(path[0], column) {
				at[k] = leaf.ColumnIndex
			}
		}
		if at[k] < 0 && k < 2 {
			return nil, fmt.Errorf("no column %q", column)
		}
	}
	return at, nil
}

// featureLeaves returns the place of one column, and those of all others behind it.
func featureLeaves(schema *parquet.Schema, column string) ([]int, error) {
	all := schema.Columns()
	for i, path := range all {
		leaf, _ := schema.Lookup(path...)
		if leaf.MaxRepetitionLevel > 0 {
			return nil, fmt.Errorf("column %q is a list: give each feature a column", path[0])
		}
		if len(path) == 1 && strings.EqualFold(path[0], column) {
			return withOthers(i, len(all)), nil
		}
	}
	return nil, fmt.Errorf("no column %q", column)
}

// catch turns a panic of the library on damaged data into an error.
func catch(err *error) {
	// The library trusts the lengths that a file claims.
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("damaged: %v", fault)
	}
}

// parquetRows gives the rows of a file one after the other.
type parquetRows struct {
	groups []parquet.RowGroup // that are not begun
	in     parquet.Rows       // of the group that is read
	place  []int              // cell of each column, from 1; 0 for a column that is not wanted
	wanted int                // cells of a row
	buffer []parquet.Row
	ready  []parquet.Row // of the buffer, that are not given yet
	row    int
}

func (r *parquetRows) next() (cells []string, line int, err error) {
	defer catch(&err)
	for len(r.ready) == 0 {
		if err := r.fill(); err != nil {
			return nil, r.row, err
		}
	}
	// Values of a row come in the order of the file, and those of lists several to a column: each finds its cell.
	row := r.ready[0]
	r.ready, r.row = r.ready[1:], r.row+1
	cells = make([]string, r.wanted)
	for _, v := range row {
		if k := r.place[v.Column()]; k > 0 {
			cells[k-1] = cell(v)
		}
	}
	return cells, r.row, nil
}

// fill reads more rows of this group, or of the next.
func (r *parquetRows) fill() error {
	if r.in == nil {
		if len(r.groups) == 0 {
			return io.EOF
		}
		r.in, r.groups = r.groups[0].Rows(), r.groups[1:]
	}
	// The last rows of a group may come together with its end.
	n, err := r.in.ReadRows(r.buffer)
	r.ready = r.buffer[:n]
	if errors.Is(err, io.EOF) {
		err, r.in = errors.Join(r.in.Close()), nil
	}
	return err
}

// cell writes a value as a file of text would hold it.
func cell(v parquet.Value) string {
	switch {
	case v.IsNull():
		return ""
	case v.Kind() == parquet.Float:
		return strconv.FormatFloat(float64(v.Float()), 'f', -1, 64)
	case v.Kind() == parquet.Double:
		return strconv.FormatFloat(v.Double(), 'f', -1, 64)
	}
	return v.String()
}

// parquetLabel is a row of a result. Field names give the order of the columns.
type parquetLabel struct {
	Row        int64    `parquet:"row"`
	Predicted  *string  `parquet:"predicted,optional"`
	Confidence *float64 `parquet:"confidence,optional"`
	Status     string   `parquet:"status"`
}

// parquetScored has the scores too, in the order of the classes.
type parquetScored struct {
	Row        int64     `parquet:"row"`
	Predicted  *string   `parquet:"predicted,optional"`
	Confidence *float64  `parquet:"confidence,optional"`
	Status     string    `parquet:"status"`
	Scores     []float64 `parquet:"scores"`
}

// parquet returns the table as a Parquet file, which names the classes in its metadata.
func (t *Table) parquet() ([]byte, error) {
	// Scores are a list: their order has to be told.
	classes := parquet.KeyValueMetadata("classes", strings.Join(t.classes, "\n"))
	if t.scores {
		return written(t, classes, func(l Label) parquetScored {
			p := t.parquetRow(l)
			return parquetScored{p.Row, p.Predicted, p.Confidence, p.Status, l.Scores}
		})
	}
	return written(t, classes, t.parquetRow)
}

func (t *Table) parquetRow(l Label) parquetLabel {
	// What every row has.
	p := parquetLabel{Row: l.Row, Status: l.Status}
	// A row without a label has neither class nor confidence.
	if l.Class >= 0 {
		p.Predicted, p.Confidence = &t.classes[l.Class], &l.Confidence
	}
	return p
}

// written writes the lines as rows of a type.
func written[T any](t *Table, classes parquet.WriterOption, row func(Label) T) ([]byte, error) {
	var all bytes.Buffer
	// A whole file in memory: a block has few rows.
	w := parquet.NewGenericWriter[T](&all, parquet.Compression(&parquet.Snappy), classes)
	for _, l := range t.lines {
		if _, err := w.Write([]T{row(l)}); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return all.Bytes(), err
}

// parquetEdge is an edge in a file.
type parquetEdge struct {
	From   int64   `parquet:"from"`
	To     int64   `parquet:"to"`
	Weight float64 `parquet:"weight"`
}

func parquetEdges(edges []Edge) ([]byte, error) {
	var all bytes.Buffer
	w := parquet.NewGenericWriter[parquetEdge](&all, parquet.Compression(&parquet.Snappy))
	for _, e := range edges {
		if _, err := w.Write([]parquetEdge{{int64(e.From), int64(e.To), e.Weight}}); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return all.Bytes(), err
}
