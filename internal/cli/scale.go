package cli

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// scaleColumns brings every column of x to mean 0 and standard deviation 1
// (standard), or to the range 0 to 1 (minmax), in place. A constant column
// becomes 0.
func scaleColumns(x *mat.Dense, how string) {
	_, d := x.Dims()
	for j := range d {
		col := mat.Col(nil, j, x)
		var shift, width float64
		switch how {
		case "standard":
			shift, width = spread(col)
		case "minmax":
			shift, width = extent(col)
		default:
			return
		}
		for i := range col {
			col[i] = (col[i] - shift) / width
		}
		x.SetCol(j, col)
	}
}

// spread returns mean and standard deviation, 1 for a constant column.
func spread(col []float64) (mean, deviation float64) {
	mean, variance := stat.PopMeanVariance(col, nil)
	if !(variance > 0) || math.IsInf(variance, 1) {
		return mean, 1
	}
	return mean, math.Sqrt(variance)
}

// extent returns minimum and range, 1 for a constant column.
func extent(col []float64) (low, width float64) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range col {
		low, high = min(low, v), max(high, v)
	}
	if high == low {
		return low, 1
	}
	return low, high - low
}
