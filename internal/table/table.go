// Package table reads and writes the tables of the command line.
//
// A [Table] is the cells of a file with the line of each row, so that every error names a place:
// `data.csv:17: column "age": "abc" is not a number`. Numbers are read on demand ([Table.Floats]). Cells are never
// changed, and [Table.Write] writes the same rows with new columns at the end.
//
// The names of files tell the format: csv_*.go, arrow_*.go, parquet_*.go, numpy_*.go, json.go, svmlight.go. All
// formats are behind the interface store, in table.go. Reading begins in reading.go, writing in write.go (CSV) and
// format.go (others).
package table

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/spell"
)

// A Table is a CSV file: a header and at least one row, all of the same number of cells.
// The cells of a plain file, one without quotes, are read from it again when they are asked
// for: it must not change as long as the table is in use.
type Table struct {
	Name   string   // of the file, as error messages call it
	Header []string // column names, distinct and not empty
	Size   int64    // of the file, in bytes, packed as it is

	Notes   []string // how the file was read where that is not as a reader expects
	LeftOut []string // columns of types that no cell can hold, and why; they are not written in other formats

	store        store
	hint         string        // on a column that is not there, ended by a semicolon
	native       Format        // what [Same] means; Same: text with the separator comma
	comma        byte          // what separates cells; 0: a comma
	decimalComma bool          // 2,5 is a number
	sparse       *Sparse       // the features, if the file was one of sparse rows
	arrow        *arrowStore   // the store, if the file was one of Arrow
	parquet      *parquetStore // likewise, of Parquet
	writes       textStyle
	array        bool // the objects stood in an array
	asked        wishes
	index        bool     // the first column had no name
	indexes      []string // columns that are an index of pandas
	numbered     bool     // rows have no names but their numbers
	objects      []string // the rows as they were read, if the file was one of JSON lines
}

// wishes is what was asked for of the values of features.
type wishes struct {
	missing []string // those that mean that there is none
	float32 bool     // numbers are rounded to float32
	room    *room    // where numbers are; nil: in memory
}

// store holds the cells of a table, by rows or by columns, in memory or in the file. Its errors are those of reading
// the file.
type store interface {
	len() int
	file(row int) string // the file of a row; empty: the table's
	line(row int) int    // in the file, from 1; where there are no lines, the number of the row

	strings(cols []int) ([][]string, error) // of each column its cells
	records() ([][]string, error)           // all cells, by row

	// floats returns columns as numbers. For a cell without a finite one it calls where, whose
	// error ends it; nil stands for a missing value, NaN. Where numbers are to be rounded, those beyond the range of
	// float32 are infinite.
	floats(cols []int, w wish, where func(row, col int, problem *Error) error) (*numbers, error)

	// count returns, for each column, how many cells are not empty, and how many of those are numbers.
	count() (filled, numbers []int)

	// codes is of [Table.MayBeCodes].
	codes() []bool

	// each calls f with every row in turn: the line, where it can be written as it is, or else the cells.
	each(f func(i int, line []byte, cells []string) error) error

	close() error
}

// Len returns the number of rows.
func (t *Table) Len() int { return t.store.len() }

// Line returns the line of the file on which a row begins, counted from 1; where there are no
// lines, the number of the row.
func (t *Table) Line(row int) int { return t.store.line(row) }

// File returns the file of a row.
func (t *Table) File(row int) string {
	if name := t.store.file(row); name != "" {
		return name
	}
	return t.Name
}

// Place names a row: by its line, or, if the table was read from several files, as FILE:LINE.
func (t *Table) Place(row int) string {
	line := strconv.Itoa(t.Line(row))
	if name := t.store.file(row); name != "" {
		return name + ":" + line
	}
	return line
}

// Strings returns the cells of a column, untouched. The error is that of reading the file.
func (t *Table) Strings(col int) ([]string, error) {
	all, err := t.StringsOf([]int{col})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// StringsOf is Strings of several columns. A plain file is read once for all of them.
func (t *Table) StringsOf(cols []int) ([][]string, error) {
	all, err := t.store.strings(cols)
	return all, fileError(t.Name, "read", err)
}

// Pick returns a table of some of the rows, in the given order; their lines stay. The error
// is that of reading the file.
func (t *Table) Pick(picked []int) (*Table, error) {
	// The cells are copied into a store of their own: the file is no longer needed.
	all, err := t.store.records()
	if err != nil {
		return nil, fileError(t.Name, "read", err)
	}
	some := &rows{decimalComma: t.decimalComma}
	if from, ok := t.store.(*rows); ok {
		some.formats = from.formats
	}
	for _, i := range picked {
		some.cells = append(some.cells, all[i])
		some.lines = append(some.lines, t.Line(i))
		some.files = append(some.files, t.store.file(i))
	}
	return &Table{Name: t.Name, Header: t.Header, store: some, decimalComma: t.decimalComma,
		asked: wishes{t.asked.missing, t.asked.float32, nil}}, nil
}

func texts(cells [][]byte) []string {
	all := make([]string, len(cells))
	for i, cell := range cells {
		all[i] = string(cell)
	}
	return all
}

// IsIndex reports whether a column is the first of a text and had no name, as an index of pandas or R has none, or is
// said to be one in a file of Parquet or Arrow.
func (t *Table) IsIndex(col int) bool {
	return t.index && col == 0 || slices.Contains(t.indexes, t.Header[col])
}

// IsNumbered reports whether rows have no names but their numbers, as those of NumPy arrays and SVMlight files.
func (t *Table) IsNumbered() bool { return t.numbered || t.sparse != nil }

// Numbered returns a table of n rows without features: a column has their numbers, from 0 on.
func (how Reading) Numbered(n int, name, column string) *Table {
	numbers := make([]string, n)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i)
	}
	t := how.Named(numbers, name, column)
	t.numbered = true
	return t
}

// Named returns a table of rows without features: a column has their names.
func (how Reading) Named(names []string, name, column string) *Table {
	r := &rows{}
	for i, row := range names {
		r.cells, r.lines = append(r.cells, []string{row}), append(r.lines, i+1)
	}
	return &Table{Name: name, Header: []string{column}, store: r, writes: textStyle{safe: how.Safe}}
}

// Close closes the file, after which only numbers and texts already read can be asked for.
func (t *Table) Close() error { return errors.Join(t.store.close(), t.asked.room.close()) }

// Column returns the position of a named column; spaces around a name do not count. The error
// for an unknown name suggests the nearest one and its hint lists what there is.
func (t *Table) Column(name string) (int, error) {
	if i := t.Find(name); i >= 0 {
		return i, nil
	}
	reason := "no such column"
	// A misspelled name gets a suggestion, and the hint lists what there is.
	if near := spell.NearestOrPart(name, t.Header); near != "" {
		reason += ", did you mean " + quote(near) + "?"
	}
	return 0, &Error{File: t.Name, Column: name, Reason: reason, Hint: t.hint + namesListed(t.Header)}
}

// namesListed lists the columns for a hint.
func namesListed(header []string) string {
	if len(header) == 0 {
		return "there are no columns"
	}
	return "the columns are " + list(header)
}

// Find returns the position of a named column, -1 if there is none.
func (t *Table) Find(name string) int {
	want := strings.TrimSpace(name)
	for i, h := range t.Header {
		if strings.TrimSpace(h) == want {
			return i
		}
	}
	return -1
}

// list joins names for a message, without the middle of a long list.
func list(names []string) string {
	const most, ends = 16, 6
	if len(names) > most {
		// The ends of a long list are enough to recognise it.
		head := strings.Join(names[:ends], ", ")
		tail := strings.Join(names[len(names)-ends:], ", ")
		return oneLine(head + ", ..., " + tail)
	}
	return oneLine(strings.Join(names, ", "))
}
