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
	// mostRest is the number of edges times columns up to which approximate elimination takes half a minute or so, on
	// two processors.
	mostRest = 1.5e8
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
		s := conductancesOf(rest)
		if s == nil {
			return nil, nil
		}
		found, err := laplacian.Solve(ctx, s, laplacian.Options{
			Tol: o.Tol, Exclusive: nw.Labels.Exclusive, MaxIter: restIterations, Observe: o.Observe, Tell: o.Tell,
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

// conductancesOf returns a network in float64, each component in its own unit, or nil if it does not fit. Errors
// are those of the conversion: the numbers of the network are what they are.
func conductancesOf(rest *elimination.Network) *laplacian.System {
	component, all := componentsOf(rest), make([]conductanceRange, rest.Len())
	for c := range all {
		all[c] = newConductanceRange()
	}
	for i, c := range component {
		for _, w := range rest.W[rest.Start[i]:rest.Start[i+1]] {
			all[c].take(rest.Gamma, w)
		}
		all[c].take(rest.Gamma, rest.Ground[i])
	}
	// The largest conductance of a component is the unit there.
	values := func(out []float64, in []lognum.Num, c int) {
		for k, x := range in {
			out[k] = math.Exp(rest.Gamma.LogRatio(x, all[c].top)) * laplacian.Top
		}
	}
	s := &laplacian.System{
		Cols: rest.Classes, Start: rest.Start, Ind: rest.Ind, W: make([]float64, len(rest.W)),
		Ground: make([]float64, rest.Len()), Source: make([]float64, len(rest.Source)), RelErr: roundingError(rest),
	}
	for i, c := range component {
		// A node that nothing is joined to has no potential.
		if all[c].top.IsZero() || !all[c].fits(rest.Gamma) {
			return nil
		}
		lo, hi := rest.Start[i], rest.Start[i+1]
		values(s.W[lo:hi], rest.W[lo:hi], c)
		values(s.Ground[i:i+1], rest.Ground[i:i+1], c)
		values(s.Source[i*s.Cols:(i+1)*s.Cols], rest.Source[i*s.Cols:(i+1)*s.Cols], c)
	}
	return s
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
// component, the numbers being exact. The logarithm is S - S' - γ(T-T'): with |S| ≤ s, and 745 the most
// that it may be below 0, the product with γ is at most 745 + 2s, so that it costs 2·(745 + 2s), the differences
// 745 + 4s more, and exp 4 units.
func roundingError(rest *elimination.Network) float64 {
	s := 0.0
	for _, part := range [][]lognum.Num{rest.W, rest.Ground, rest.Source} {
		for _, x := range part {
			if !x.IsZero() {
				s = max(s, math.Abs(x.LogCoeff))
			}
		}
	}
	return (3*deepest + 8*s + 4) * unit
}
