// Package table reads and writes the tables of the command line.
//
// A [Table] is the text of a CSV file or its like, cell by cell, with the line each row came from, so that
// every error can say where it is: `data.csv:17: column "age": "abc" is not a number`. Numbers
// are read from it on demand ([Table.Floats]); its cells are never changed, and [Table.Write]
// gives back the same rows with new columns at the end.
package table

import "strings"

// A Table is a CSV file: a header and at least one row, all of the same number of cells.
// The cells of a plain file, one without quotes, are read from it again when they are asked
// for: it must not change as long as the table is in use.
type Table struct {
	Name   string   // of the file, as error messages call it
	Header []string // column names, distinct and not empty

	plain *plain     // or nil, and then
	rows  [][]string // cells as written, without the quotes of CSV
	lines []int      // of each row: the line of the file it begins on, counted from 1

	comma        byte    // what separates cells; 0: a comma
	arrays       *arrays // instead of rows, if the file was one of NumPy
	decimalComma bool    // 2,5 is a number

	sparse  *Sparse  // the features, if the file was one of sparse rows
	objects []string // the rows as they were read, if the file was one of JSON lines
}

// Len returns the number of rows.
func (t *Table) Len() int {
	if t.plain != nil {
		return t.plain.rows
	}
	if t.arrays != nil {
		return t.arrays.rows
	}
	return len(t.rows)
}

// Line returns the line of the file on which a row begins, counted from 1; where there are no
// lines, the number of the row.
func (t *Table) Line(row int) int {
	if t.plain != nil {
		return t.plain.line(row)
	}
	if t.arrays != nil {
		return row + 1
	}
	return t.lines[row]
}

// Strings returns the cells of a column, untouched. The error is that of reading the file.
func (t *Table) Strings(col int) ([]string, error) {
	if t.plain != nil {
		cells, err := t.plain.strings(col)
		return cells, fileError(t.Name, "read", err)
	}
	if t.arrays != nil {
		return t.arrays.strings(col), nil
	}
	cells := make([]string, len(t.rows))
	for i, row := range t.rows {
		cells[i] = row[col]
	}
	return cells, nil
}

// Pick returns a table of some of the rows, in the given order; their lines stay. The error
// is that of reading the file.
func (t *Table) Pick(rows []int) (*Table, error) {
	all, err := t.records()
	if err != nil {
		return nil, err
	}
	some := &Table{Name: t.Name, Header: t.Header}
	for _, i := range rows {
		some.rows = append(some.rows, all[i])
		some.lines = append(some.lines, t.Line(i))
	}
	return some, nil
}

// records returns the cells of all rows.
func (t *Table) records() ([][]string, error) {
	if t.arrays != nil {
		rows := make([][]string, t.arrays.rows)
		for i := range rows {
			rows[i] = t.arrays.row(i)
		}
		return rows, nil
	}
	if t.plain == nil {
		return t.rows, nil
	}
	rows := make([][]string, t.plain.rows)
	err := t.plain.eachRow(func(_, row int, cells [][]byte) error {
		rows[row] = texts(cells)
		return nil
	})
	return rows, fileError(t.Name, "read", err)
}

func texts(cells [][]byte) []string {
	all := make([]string, len(cells))
	for i, cell := range cells {
		all[i] = string(cell)
	}
	return all
}

// Close closes the file, after which only numbers and texts already read can be asked for.
func (t *Table) Close() error {
	if t.plain != nil {
		return t.plain.origin.close()
	}
	return nil
}

// Column returns the position of a named column; spaces around a name do not count. The error
// for an unknown name suggests the nearest one and its hint lists what there is.
func (t *Table) Column(name string) (int, error) {
	want := strings.TrimSpace(name)
	for i, h := range t.Header {
		if strings.TrimSpace(h) == want {
			return i, nil
		}
	}
	reason := "no such column"
	if near := NearestOrPart(name, t.Header); near != "" {
		reason += ", did you mean " + quote(near) + "?"
	}
	return 0, &Error{File: t.Name, Column: name, Reason: reason, Hint: "the columns are " + list(t.Header)}
}

// list joins names for a message, leaving out the middle of a long list.
func list(names []string) string {
	const most, ends = 16, 6
	if len(names) > most {
		head := strings.Join(names[:ends], ", ")
		tail := strings.Join(names[len(names)-ends:], ", ")
		return oneLine(head + ", ..., " + tail)
	}
	return oneLine(strings.Join(names, ", "))
}
