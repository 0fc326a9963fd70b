// Package rows reads any mat.Matrix a row at a time: in place where the rows
// lie in memory, through At where they do not. The numbers are the same.
package rows

import (
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// Reader returns the rows of one matrix.
type Reader struct {
	data         []float64 // row-major, nil when the matrix has to be copied
	narrow       []float32 // the same of float32
	stride, cols int
	matrix       mat.Matrix
	copied       []float64
}

// Of returns a reader of m's rows. A matrix with RawMatrix, such as
// *mat.Dense or a slice of one, is read in place and its stride honoured; so is one of float32.
func Of(m mat.Matrix) *Reader {
	if absent(m) {
		return new(Reader)
	}
	_, cols := m.Dims()
	// The row-major data are at hand: no copy is needed.
	if raw, ok := m.(mat.RawMatrixer); ok {
		b := raw.RawMatrix()
		return &Reader{data: b.Data, stride: b.Stride, cols: cols}
	}
	// Values of float32 are widened a row at a time.
	if raw, ok := m.(interface{ RawMatrix() blas32.General }); ok {
		b := raw.RawMatrix()
		return &Reader{narrow: b.Data, stride: b.Stride, cols: cols, copied: make([]float64, cols)}
	}
	// Any other matrix, such as a transpose, is copied row by row into one buffer.
	return &Reader{matrix: m, cols: cols, copied: make([]float64, cols)}
}

// Row returns row i. It must not be written to, and lives until the next
// call of Row.
func (r *Reader) Row(i int) []float64 {
	if r.copied != nil {
		return r.copy(i)
	}
	return r.data[i*r.stride:][:r.cols]
}

//go:noinline
func (r *Reader) copy(i int) []float64 {
	if r.narrow != nil {
		for j, v := range r.narrow[i*r.stride:][:r.cols] {
			r.copied[j] = float64(v)
		}
		return r.copied
	}
	// At is called through the interface, the price for any matrix from outside.
	for j := range r.copied {
		r.copied[j] = r.matrix.At(i, j)
	}
	return r.copied
}

// Dims returns the size of m. No matrix at all is a 0×0 one.
func Dims(m mat.Matrix) (n, k int) {
	if absent(m) {
		return 0, 0
	}
	return m.Dims()
}

// absent reports whether m is nil, or a nil *mat.Dense.
func absent(m mat.Matrix) bool {
	d, dense := m.(*mat.Dense)
	return m == nil || dense && d == nil
}

// Zeros returns an n×k matrix of zeros, the empty matrix when there is no
// element (mat.NewDense panics there).
func Zeros(n, k int) *mat.Dense {
	if n == 0 || k == 0 {
		return &mat.Dense{}
	}
	return mat.NewDense(n, k, nil)
}
