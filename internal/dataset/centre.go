package dataset

import (
	"slices"

	"github.com/propagate-go/propagate/internal/sum"
)

// median is that of values that are sorted. Each half is divided first, so that the sum cannot overflow.
func median(sorted []float64) float64 {
	n := len(sorted)
	return sorted[(n-1)/2]/2 + sorted[n/2]/2
}

// centre is the mean or the median of some values.
func centre(values []float64, how Missing) float64 {
	if how == MissingMean {
		return sum.Mean(values)
	}
	return median(slices.Sorted(slices.Values(values)))
}
