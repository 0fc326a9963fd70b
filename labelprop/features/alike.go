package features

import (
	"slices"
)

// mostRatio is how many times the median range, or deviation, of the columns the
// largest may be, for them to be of one unit.
const mostRatio = 3

// fewestAlike is the number of columns from which on they can be alike.
const fewestAlike = 3

// alike reports whether all columns are numbers, and none is much wider than the
// others, in range or deviation. Columns that are narrower do not matter: pixels at the
// rim of images hardly vary.
func alike(columns []Column) bool {
	var ranges, deviations []float64
	for _, c := range columns {
		if c.Categories > 0 {
			return false
		}
		// A gap has no unit: the indicator of missing values would be one feature more.
		sorted := present(c.Values)
		if len(sorted) < len(c.Values) {
			return false
		}
		// Constant columns are no features, and say nothing.
		if width := sorted[len(sorted)-1] - sorted[0]; width > 0 {
			_, deviation := meanDeviation(sorted)
			ranges, deviations = append(ranges, width), append(deviations, deviation)
		}
	}
	return len(ranges) >= fewestAlike && even(ranges) && even(deviations)
}

// even reports whether the largest is at most mostRatio times the median.
func even(widths []float64) bool {
	slices.Sort(widths)
	return widths[len(widths)-1] <= mostRatio*widths[(len(widths)-1)/2]
}
