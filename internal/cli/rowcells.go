package cli

import (
	"strconv"

	"github.com/propagate-go/propagate/internal/dataset"
)

// rowHeader names the cells that rowCells gives.
func rowHeader(d *dataset.Data) []string {
	if d.IDs == nil {
		return []string{"line"}
	}
	return []string{"line", "id"}
}

// rowCells names a row of the problem: its line, and its id if there is one.
func rowCells(d *dataset.Data, row int) []string { return tableRowCells(d, d.TableRow(row)) }

// tableRowCells names a row of the table.
func tableRowCells(d *dataset.Data, row int) []string {
	line := d.Table.Place(row)
	if d.IDs == nil {
		return []string{line}
	}
	return []string{line, d.IDs[row]}
}

// six writes a number with six digits.
func six(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// number writes a number so that it can be read again.
func number[T int | float64](v T) string { return strconv.FormatFloat(float64(v), 'g', -1, 64) }
