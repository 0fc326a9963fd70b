package cli

import (
	"slices"

	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
)

// fewestCounted is how many rows it takes to tell numbers of rows from a feature that happens to count up.
const fewestCounted = 50

// leaveOutRowNumbers takes features out that count the rows, unless they were asked for or nothing else is left: rows are
// not alike because they stand beside each other.
func (p *plan) leaveOutRowNumbers(t *table.Table, in *input) {
	n, d := in.x.Dims()
	var kept []int
	for k := range d {
		if !counts(n, func(i int) float64 { return in.x.At(i, k) }) {
			kept = append(kept, k)
		}
	}
	if len(p.settings.features) > 0 || len(kept) == d || len(kept) == 0 {
		return
	}
	for k, col := range in.columns.features {
		if !slices.Contains(kept, k) {
			in.rowNumbers = append(in.rowNumbers, t.Header[col])
		}
	}
	in.x = onlyColumns(in.x, kept)
	in.columns.features = chosen(in.columns.features, kept)
}

// counts reports whether each of n values is 1 more than the one before.
func counts(n int, at func(i int) float64) bool {
	for i := 1; i < n; i++ {
		if at(i) != at(i-1)+1 {
			return false
		}
	}
	return n >= fewestCounted
}

// onlyColumns returns some columns of x, rising, in the memory of x.
func onlyColumns(x *mat.Dense, columns []int) *mat.Dense {
	n, _ := x.Dims()
	data := x.RawMatrix().Data[:0]
	for i := range n {
		row := x.RawRowView(i)
		for _, k := range columns {
			data = append(data, row[k])
		}
	}
	return mat.NewDense(n, len(columns), data)
}
