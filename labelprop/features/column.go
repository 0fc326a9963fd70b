package features

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// Column is one column of a table, of n rows.
type Column struct {
	Name string

	// Values are the numbers of the rows, or the codes 0, 1, ... of their categories.
	// NaN is a missing value.
	Values []float64

	// Narrow are the same in float32; then there are no Values.
	Narrow []float32

	// Stride is how far the values of two rows are apart in Values or Narrow, so that a column of
	// a matrix need not be copied; 0 means 1.
	Stride int

	// Categories is the number of different categories; 0 for a column of numbers.
	Categories int

	// Names are those of the categories, by code; nil: they are not known.
	Names []string

	// Days says that the numbers are days since 1970, which were read from dates.
	Days bool
}

// Of returns column j of a matrix; one without rows where there is no column j. It shares the memory of a *mat.Dense,
// and of a matrix of float32, which has a method RawMatrix that returns a blas32.General. O(n) for any other.
func Of(name string, x mat.Matrix, j int) Column {
	c := Column{Name: name}
	if dense, ok := x.(*mat.Dense); x == nil || ok && dense == nil {
		return c
	}
	n, d := x.Dims()
	if j < 0 || j >= d || n == 0 {
		return c
	}
	switch raw := x.(type) {
	case *mat.Dense:
		m := raw.RawMatrix()
		c.Values, c.Stride = m.Data[j:(n-1)*m.Stride+j+1], m.Stride
	case interface{ RawMatrix() blas32.General }:
		m := raw.RawMatrix()
		c.Narrow, c.Stride = m.Data[j:(n-1)*m.Stride+j+1], m.Stride
	default:
		c.Values = mat.Col(nil, j, x)
	}
	return c
}

// Len returns the number of rows.
func (c *Column) Len() int {
	size := max(len(c.Values), len(c.Narrow))
	if c.Stride <= 1 || size == 0 {
		return size
	}
	return (size-1)/c.Stride + 1
}

// At returns the value of row i, NaN where there is no such row.
func (c *Column) At(i int) float64 {
	if c.Stride > 1 {
		i *= c.Stride
	}
	switch {
	case uint(i) < uint(len(c.Values)):
		return c.Values[i]
	case uint(i) < uint(len(c.Narrow)):
		return float64(c.Narrow[i])
	}
	return math.NaN()
}

// has reports whether v is a value: it is not missing, and the code of a category where there are categories.
func (c *Column) has(v float64) bool {
	return v == v && (c.Categories <= 0 || v >= 0 && v < float64(c.Categories))
}

// all returns the values of all rows, one after the other.
func (c *Column) all() []float64 {
	if c.Stride <= 1 && c.Narrow == nil {
		return c.Values
	}
	values := make([]float64, c.Len())
	for i := range values {
		values[i] = c.At(i)
	}
	return values
}

// Missing returns how many values are missing.
func (c *Column) Missing() int {
	count := 0
	for i := range c.Len() {
		if math.IsNaN(c.At(i)) {
			count++
		}
	}
	return count
}
