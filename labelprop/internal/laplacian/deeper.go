package laplacian

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/progress"
)

// Deeper reports whether [Depth] is more than a number of steps. Cost: the edges, and sorting them where some walk may
// be caught for so long.
func Deeper(ctx context.Context, tell progress.Tell, s *System, steps float64) (bool, error) {
	if s.shallow(steps) {
		return false, nil
	}
	depth, err := Depth(ctx, tell, s)
	return depth > steps, err
}

// shallow reports whether edges alone that are at least 1/steps of the largest conductance of a node join all nodes to
// the ground: then no bottleneck is lighter, and nothing is deeper than steps.
func (s *System) shallow(steps float64) bool {
	if !s.valid() {
		return false
	}
	if s.Len() == 0 {
		return true
	}
	largest := slices.Max(s.totals())
	// The margin is far above the rounding of the quotients that Depth compares.
	const margin = 1 + 1e-9
	least := max(largest/steps*margin, leastBottleneck)
	n := s.Len()
	sets, apart := forest.New(n+1), n
	join := func(a, b int, w float64) {
		if w >= least && sets.Union(a, b) {
			apart--
		}
	}
	for i := range n {
		// The ground is one more node.
		join(i, n, s.Ground[i])
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			// An edge counts where it stands in the row of its larger node.
			if j := int(s.Ind[at]); j < i {
				join(j, i, s.W[at])
			}
		}
	}
	return apart == 0
}
