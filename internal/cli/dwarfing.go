package cli

import (
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// scaleAuto standardises all columns where some of them dwarf the others.
const scaleAuto = "auto"

// A column dwarfs the others if its range is dwarfingRange times the median range, and if all
// such columns together make dwarfingShare of the squared ranges: then rows are compared by
// these columns alone, which is seldom meant, and mostly a matter of units.
const (
	dwarfingRange = 10
	dwarfingShare = 0.9

	// rangeRows is how many rows, evenly spaced, are looked at.
	rangeRows = 10_000
)

// byEvidence standardises the columns of x if one dwarfs the others, and else does nothing.
func byEvidence(x *mat.Dense) []affine {
	if len(dwarfing(x)) == 0 {
		return nil
	}
	return byColumn(spread)(x)
}

// dwarfing returns the columns that dwarf the others, rising. Constant columns do not count;
// there must be three that are not.
func dwarfing(x *mat.Dense) []int {
	width := halfRanges(x)
	some := slices.DeleteFunc(slices.Sorted(slices.Values(width)), func(w float64) bool { return w == 0 })
	if len(some) < 3 {
		return nil
	}
	median, largest := middle(some), some[len(some)-1]
	var columns []int
	share, all := 0.0, 0.0
	for j, w := range width {
		part := (w / largest) * (w / largest)
		all += part
		if w/dwarfingRange > median {
			columns = append(columns, j)
			share += part
		}
	}
	if share < dwarfingShare*all {
		return nil
	}
	return columns
}

// halfRanges returns half the range of each column over the rows looked at.
func halfRanges(x *mat.Dense) []float64 {
	n, _ := x.Dims()
	low, high := slices.Clone(x.RawRowView(0)), slices.Clone(x.RawRowView(0))
	for i := 0; i < n; i += max(n/rangeRows, 1) {
		for j, v := range x.RawRowView(i) {
			low[j], high[j] = min(low[j], v), max(high[j], v)
		}
	}
	floats.Scale(0.5, low)
	floats.Scale(0.5, high)
	floats.Sub(high, low)
	return high
}
