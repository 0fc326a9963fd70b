package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/ln"
	"gonum.org/v1/gonum/mat"
)

// refitted returns the probabilities that [Solve] gives each label without it and its group, one
// solve after the other.
func refitted(ctx context.Context, c Candidate, seeds *Seeds, o *Options) (*looProbabilities, error) {
	if err := seeds.check(c.Graph.N()); err != nil {
		return nil, err
	}
	options := o.forScores()
	v := newLOOProbabilities(seeds)
	// A label that is alone in its component has no judge.
	component, count := c.Graph.Components()
	labels := make([]int, count)
	for _, u := range seeds.nodes {
		labels[component[u]]++
	}
	first := seeds.together()
	for l, u := range seeds.nodes {
		if first[l] != l {
			continue // left out with an earlier one
		}
		rest := seeds.subset(func(other int) bool { return first[other] != l })
		if len(rest.nodes) == 0 || seeds.group == nil && labels[component[u]] == 1 {
			v.skip(first, l)
			continue
		}
		r, err := Solve(ctx, c.Graph, *rest, c.Method, options.leavingOneOf(l, len(first)))
		if err != nil {
			return nil, fmt.Errorf("without the label of node %d: %w", u, unprefixed{err})
		}
		v.take(r, first, l)
	}
	return v, nil
}

// skip skips the labels that are left out with label l: no other reaches them.
func (v *looProbabilities) skip(first []int, l int) {
	for other := range first {
		v.skipped[other] = v.skipped[other] || first[other] == l
	}
}

// take takes what an answer without label l and its group gives to their nodes.
func (v *looProbabilities) take(r *Result, first []int, l int) {
	probs := r.Probabilities()
	for other, u := range v.seeds.nodes {
		if first[other] != l {
			continue
		}
		v.skipped[other] = v.seeds.group != nil && r.Status[u] == Unreachable
		for k, p := range probs.RawRowView(u) {
			v.logs[other*v.seeds.c+k] = max(ln.Of(p), leastLog)
		}
	}
}

// leaveGroupsOut is LeaveOneOut for labels in groups, by a Solve without each group.
func leaveGroupsOut(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *Options) (*LOO, error) {
	v, err := refitted(ctx, Candidate{Graph: g, Method: m}, seeds, o)
	if err != nil {
		return nil, err
	}
	l, c := len(seeds.nodes), seeds.c
	r := &LOO{Nodes: seeds.nodes, Status: make([]Status, l), Undecided: make([]bool, l), Converged: true,
		seeds: seeds, logs: v.logs, total: make([]float64, l)}
	// The scores are the probabilities here: of a method that is not linear there is nothing else.
	scores := make([]float64, l*c)
	for i, log := range v.logs {
		scores[i] = math.Exp(log)
	}
	for i, skipped := range v.skipped {
		if r.Status[i] = Propagated; skipped {
			r.Status[i] = Unreachable
			clear(scores[i*c : (i+1)*c])
		}
	}
	r.Scores = mat.NewDense(l, c, scores)
	r.classify()
	return r, nil
}
