package features

import (
	"slices"
)

// mostRatio is how many times the median range, or deviation, of the columns the
// largest may be, for them to be of one unit.
const mostRatio = 3

// fewestAlike is the number of columns from which on they can be alike.
const fewestAlike = 3

// widths are the ranges and deviations of columns of numbers.
type widths struct{ ranges, deviations []float64 }

// rangeOf is the range of a column of numbers, of which the values that are there are sorted; 0: there is none.
func rangeOf(c Column, sorted []float64) float64 {
	if c.Categories > 0 || len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)-1] - sorted[0]
}

// add takes a column into account. Constant columns are no features, and say nothing.
func (w *widths) add(width, deviation float64) {
	if width > 0 {
		w.ranges, w.deviations = append(w.ranges, width), append(w.deviations, deviation)
	}
}

// alike reports whether there are columns of numbers, and none of these is much wider than
// the others, in range or deviation. Columns that are narrower do not matter: pixels at the
// rim of images hardly vary. Neither does one of categories, nor a gap.
func (w *widths) alike() bool {
	return len(w.ranges) >= fewestAlike && even(w.ranges) && even(w.deviations)
}

// even reports whether the largest is at most mostRatio times the median.
func even(widths []float64) bool {
	slices.Sort(widths)
	return widths[len(widths)-1] <= mostRatio*widths[(len(widths)-1)/2]
}
