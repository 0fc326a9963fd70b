package network

import (
	"context"
	"math"
)

// SourceShares are the parts that the given labels have in the answer of Poisson learning at one node.
type SourceShares struct {
	Weights   []float64 // by label: the potential at the node of a unit source at the label, times the label's weight
	Mean      []float64 // ȳ, by column
	Residual  float64
	Converged bool
}

// SourceShares solves one equation with one right side for the parts of all labels at node u, which is free. With
// gₗ the potential at u of a unit source at label l, balanced over its component,
//
//	x_u = Σₗ gₗκₗ(yₗ - ȳ),
//
// and the equation is self-adjoint, so that gₗ is the potential at label l of a unit source at u as well.
func (nw *Network) SourceShares(ctx context.Context, u int, o Options) (*SourceShares, error) {
	// The same labels with one column: the same nodes are free, and joined in the same way.
	given := nw.Labels
	one := &Labels{Nodes: given.Nodes, Cols: 1, Y: make([]float64, len(given.Nodes)), Weights: given.Weights}
	probe := New(nw.graph, one, nw.method)
	p := newPoisson(probe)
	p.setUnitSource(u)
	// Differences of parts are what counts, so the residual is kept below what Solve is content with.
	o.Tol = math.Min(o.Tol, sharesTol)
	sol, err := p.solveTo(ctx, o, nil)
	if err != nil {
		return nil, err
	}
	s := &SourceShares{
		Weights: make([]float64, len(nw.Labels.Nodes)), Mean: nw.Labels.mean(),
		Residual: sol.Residual, Converged: sol.Converged,
	}
	for l, v := range nw.Labels.Nodes {
		if at := probe.Place[v]; at >= 0 && probe.Component[v] == probe.Component[u] {
			s.Weights[l] = nw.Labels.Weight(l) * sol.X[at]
		}
	}
	return s, nil
}

// sharesTol is the residual of explanations.
const sharesTol = 1e-10

// setUnitSource writes a unit source at node u, which all of its component gives up again, each node as much as its
// share of the degrees.
func (p *Poisson) setUnitSource(u int) {
	nw, eq := p.nw, p.eq
	volume := p.volume[nw.Component[u]]
	for i, v := range nw.Free {
		if nw.Component[v] == nw.Component[u] {
			eq.b[i] = -p.shareInside(i) / math.Max(volume, smallestVolume)
		}
	}
	at := nw.Place[u]
	eq.b[at] += 1 / math.Max(eq.omega[at], smallestVolume)
}
