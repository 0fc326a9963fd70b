package cli

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// scalings by name. One that goes by what is found in the columns belongs here too: it may look
// at all of them.
var scalings = []choice[func(*mat.Dense)]{
	{"none", func(*mat.Dense) {}},
	{"standard", byColumn(spread)},
	{"minmax", byColumn(extent)},
	{"robust", byColumn(quartiles)},
}

// byColumn returns what brings every column of x to shift 0 and width 1, in place. A constant
// column becomes 0.
func byColumn(shiftAndWidth func(col []float64) (shift, width float64)) func(*mat.Dense) {
	return func(x *mat.Dense) { scaleColumns(x, shiftAndWidth) }
}

func scaleColumns(x *mat.Dense, shiftAndWidth func([]float64) (shift, width float64)) {
	_, d := x.Dims()
	for j := range d {
		col := mat.Col(nil, j, x)
		toUnit(col)
		shift, width := shiftAndWidth(col)
		for i := range col {
			col[i] = (col[i] - shift) / width
		}
		x.SetCol(j, col)
	}
}

// toUnit multiplies col by a power of two that brings it to between -1 and 1, so
// that neither sums nor squares overflow or underflow.
func toUnit(col []float64) {
	_, exp := math.Frexp(floats.Norm(col, math.Inf(1)))
	for i := range col {
		col[i] = math.Ldexp(col[i], -exp)
	}
}

// spread returns mean and standard deviation; of a constant column its value and 1.
func spread(col []float64) (mean, deviation float64) {
	mean, variance := stat.PopMeanVariance(col, nil)
	if floats.Min(col) == floats.Max(col) || variance <= 0 {
		return col[0], 1
	}
	return mean, math.Sqrt(variance)
}

// extent returns minimum and range; of a constant column its value and 1.
func extent(col []float64) (low, width float64) {
	low, high := floats.Min(col), floats.Max(col)
	if high == low {
		return low, 1
	}
	return low, high - low
}

// quartiles returns the median and the distance of the quartiles; where they are equal the
// standard deviation stands in for it, and of a constant column 1.
func quartiles(col []float64) (median, width float64) {
	sorted := slices.Sorted(slices.Values(col))
	width = stat.Quantile(0.75, stat.LinInterp, sorted, nil) - stat.Quantile(0.25, stat.LinInterp, sorted, nil)
	if width <= 0 {
		_, width = spread(col)
	}
	return middle(sorted), width
}
