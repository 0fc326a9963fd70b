package cli

import (
	"fmt"
	"slices"
	"sort"
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
	line := strconv.Itoa(j.table.Line(row))
	if j.in.ids == nil {
		return []string{line}
	}
	return []string{line, j.in.ids[row]}
}

// rowName is the id of a row, or else its line.
func (j *job) rowName(row int) string {
	row = j.in.tableRow(row)
	if j.in.ids == nil {
		return strconv.Itoa(j.table.Line(row))
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
		return 0, &table.Error{File: j.table.Name, Line: j.table.Line(row), Reason: "the row was dropped: a value is missing", Hint: "say --missing median, which fills it in"}
	}
	return node, nil
}

func (j *job) findTableRow(name string) (int, error) {
	if j.in.ids != nil {
		return j.findID(strings.TrimSpace(name))
	}
	line, err := strconv.Atoi(name)
	if err != nil {
		return 0, usagef("a row is named by its line in the file, or with --id by its cell in that column", "--row %q: not a line number", name)
	}
	n := j.table.Len()
	row := sort.Search(n, func(i int) bool { return j.table.Line(i) >= line })
	if row == n || j.table.Line(row) != line {
		return 0, &table.Error{File: j.table.Name, Line: line, Reason: "no row begins on that line",
			Hint: fmt.Sprintf("rows begin on lines %d to %d", j.table.Line(0), j.table.Line(n-1))}
	}
	return row, nil
}

func (j *job) findID(id string) (int, error) {
	found := -1
	for i, cell := range j.in.ids {
		if strings.TrimSpace(cell) != id {
			continue
		}
		if found >= 0 {
			return 0, &table.Error{File: j.table.Name, Line: j.table.Line(i), Column: j.id, Reason: fmt.Sprintf("%q is on line %d too", id, j.table.Line(found)),
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
