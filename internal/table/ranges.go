package table

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Range describes the finite numbers of a column.
type Range struct {
	Count, Different int
	Least, Greatest  float64 // NaN if there is none
}

// Ranges returns the ranges of some columns. The error is that of reading the file.
func (t *Table) Ranges(cols []int) ([]Range, error) {
	// No error for any cell: what is no number is NaN.
	x, err := t.FiniteOrNaN(cols)
	if err != nil {
		return nil, err
	}
	all := make([]Range, len(cols))
	par.For(len(cols), 16, func(_, lo, hi int) {
		values := make([]float64, t.Len())
		for k := lo; k < hi; k++ {
			all[k] = rangeOf(mat.Col(values, k, x))
		}
	})
	return all, nil
}

// rangeOf is the range of values, which it sorts; NaN stands for none.
func rangeOf(values []float64) Range {
	r := Range{Least: math.NaN(), Greatest: math.NaN()}
	values = slices.DeleteFunc(values, math.IsNaN)
	if r.Count = len(values); r.Count > 0 {
		// Sorted, the ends are the extremes, and equal values stand together.
		slices.Sort(values)
		r.Least, r.Greatest = values[0], values[len(values)-1]
		r.Different = len(slices.Compact(values))
	}
	return r
}
