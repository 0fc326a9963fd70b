package dataset

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// fewestCounted is how many rows it takes to tell numbers of rows from a feature that happens to count up.
const fewestCounted = 50

// leaveOutRowNumbers takes features out that count the rows, unless they were asked for or nothing else is
// left: rows are not alike because they stand beside each other.
func (r *reader) leaveOutRowNumbers(x *mat.Dense) *mat.Dense {
	// Find the columns that do not count rows.
	n, d := x.Dims()
	var kept []int
	for k := range d {
		if !isCounter(n, func(i int) float64 { return x.At(i, k) }) {
			kept = append(kept, k)
		}
	}
	// Columns that were named, and counters that are all there is, stay.
	if len(r.options.Columns.Features) > 0 || len(kept) == d || len(kept) == 0 {
		return x
	}
	columns := &r.data.Columns
	for k, col := range columns.Features {
		if !slices.Contains(kept, k) {
			r.data.Prep.RowNumbers = append(r.data.Prep.RowNumbers, r.table.Header[col])
		}
	}
	// The positions of columns and the columns of x stay in step.
	columns.Features = chosen(columns.Features, kept)
	return onlyColumns(x, kept)
}

// isCounter reports whether each of n values is 1 more than the one before.
func isCounter(n int, at func(i int) float64) bool {
	for i := 1; i < n; i++ {
		if at(i) != at(i-1)+1 {
			return false
		}
	}
	return n >= fewestCounted
}

// onlyColumns returns some columns of x, rising, in the memory of x. A value is written only where all
// before it have been read: the new rows are shorter.
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
