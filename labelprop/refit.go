package labelprop

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/internal/ln"
)

// refitted returns the probabilities that [Solve] gives each label without it, one solve
// after the other.
func refitted(ctx context.Context, c Candidate, seeds *Seeds, o *Options) (*looProbabilities, error) {
	if err := seeds.check(c.Graph.N()); err != nil {
		return nil, err
	}
	options := o.forScores()
	options.Observe = nil
	v := newLOOProbabilities(seeds)
	// A label that is alone in its component has no judge.
	component, count := c.Graph.Components()
	labels := make([]int, count)
	for _, u := range seeds.nodes {
		labels[component[u]]++
	}
	for l, u := range seeds.nodes {
		if v.skipped[l] = labels[component[u]] == 1; v.skipped[l] {
			continue
		}
		r, err := Solve(ctx, c.Graph, *seeds.subset(func(other int) bool { return other != l }), c.Method, options)
		if err != nil {
			return nil, fmt.Errorf("without the label of node %d: %w", u, unprefixed{err})
		}
		// What the answer without the label gives to its node.
		row := r.Probabilities().RawRowView(u)
		for k, p := range row {
			v.logs[l*seeds.c+k] = max(ln.Of(p), leastLog)
		}
	}
	return v, nil
}
