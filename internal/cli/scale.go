package cli

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// scalings by name; auto goes by what it finds in the columns.
var scalings = []choice[func(*mat.Dense) []affine]{
	{scaleAuto, byEvidence},
	{"none", func(*mat.Dense) []affine { return nil }},
	{"standard", byColumn(spread)},
	{"minmax", byColumn(extent)},
	{"robust", byColumn(quartiles)},
}

// affine is what scaling does to a column: v becomes (2^-exp·v - shift)/width.
type affine struct {
	Exp   int     `json:"exp"`
	Shift float64 `json:"shift"`
	Width float64 `json:"width"`
}

func (a affine) apply(v float64) float64 { return (math.Ldexp(v, -a.Exp) - a.Shift) / a.Width }

// byColumn returns what brings every column of x to shift 0 and width 1, in place, and says how.
// A constant column becomes 0.
func byColumn(shiftAndWidth func(col []float64) (shift, width float64)) func(*mat.Dense) []affine {
	return func(x *mat.Dense) []affine {
		_, d := x.Dims()
		all := make([]affine, d)
		for j := range d {
			col := mat.Col(nil, j, x)
			all[j].Exp = toUnit(col)
			all[j].Shift, all[j].Width = shiftAndWidth(col)
			for i := range col {
				col[i] = (col[i] - all[j].Shift) / all[j].Width
			}
			x.SetCol(j, col)
		}
		return all
	}
}

// toUnit multiplies col by a power of two that brings it to between -1 and 1, so
// that neither sums nor squares overflow or underflow. It returns minus its exponent.
func toUnit(col []float64) int {
	_, exp := math.Frexp(floats.Norm(col, math.Inf(1)))
	for i := range col {
		col[i] = math.Ldexp(col[i], -exp)
	}
	return exp
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
