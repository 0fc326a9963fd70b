package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"gonum.org/v1/gonum/mat"
)

// InGroups returns the seeds with the group of each node, -1 for a node by itself, such as the
// patient of an image or the document of a sentence. Wherever a label is left out, as by
// [LeaveOneOut], [Suspects], [Tune] and [Compare], those of its whole group are: rows of one
// group are alike, so that a label beside it would tell the answer. [Solve] does not mind groups.
// Cost where some group has two labels: a Solve for each group with a label.
//
// Errors: [ErrShape] for another number of nodes, and seeds of [MultiLabel] or [Values].
func (s Seeds) InGroups(group []int) (Seeds, error) {
	switch {
	case len(group) != s.n:
		return Seeds{}, fmt.Errorf("labelprop: %w: groups of %d nodes, seeds for %d", ErrShape, len(group), s.n)
	case !s.exclusive():
		return Seeds{}, errors.New("labelprop: labels of one class each are left out in groups: pass Classes or Soft")
	}
	s.group = nil
	// Where no group has two labels, to leave out the group is to leave out the label.
	labels := map[int]int{}
	for _, u := range s.nodes {
		if labels[group[u]]++; group[u] >= 0 && labels[group[u]] > 1 {
			s.group = group
		}
	}
	return s, nil
}

// together returns, for each label, the first label of its group: itself where there are no groups.
func (s *Seeds) together() []int {
	first, at := make([]int, len(s.nodes)), map[int]int{}
	for l, u := range s.nodes {
		first[l] = l
		if s.group == nil || s.group[u] < 0 {
			continue
		}
		if before, seen := at[s.group[u]]; seen {
			first[l] = before
		} else {
			at[s.group[u]] = l
		}
	}
	return first
}

// leaveGroupsOut is LeaveOneOut for labels in groups, by a Solve without each group.
func leaveGroupsOut(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *Options) (*LOO, error) {
	v, err := refitted(ctx, Candidate{Graph: g, Method: m}, seeds, o)
	if err != nil {
		return nil, err
	}
	l, c := len(seeds.nodes), seeds.c
	r := &LOO{Nodes: seeds.nodes, Status: make([]Status, l), Converged: true, seeds: seeds, logs: v.logs,
		total: make([]float64, l)}
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

// groupSuspects ranks labels in groups, each by the labels of the other groups.
func groupSuspects(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *Options) ([]Suspect, error) {
	r, err := leaveGroupsOut(ctx, g, seeds, m, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return r.suspects(make([][]Contribution, len(r.Nodes))), nil
}
