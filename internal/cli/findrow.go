package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
)

// findRow returns the row of the problem that --row names.
func findRow(d *dataset.Data, name string) (int, error) {
	// The row of the table, then its place among the rows that take part.
	row, err := findTableRow(d, name)
	if err != nil || d.Rows == nil {
		return row, err
	}
	// The rows that take part are in rising order.
	found, ok := slices.BinarySearch(d.Rows, row)
	if !ok {
		return 0, &table.Error{File: d.Table.File(row), Line: d.Table.Line(row),
			Reason: "the row was dropped: a value is missing",
			Hint:   "use --missing median, which fills it in"}
	}
	return found, nil
}

// findTableRow finds a row by its id, or else by its line.
func findTableRow(d *dataset.Data, name string) (int, error) {
	// With an id column, rows are named by it alone: a number may be an id.
	if d.IDs != nil {
		return findID(d, strings.TrimSpace(name))
	}
	file, number := "", name
	// With several files, a line number needs the file. A name may hold colons, so the last one
	// counts.
	if files := d.Table.Files(); len(files) > 1 {
		at := strings.LastIndexByte(name, ':')
		if at < 0 || !slices.Contains(files, name[:at]) {
			return 0, usagef("a row of several files is named by file and line, such as "+d.Table.Place(0),
				"--row %q: names none of the files", name)
		}
		file, number = name[:at], name[at+1:]
	}
	// One file: the line on which the row begins.
	line, err := strconv.Atoi(number)
	if err != nil {
		return 0, usagef("a row is named by its line in the file, or with --id by its cell in that column",
			"--row %q: not a line number", name)
	}
	return rowOn(d.Table, file, line)
}

// rowOn returns the row that begins on a line of a file.
func rowOn(t *table.Table, file string, line int) (int, error) {
	// A row may span several lines, and there are lines between rows.
	row, found := t.Row(file, line)
	if found {
		return row, nil
	}
	e := &table.Error{File: file, Line: line, Reason: "no row begins on that line",
		Hint: "propagate --labels-only writes the lines of all rows"}
	if file == "" {
		e.File = t.Name
		e.Hint = fmt.Sprintf("rows begin on lines %d to %d", t.Line(0), t.Line(t.Len()-1))
	}
	return 0, e
}

func findID(d *dataset.Data, id string) (int, error) {
	t, column := d.Table, d.Table.Header[d.Columns.ID]
	// Look through all rows: an id that stands twice names none.
	found := -1
	for i, cell := range d.IDs {
		if strings.TrimSpace(cell) != id {
			continue
		}
		if found >= 0 {
			return 0, &table.Error{File: t.File(i), Line: t.Line(i), Column: column,
				Reason: fmt.Sprintf("%q is on line %s too", id, t.Place(found)),
				Hint:   "leave --id out and name the row by its line"}
		}
		found = i
	}
	if found < 0 {
		return 0, &table.Error{File: t.Name, Column: column, Reason: fmt.Sprintf("no row has the id %q", id),
			Hint: "leave --id out to name the row by its line"}
	}
	return found, nil
}
