package dataset

import (
	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// editable are features while they are made: *mat.Dense, or float32s.
type editable interface {
	mat.Matrix
	Set(i, j int, v float64)
	SetCol(j int, col []float64)
	SetRow(i int, row []float64)
}

// float32s are features in float32. What is written is rounded to the nearest.
type float32s struct {
	blas32.General
	shared bool // they belong to a file, and must not be changed
}

// owned returns features that may be changed; t is their table.
func (x float32s) owned(t *table.Table) (float32s, error) {
	if !x.shared {
		return x, nil
	}
	values, err := newFloat32s(t, x.Rows, x.Cols)
	if err == nil {
		copy(values, x.Data)
		x.Data, x.shared = values, false
	}
	return x, err
}

// Dims returns the numbers of rows and columns.
func (x float32s) Dims() (rows, cols int) { return x.Rows, x.Cols }

// At returns a value.
func (x float32s) At(i, j int) float64 { return float64(x.Data[i*x.Stride+j]) }

// T returns the transpose.
func (x float32s) T() mat.Matrix { return mat.Transpose{Matrix: x} }

// RawMatrix returns the values without a copy.
func (x float32s) RawMatrix() blas32.General { return x.General }

// Set changes a value.
func (x float32s) Set(i, j int, v float64) { x.Data[i*x.Stride+j] = float32(v) }

// SetCol changes a column.
func (x float32s) SetCol(j int, col []float64) {
	for i, v := range col {
		x.Set(i, j, v)
	}
}

// SetRow changes a row.
func (x float32s) SetRow(i int, row []float64) {
	for j, v := range row {
		x.Set(i, j, v)
	}
}

// editableOf returns the numbers of a table.
func editableOf(x *table.Numbers) editable {
	if x.Narrow != nil {
		return float32s{*x.Narrow, x.Shared}
	}
	return x.Wide
}

// widened returns the numbers of the columns that are kept as float64.
func (r *reader) widened(f *columnFinder, kept []*found, x float32s) (editable, error) {
	f.numbers = nil
	n, d := x.Dims()
	wide, err := newDense(f.table, n, d)
	if err != nil {
		// Both do not fit in: the file is read again.
		x.Data = nil
		columns := make([]int, d)
		for k, c := range kept {
			columns[k] = c.at
		}
		return f.table.FloatsOrNaN(columns)
	}
	from := rows.Of(x)
	for i := range n {
		wide.SetRow(i, from.Row(i))
	}
	memory.GiveBack(memory.Product(n, d, 4))
	return wide, nil
}

// done returns features that are made.
func done(x editable) (mat.Matrix, error) {
	if narrow, ok := x.(float32s); ok {
		return graph.NewDense32(narrow.Rows, narrow.Cols, narrow.Data[:narrow.Rows*narrow.Cols])
	}
	return x, nil
}

// firstRows returns the first n rows of x, in its memory.
func firstRows(x editable, n int) editable {
	if narrow, ok := x.(float32s); ok {
		narrow.Rows = n
		return narrow
	}
	wide := x.(*mat.Dense)
	_, d := wide.Dims()
	return wide.Slice(0, n, 0, d).(*mat.Dense)
}

// onlyColumns returns some columns of x, rising, in the memory of x; t is its table.
func onlyColumns(t *table.Table, x editable, columns []int) (editable, error) {
	n, d := x.Dims()
	if len(columns) == d {
		return x, nil
	}
	if narrow, ok := x.(float32s); ok {
		to := narrow.Data[:0]
		if narrow.shared {
			values, err := newFloat32s(t, n, len(columns))
			if err != nil {
				return nil, err
			}
			to = values[:0]
		}
		narrow.Data, narrow.shared = movedUp(to, narrow.Data, d, columns), false
		narrow.Cols, narrow.Stride = len(columns), len(columns)
		return narrow, nil
	}
	all := x.(*mat.Dense).RawMatrix().Data
	return mat.NewDense(n, len(columns), movedUp(all[:0], all, d, columns)), nil
}

// movedUp appends some columns of rows of a width to others, which may be in the memory of the rows: a value is written
// only where all before it have been read, as the new rows are shorter.
func movedUp[T any](to, values []T, width int, columns []int) []T {
	for from := values; len(from) > 0; from = from[width:] {
		for _, k := range columns {
			to = append(to, from[k])
		}
	}
	return to
}
