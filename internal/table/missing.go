package table

import "gonum.org/v1/gonum/mat"

// FloatsOrNaN is [Table.Floats] with NaN for cells that say that a value is missing: those that
// are empty, NaN, NA, N/A, null, None, nil, missing, ?, - and a point, in capitals or not.
func (t *Table) FloatsOrNaN(cols []int) (*mat.Dense, error) {
	return t.floats(cols, func(row, col int, problem *Error) error {
		if problem.Hint == hintMissing {
			return nil
		}
		return t.place(row, col, problem)
	})
}
