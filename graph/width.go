package graph

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/kernel"
)

// Gamma returns a γ for k, from the distances of near neighbours: that at which
// the median of the distances to the 7th neighbour has the weight exp(-10). It is
// a start where nothing is known of the data; where that median is 0 or k is not a
// kernel.Exponential, it is 1. It is above 0 and finite. O(edges·log k).
func (n *Neighbors) Gamma(k kernel.Kernel) float64 {
	e, ok := k.(kernel.Exponential)
	if !ok {
		return 1
	}
	width := n.localWidths(7)
	slices.Sort(width)
	middle := math.Ldexp(math.Sqrt(width[len(width)/2]), n.points.exp)
	if middle == 0 {
		return 1
	}
	gamma := 10 / middle
	if _, power := e.Decay(); power == 2 {
		gamma /= middle
	}
	return min(max(gamma, math.SmallestNonzeroFloat64), math.MaxFloat64)
}
