package cli

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// scaleColumns brings every column of x to mean 0 and standard deviation 1
// (standard), or to the range 0 to 1 (minmax), in place. A constant column
// becomes 0.
func scaleColumns(x *mat.Dense, how string) {
	var shiftAndWidth func([]float64) (shift, width float64)
	switch how {
	case "standard":
		shiftAndWidth = spread
	case "minmax":
		shiftAndWidth = extent
	default:
		return
	}
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
