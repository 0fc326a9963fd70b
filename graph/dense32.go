package graph

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// Dense32 is a matrix of float32, one row behind the other. It is a mat.Matrix, whose values are those of float32
// as float64, which every one of them is.
//
// The searches of this package keep such rows where they are, in half the memory of float64, and never copy them as
// float64: a row is widened where it is read. Distances, neighbours and weights are, bit for bit, those of a *mat.Dense
// of the same values. Any other matrix with a method RawMatrix that returns a blas32.General is taken like this one.
// The rows must not be changed as long as neighbours that were found among them are in use.
type Dense32 struct {
	rows, cols int
	data       []float32
}

// NewDense32 returns the rows×cols matrix whose row i is data[i*cols : (i+1)*cols]. It keeps data.
//
// Errors: a number of values that is not rows times cols.
func NewDense32(rows, cols int, data []float32) (*Dense32, error) {
	// By division: a product of the two may overflow.
	fits := cols == 0 && len(data) == 0 || cols > 0 && len(data)%cols == 0 && len(data)/cols == rows
	if rows < 0 || !fits {
		return nil, fmt.Errorf("graph: %d values are no matrix of %d×%d", len(data), rows, cols)
	}
	return &Dense32{rows: rows, cols: cols, data: data}, nil
}

// Dims returns the numbers of rows and columns, 0×0 of nil.
func (m *Dense32) Dims() (rows, cols int) {
	if m == nil {
		return 0, 0
	}
	return m.rows, m.cols
}

// At returns the value in row i, column j. It panics with mat.ErrRowAccess or mat.ErrColAccess outside the
// matrix, as gonum does.
func (m *Dense32) At(i, j int) float64 {
	n, d := m.Dims()
	if uint(i) >= uint(n) {
		panic(mat.ErrRowAccess)
	}
	if uint(j) >= uint(d) {
		panic(mat.ErrColAccess)
	}
	return float64(m.data[i*m.cols+j])
}

// T returns the transpose, a view.
func (m *Dense32) T() mat.Matrix { return mat.Transpose{Matrix: m} }

// RawMatrix returns the values without a copy.
func (m *Dense32) RawMatrix() blas32.General {
	n, d := m.Dims()
	if n == 0 || d == 0 {
		return blas32.General{Rows: n, Cols: d, Stride: max(1, d)}
	}
	return blas32.General{Rows: n, Cols: d, Stride: d, Data: m.data}
}
