package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// tableRow is the row of the table that a row of the graph is.
func (in *input) tableRow(row int) int {
	if in.rows == nil {
		return row
	}
	return in.rows[row]
}

// rowHeader names the cells that rowCells gives.
func (j *job) rowHeader() []string {
	if j.in.ids == nil {
		return []string{"line"}
	}
	return []string{"line", "id"}
}

// rowCells says which row it is: on which line, and the id if there is one.
func (j *job) rowCells(row int) []string {
	return j.tableRowCells(j.in.tableRow(row))
}

func (j *job) tableRowCells(row int) []string {
	line := j.table.Place(row)
	if j.in.ids == nil {
		return []string{line}
	}
	return []string{line, j.in.ids[row]}
}

// rowName is the id of a row, or else its line.
func (j *job) rowName(row int) string {
	row = j.in.tableRow(row)
	if j.in.ids == nil {
		return j.table.Place(row)
	}
	return strings.TrimSpace(j.in.ids[row])
}

// findRow returns the row of the graph that has that name.
func (j *job) findRow(name string) (int, error) {
	row, err := j.findTableRow(name)
	if err != nil || j.in.rows == nil {
		return row, err
	}
	node, found := slices.BinarySearch(j.in.rows, row)
	if !found {
		return 0, &table.Error{File: j.table.File(row), Line: j.table.Line(row), Reason: "the row was dropped: a value is missing", Hint: "say --missing median, which fills it in"}
	}
	return node, nil
}

func (j *job) findTableRow(name string) (int, error) {
	if j.in.ids != nil {
		return j.findID(strings.TrimSpace(name))
	}
	file, number := "", name
	if files := j.table.Files(); len(files) > 1 {
		at := strings.LastIndexByte(name, ':')
		if at < 0 || !slices.Contains(files, name[:at]) {
			return 0, usagef("a row of several files is named by file and line, such as "+j.table.Place(0), "--row %q: names none of the files", name)
		}
		file, number = name[:at], name[at+1:]
	}
	line, err := strconv.Atoi(number)
	if err != nil {
		return 0, usagef("a row is named by its line in the file, or with --id by its cell in that column", "--row %q: not a line number", name)
	}
	return j.rowOn(file, line)
}

// rowOn returns the row that begins on a line of a file.
func (j *job) rowOn(file string, line int) (int, error) {
	row, found := j.table.Row(file, line)
	if found {
		return row, nil
	}
	e := &table.Error{File: file, Line: line, Reason: "no row begins on that line", Hint: "--only writes the lines of all rows"}
	if file == "" {
		e.File = j.table.Name
		e.Hint = fmt.Sprintf("rows begin on lines %d to %d", j.table.Line(0), j.table.Line(j.table.Len()-1))
	}
	return 0, e
}

func (j *job) findID(id string) (int, error) {
	found := -1
	for i, cell := range j.in.ids {
		if strings.TrimSpace(cell) != id {
			continue
		}
		if found >= 0 {
			return 0, &table.Error{File: j.table.File(i), Line: j.table.Line(i), Column: j.id, Reason: fmt.Sprintf("%q is on line %s too", id, j.table.Place(found)),
				Hint: "leave --id out and name the row by its line"}
		}
		found = i
	}
	if found < 0 {
		return 0, &table.Error{File: j.table.Name, Column: j.id, Reason: fmt.Sprintf("no row has the id %q", id), Hint: "leave --id out to name the row by its line"}
	}
	return found, nil
}

// className names a class, empty for none.
func (j *job) className(class int) string {
	if class < 0 {
		return ""
	}
	return j.in.classes[class]
}

// six writes a number with six digits.
func six(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
