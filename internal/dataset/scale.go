package dataset

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/propagate-go/propagate/internal/sum"
)

// scale scales the numeric features in place, and notes what was done.
func (r *reader) scale(x editable) {
	prep := &r.data.Prep
	// Automatic scaling goes by the ranges, and notes the columns that made it scale.
	if r.options.Scale == ScaleAuto || r.options.InUnits {
		for _, k := range dominant(x) {
			prep.Dominant = append(prep.Dominant, r.table.Header[r.data.Columns.Features[k]])
		}
	}
	// What was asked for is not changed: it is in these units.
	if r.options.Scale == ScaleAuto {
		prep.Scale = chooseScale(len(prep.Dominant))
	}
	// The shifts and widths are kept, so that new rows can be scaled alike.
	if measure := measures[prep.Scale.Value]; measure != nil {
		prep.Scaling = scaleColumns(x, measure)
	}
}

// chooseScale is ScaleAuto: all columns are standardised if some dwarf the others.
func chooseScale(dominant int) Chosen[Scale] {
	if dominant > 0 {
		return Chosen[Scale]{ScaleStandard, ByEvidence}
	}
	return Chosen[Scale]{ScaleNone, ByEvidence}
}

// measures give the shift and the width of a column, which become 0 and 1.
var measures = map[Scale]func(col []float64) (shift, width float64){
	ScaleStandard: meanDeviation, ScaleMinMax: leastRange, ScaleRobust: medianQuartiles,
}

// scaleColumns brings every column of x to shift 0 and width 1, in place, and returns how. A constant column
// becomes 0.
func scaleColumns(x editable, measure func(col []float64) (shift, width float64)) []Affine {
	_, d := x.Dims()
	all := make([]Affine, d)
	for j := range d {
		// First into [-1, 1] by a power of two, which rounds nothing, then to shift 0 and width 1.
		col := mat.Col(nil, j, x)
		all[j].Exp = toUnit(col)
		all[j].Shift, all[j].Width = measure(col)
		for i := range col {
			col[i] = (col[i] - all[j].Shift) / all[j].Width
		}
		x.SetCol(j, col)
	}
	return all
}

// toUnit multiplies col by a power of two that brings it to between -1 and 1, so that neither sums nor
// squares overflow or underflow. It returns minus its exponent.
func toUnit(col []float64) int {
	// The exponent of the largest magnitude brings all values to below 1.
	_, exp := math.Frexp(floats.Norm(col, math.Inf(1)))
	for i := range col {
		col[i] = math.Ldexp(col[i], -exp)
	}
	return exp
}

// meanDeviation returns mean and standard deviation; of a constant column its value and 1.
func meanDeviation(col []float64) (mean, deviation float64) {
	mean, variance := sum.MeanVariance(col)
	// Rounding may leave a constant column with a tiny variance, or a column of tiny numbers with none.
	if floats.Min(col) == floats.Max(col) || variance <= 0 {
		return col[0], 1
	}
	return mean, math.Sqrt(variance)
}

// leastRange returns minimum and range; of a constant column its value and 1.
func leastRange(col []float64) (low, width float64) {
	low, high := floats.Min(col), floats.Max(col)
	if high == low {
		return low, 1
	}
	return low, high - low
}

// medianQuartiles returns the median and the distance of the quartiles; where they are equal the standard
// deviation stands in for it, and of a constant column 1.
func medianQuartiles(col []float64) (middle, width float64) {
	// The middle half of the values does not depend on the extremes.
	sorted := slices.Sorted(slices.Values(col))
	width = stat.Quantile(0.75, stat.LinInterp, sorted, nil) - stat.Quantile(0.25, stat.LinInterp, sorted, nil)
	if width <= 0 {
		_, width = meanDeviation(col)
	}
	return median(sorted), width
}
