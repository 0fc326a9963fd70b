package features

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Column is one column of a table, of n rows.
type Column struct {
	Name string

	// Values are the numbers of the rows, or the codes 0, 1, ... of their categories.
	// NaN is a missing value.
	Values []float64

	// Stride is how far the values of two rows are apart in Values, so that a column of a
	// matrix need not be copied; 0 means 1.
	Stride int

	// Categories is the number of different categories; 0 for a column of numbers.
	Categories int

	// Names are those of the categories, by code; nil: they are not known.
	Names []string

	// Days says that the numbers are days since 1970, which were read from dates.
	Days bool
}

// Of returns column j of a matrix, whose memory it shares; one without rows where there is no
// column j.
func Of(name string, x *mat.Dense, j int) Column {
	if x == nil || j < 0 || j >= x.RawMatrix().Cols || x.RawMatrix().Rows == 0 {
		return Column{Name: name}
	}
	raw := x.RawMatrix()
	return Column{Name: name, Values: raw.Data[j : (raw.Rows-1)*raw.Stride+j+1], Stride: raw.Stride}
}

// Len returns the number of rows.
func (c *Column) Len() int {
	if c.Stride <= 1 || len(c.Values) == 0 {
		return len(c.Values)
	}
	return (len(c.Values)-1)/c.Stride + 1
}

// At returns the value of row i, NaN where there is no such row.
func (c *Column) At(i int) float64 {
	if c.Stride > 1 {
		i *= c.Stride
	}
	if uint(i) >= uint(len(c.Values)) {
		return math.NaN()
	}
	return c.Values[i]
}

// has reports whether v is a value: it is not missing, and the code of a category where there are categories.
func (c *Column) has(v float64) bool {
	return v == v && (c.Categories <= 0 || v >= 0 && v < float64(c.Categories))
}

// all returns the values of all rows, one after the other.
func (c *Column) all() []float64 {
	if c.Stride <= 1 {
		return c.Values
	}
	values := make([]float64, c.Len())
	for i := range values {
		values[i] = c.Values[i*c.Stride]
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
