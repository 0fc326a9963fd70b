package graph

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"gonum.org/v1/gonum/mat"
)

// CSR is a matrix in compressed sparse rows. It is a mat.Matrix, a
// mat.NonZeroDoer and a mat.RowNonZeroDoer.
type CSR struct {
	rows, cols int
	start      []int
	ind        []int32
	data       []float64
}

// NewCSR returns the rows×cols matrix whose row i holds data[e] in column ind[e]
// for indptr[i] ≤ e < indptr[i+1]. Columns may come in any order. The slices are
// copied. O(nnz), and a sorting of each row that is not in order.
//
// Errors, naming the row: lengths that do not fit together, a row that ends before
// it begins, a column outside [0, cols) or named twice. cols is below 2³¹.
func NewCSR(rows, cols int, indptr, ind []int, data []float64) (*CSR, error) {
	if rows < 0 || rows == math.MaxInt || cols < 0 || cols > math.MaxInt32 {
		return nil, fmt.Errorf("graph: CSR of %d×%d", rows, cols)
	}
	if len(indptr) != rows+1 || len(ind) != len(data) || indptr[0] != 0 || indptr[rows] != len(ind) {
		return nil, fmt.Errorf("graph: CSR of %d rows: %d row starts, %d columns, %d values do not fit together",
			rows, len(indptr), len(ind), len(data))
	}
	m := &CSR{rows: rows, cols: cols, start: slices.Clone(indptr), data: slices.Clone(data)}
	m.ind = make([]int32, len(ind))
	// Row by row, so that an error names its row.
	for i := range rows {
		if err := m.setRow(i, ind); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// setRow takes the columns of row i from ind, checks them and puts them in order.
func (m *CSR) setRow(i int, ind []int) error {
	lo, hi := m.start[i], m.start[i+1]
	if lo > hi || hi > len(ind) {
		return fmt.Errorf("graph: CSR row %d runs from %d to %d", i, lo, hi)
	}
	// Columns are checked before they are narrowed to int32.
	for e, j := range ind[lo:hi] {
		if j < 0 || j >= m.cols {
			return fmt.Errorf("graph: CSR row %d: column %d of %d", i, j, m.cols)
		}
		m.ind[lo+e] = int32(j)
	}
	// In order, equal columns stand side by side.
	cols := m.ind[lo:hi]
	knn.SortRow(cols, m.data[lo:hi])
	for e, j := range cols {
		if e > 0 && cols[e-1] == j {
			return fmt.Errorf("graph: CSR row %d: column %d twice", i, j)
		}
	}
	return nil
}

// Dims returns the numbers of rows and columns, 0×0 of nil.
func (m *CSR) Dims() (rows, cols int) {
	if m == nil {
		return 0, 0
	}
	return m.rows, m.cols
}

// At returns the value in row i, column j. O(log of the row's length). It panics
// with mat.ErrRowAccess or mat.ErrColAccess outside the matrix, as gonum does.
func (m *CSR) At(i, j int) float64 {
	m.checkRow(i)
	if uint(j) >= uint(m.cols) {
		panic(mat.ErrColAccess)
	}
	lo, hi := m.start[i], m.start[i+1]
	if e, ok := slices.BinarySearch(m.ind[lo:hi], int32(j)); ok {
		return m.data[lo+e]
	}
	return 0
}

// T returns the transpose, a view.
func (m *CSR) T() mat.Matrix { return mat.Transpose{Matrix: m} }

// NNZ returns the number of stored values.
func (m *CSR) NNZ() int {
	if m == nil {
		return 0
	}
	return len(m.data)
}

// DoNonZero calls fn, unless it is nil, for every stored value, row by row.
func (m *CSR) DoNonZero(fn func(i, j int, v float64)) {
	n, _ := m.Dims()
	for i := range n {
		m.DoRowNonZero(i, fn)
	}
}

// DoRowNonZero calls fn for every stored value of row i, by rising column. It
// panics with mat.ErrRowAccess outside the matrix.
func (m *CSR) DoRowNonZero(i int, fn func(i, j int, v float64)) {
	m.checkRow(i)
	for e := m.start[i]; fn != nil && e < m.start[i+1]; e++ {
		fn(i, int(m.ind[e]), m.data[e])
	}
}

func (m *CSR) checkRow(i int) {
	if n, _ := m.Dims(); uint(i) >= uint(n) {
		panic(mat.ErrRowAccess)
	}
}
