package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/elimination"
	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/labelprop/internal/laplacian"
)

const (
	// mostRest is the number of edges times columns up to which approximate elimination takes some ten to
	// thirty seconds.
	mostRest = 3e7
	// restIterations is far more than it has ever needed.
	restIterations = 200
)

// solveRest solves what an elimination leaves, once its graph has become dense, by approximate elimination,
// with bounds. Far rows have been eliminated by then, so that the weights of the rest often fit where those of
// the whole do not. It answers nil where they do not fit either.
func (nw *Network) solveRest(o Options) elimination.Rest {
	if !nw.suitsApproximation() {
		return nil
	}
	return func(ctx context.Context, rest *elimination.Network) (*elimination.Answers, error) {
		if rest.Edges()*(rest.Classes+1) > mostRest {
			return nil, nil
		}
		r := rows{start: rest.Start, ind: rest.Ind, w: rest.W, ground: rest.Ground, source: rest.Source}
		s := r.conductances(rest.Gamma, componentsOf(rest))
		if s == nil {
			return nil, nil
		}
		s.RelErr = r.roundingError()
		found, err := laplacian.Solve(ctx, s, laplacian.Options{
			Tol: o.Tol, Exclusive: nw.Labels.Exclusive, MaxIter: restIterations, Observe: o.Observe,
		})
		if found == nil || err != nil || !found.OK {
			return nil, err
		}
		n, c := rest.Len(), rest.Classes
		a := &elimination.Answers{F: make([]float64, 0, n*c), Within: make([]float64, n)}
		for i := range n {
			a.F = append(a.F, found.Row(i)...)
			a.Within[i] = found.Within(i)
		}
		return a, nil
	}
}

// componentsOf returns the component of each node of a network.
func componentsOf(rest *elimination.Network) []int {
	parts := forest.New(rest.Len())
	for i := range rest.Len() {
		for at := rest.Start[i]; at < rest.Start[i+1]; at++ {
			parts.Union(i, int(rest.Ind[at]))
		}
	}
	component := make([]int, rest.Len())
	for i := range component {
		component[i] = parts.Find(i)
	}
	return component
}

// roundingError bounds the relative error of a conductance that is computed as exp(log) in the unit of its
// component, the numbers of the rows being exact. The logarithm is S - S' - γ(T-T'): with |S| ≤ s, and 745 the most
// that it may be below 0, the product with γ is at most 745 + 2s, so that it costs 2·(745 + 2s), the differences
// 745 + 4s more, and exp 4 units.
func (r *rows) roundingError() float64 {
	s := 0.0
	for _, part := range [][]lognum.Num{r.w, r.ground, r.source} {
		for _, x := range part {
			if !x.IsZero() {
				s = max(s, math.Abs(x.LogCoeff))
			}
		}
	}
	return (3*deepest + 8*s + 4) * unit
}
