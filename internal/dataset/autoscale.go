package dataset

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A column dwarfs the others if its range is dominantRange times the median range, and if all such columns
// together make dominantShare of the squared ranges: then rows are compared by these columns alone, which is
// seldom meant, and mostly a matter of units.
const (
	dominantRange = 10
	dominantShare = 0.9
)

// dominant returns the columns that dwarf the others, rising. Constant columns do not count; there must be
// three that are not.
func dominant(x mat.Matrix) []int { return dominantOf(halfRanges(x)) }

// dominantOf is dominant of columns with these ranges, or halves of them: the range of a column bounds what it adds to
// the distance of two rows.
func dominantOf(width []float64) []int {
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

// halfRanges returns half the range of each column. Half of it cannot overflow.
func halfRanges(x mat.Matrix) []float64 {
	// Of all rows: one value may make a range, and which rows stand where must not decide whether it is seen.
	_, d := x.Dims()
	half := make([]float64, d)
	// Halves are taken before the difference.
	for j, r := range columnRanges(x) {
		half[j] = r.high/2 - r.low/2
	}
	return half
}
