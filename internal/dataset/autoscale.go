package dataset

import (
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A column dwarfs the others if its range is dominantRange times the median range, and if all such columns
// together make dominantShare of the squared ranges: then rows are compared by these columns alone, which is
// seldom meant, and mostly a matter of units.
const (
	dominantRange = 10
	dominantShare = 0.9

	// rangeRows is how many rows, evenly spaced, are looked at.
	rangeRows = 10_000
)

// dominant returns the columns that dwarf the others, rising. Constant columns do not count; there must be
// three that are not.
func dominant(x *mat.Dense) []int {
	// The range of a column bounds what it adds to the distance of two rows.
	width := halfRanges(x)
	varying := slices.DeleteFunc(slices.Sorted(slices.Values(width)), func(w float64) bool { return w == 0 })
	if len(varying) < 3 {
		return nil
	}
	// The median range is what the columns have in common; the largest one bounds all squares below.
	middle, largest := median(varying), varying[len(varying)-1]
	// Collect the columns that stand out, and their share of the squared ranges.
	var columns []int
	share, all := 0.0, 0.0
	for j, w := range width {
		// A range enters a squared distance by its square. Relative to the largest one, it cannot overflow.
		part := (w / largest) * (w / largest)
		all += part
		if w/dominantRange > middle {
			columns = append(columns, j)
			share += part
		}
	}
	// Columns with a smaller share do not decide the distances alone.
	if share < dominantShare*all {
		return nil
	}
	return columns
}

// halfRanges returns half the range of each column over the rows looked at. Half of it cannot overflow.
func halfRanges(x *mat.Dense) []float64 {
	// Evenly spaced rows are as good as all for a range, and a table may have millions.
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
