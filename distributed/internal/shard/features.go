package shard

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Features calls do with the features of every row of a file: the column "row", and all others in their order.
// Without a header the first column is the number of the row. x is written over by the next row.
//
// Errors, naming the line: a row number outside [0, nodes), a cell that is no finite number, another number of cells
// than the rows before.
func Features(ctx context.Context, name string, nodes int64, do func(row uint32, x []float64) error) error {
	var x []float64
	width := 0
	return each(ctx, name, []string{"row"}, func(cells []string) error {
		if len(cells) < 2 || width > 0 && len(cells) != width {
			return fmt.Errorf("%d cells: the number of the row and at least one feature, as many in each row",
				len(cells))
		}
		// The first row decides on the number of cells.
		width = len(cells)
		i, err := row(cells[0], nodes)
		if err != nil {
			return err
		}
		x = x[:0]
		for _, cell := range cells[1:] {
			v, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
			if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("feature %q: it must be a finite number", cell)
			}
			x = append(x, v)
		}
		return do(i, x)
	})
}

// withOthers returns the place of the one column that is asked for, and those of all others behind it.
func withOthers(at, all int) []int {
	places := []int{at}
	for i := range all {
		if i != at {
			places = append(places, i)
		}
	}
	return places
}
