package pipeline

import (
	"cmp"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
)

// rankWidths ranks many γ of one kernel, of which few are tried: the log loss of the others is interpolated
// between them.
func (t *tuner) rankWidths() ([]labelprop.Tuned, error) {
	// 0 stands for the neighbours at hand.
	ks := t.ks
	if len(ks) == 0 {
		ks = []int{0}
	}
	var all []labelprop.Tuned
	for _, k := range ks {
		near := t.near
		if k > 0 {
			var err error
			if near, err = t.nearest(k); err != nil {
				return nil, err
			}
		}
		// Each k and method has a curve of its own.
		for at, m := range t.methods {
			if err := t.effort.begin(Candidate{Method: m}); err != nil {
				return nil, err
			}
			some, err := labelprop.TuneWidths(t.ctx, t.weigher(near), t.gammas, t.seeds, m,
				t.config.SolveOptions(t.effort.watch))
			if err != nil {
				return nil, err
			}
			all = append(all, t.named(some, k, at)...)
		}
	}
	// The curves together make one ranking, the least log loss first.
	slices.SortStableFunc(all, func(a, b labelprop.Tuned) int { return cmp.Compare(a.LogLoss, b.LogLoss) })
	return all, nil
}

// named makes candidates of all γ of one k and method, and gives them their names.
func (t *tuner) named(some []labelprop.Tuned, k, at int) []labelprop.Tuned {
	// Indices count on from the candidates before.
	first := len(t.tried)
	for _, w := range t.weights {
		t.tried = append(t.tried, Candidate{K: k, Kernel: w.Kernel, Gamma: w.Gamma, HasGamma: true,
			Method: t.methods[at], At: at})
	}
	for i := range some {
		some[i].Index += first
		some[i].Name = t.name(t.tried[some[i].Index])
	}
	return some
}

// weigher weighs neighbours by some γ.
func (t *tuner) weigher(near *graph.Neighbors) func(gamma float64) (*graph.Graph, error) {
	return func(gamma float64) (*graph.Graph, error) { return near.Weigh(t.weights[0].Kernel.With(gamma)) }
}
