package graph

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/kernel"
)

// Gamma returns a γ for k, from the distances of near neighbours: that at which
// the median of the distances to the 7th neighbour has the weight exp(-10). It is
// a start where nothing is known of the data; where all such distances are 0 or k
// is not a kernel.Exponential, it is 1.
func (n *Neighbors) Gamma(k kernel.Kernel) float64 {
	e, ok := k.(kernel.Exponential)
	if !ok {
		return 1
	}
	width := n.localWidths(7, n.points.exp)
	slices.Sort(width)
	middle := math.Ldexp(math.Sqrt(width[len(width)/2]), n.points.exp)
	if _, power := e.Decay(); power == 2 {
		middle *= middle
	}
	if gamma := 10 / middle; middle > 0 && !math.IsInf(gamma, 1) {
		return gamma
	}
	return 1
}
