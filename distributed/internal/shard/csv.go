package shard

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/distributed/internal/store"
)

// rows gives the cells of the next row and its line, and io.EOF after the last.
type rows func() (cells []string, line int, err error)

// open opens a file: Parquet by its name, else a file of comma-separated values or, by its first lines, of values
// separated by tabs or semicolons; .gz is unpacked. A first row that names a column is a header; without one the
// columns stand in this order.
func open(ctx context.Context, name string, columns []string) (rows, func(), error) {
	if strings.HasSuffix(name, ".parquet") {
		next, err := openParquet(ctx, name, columns)
		return next, func() {}, err
	}
	file, err := store.Open(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = file.Close() }
	var in io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			done()
			return nil, nil, err
		}
	}
	next, err := separated(in, columns)
	if err != nil {
		done()
		return nil, nil, err
	}
	return next, done, nil
}

// mark is the byte order mark that some programs put before a text.
const mark = "\ufeff"

// separated reads rows of cells.
func separated(in io.Reader, columns []string) (rows, error) {
	// The separator is read off the first line, without consuming it.
	buffered := bufio.NewReaderSize(in, 1<<20)
	if start, _ := buffered.Peek(len(mark)); string(start) == mark {
		_, _ = buffered.Discard(len(mark))
	}
	r := csv.NewReader(buffered)
	r.Comma, r.Comment, r.ReuseRecord, r.FieldsPerRecord = separator(buffered), '#', true, -1
	first, err := r.Read()
	if errors.Is(err, io.EOF) {
		return func() ([]string, int, error) { return nil, 0, io.EOF }, nil
	}
	if err != nil {
		return nil, err
	}
	// The first row is a header or data.
	at, err := header(first, columns)
	if err != nil {
		return nil, err
	}
	if at != nil {
		// A row with fewer cells was cut off, and one with more may have commas within its numbers.
		r.FieldsPerRecord = len(first)
		return func() ([]string, int, error) {
			cells, line, err := read(r)
			if err == nil {
				cells = chosen(cells, at)
			}
			return cells, line, err
		}, nil
	}
	// The first row is data.
	line, _ := r.FieldPos(0)
	pending := true
	return func() ([]string, int, error) {
		if pending {
			pending = false
			return first, line, nil
		}
		return read(r)
	}, nil
}

func read(r *csv.Reader) ([]string, int, error) {
	// A parse error knows its line; the reader does for all other rows.
	cells, err := r.Read()
	var bad *csv.ParseError
	switch {
	case errors.As(err, &bad) && errors.Is(err, csv.ErrFieldCount):
		return nil, bad.Line, fmt.Errorf("%d cells, and %d in the header", len(cells), r.FieldsPerRecord)
	case bad != nil:
		return nil, bad.Line, bad.Err
	}
	if err != nil {
		return nil, 0, err
	}
	line, _ := r.FieldPos(0)
	return cells, line, nil
}

// separator returns the first of comma, tab, semicolon and space in the first line that is no comment.
func separator(in *bufio.Reader) rune {
	// The first line that is no comment decides.
	start, _ := in.Peek(1 << 16)
	for line := range strings.SplitSeq(string(start), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		for _, c := range ",\t; " {
			if strings.ContainsRune(line, c) {
				return c
			}
		}
		break
	}
	return ','
}

// header returns where the columns are in a first row, nil if that row is data: if no cell is the name of a column. A
// column that is not there has the place -1.
//
// Errors: one of the first two columns is not there.
func header(first, columns []string) ([]int, error) {
	// Names in any order and of any case; other columns are passed over.
	at := make([]int, len(columns))
	known := 0
	for k, column := range columns {
		at[k] = slices.IndexFunc(first, func(name string) bool {
			return strings.EqualFold(strings.TrimSpace(name), column)
		})
		if at[k] >= 0 {
			known++
		}
	}
	if known == 0 {
		return nil, nil
	}
	// Features have any names.
	if len(columns) == 1 {
		return withOthers(at[0], len(first)), nil
	}
	for k, column := range columns[:2] {
		if at[k] < 0 {
			return nil, fmt.Errorf("no column %q beside %s", column, strings.Join(first, ", "))
		}
	}
	return at, nil
}

// chosen returns the cells at some places, passing over the place -1.
func chosen(cells []string, at []int) []string {
	some := make([]string, 0, len(at))
	for _, i := range at {
		if i >= 0 {
			some = append(some, cells[i])
		}
	}
	return some
}
