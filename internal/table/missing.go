package table

import (
	"math"
	"strings"

	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// FloatsOrNaN is [Table.Floats] with NaN for cells that say that a value is missing: those that
// are empty, NaN, NA, N/A, null, None, nil, missing, ?, - and a point, in capitals or not.
func (t *Table) FloatsOrNaN(cols []int) (*mat.Dense, error) {
	if len(cols) == 0 {
		return t.Floats(cols) // the error
	}
	x := mat.NewDense(t.Len(), len(cols), nil)
	for k, col := range cols {
		cells, err := t.Strings(col)
		if err != nil {
			return nil, err
		}
		err = par.Try(len(cells), chunkRows, func(_, lo, hi int) error {
			for i := lo; i < hi; i++ {
				v, problem := parse(t.point(cells[i]))
				switch {
				case problem != nil && problem.Hint == hintMissing:
					v = math.NaN()
				case problem != nil:
					return t.place(i, col, problem)
				}
				x.Set(i, k, v)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return x, nil
}

// point returns a cell with the point for the comma that stands for it in this table.
func (t *Table) point(cell string) string {
	if !t.decimalComma {
		return cell
	}
	return strings.Replace(cell, ",", ".", 1)
}
