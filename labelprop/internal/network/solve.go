package network

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dense"
)

// Solve sets out the method m on the graph g with the given labels, and solves it: edge by
// edge, or by products with the dense matrix of a complete graph, in the least precision
// that proves all labels, if one does. Labels that are too close for float64 in the limit
// of equal weights are decided by the limit.
func Solve(ctx context.Context, g *graph.Graph, labels *Labels, m *Method, o Options) (*Network, *Solution, error) {
	for _, precision := range precisions(g.N(), labels, m, o) {
		all := denseWeightsOf(g, m, o, precision)
		if all == nil && precision == dense.Single {
			continue
		}
		if all == nil && tooWide(g) {
			break
		}
		nw := newOn(g, labels, m, all)
		sol, err := nw.solve(ctx, o)
		if err != nil {
			return nil, nil, err
		}
		// An answer in float32 counts if it leaves nothing to prove.
		if !nw.inSingle() || sol.Converged && (sol.unproven() == 0 || !labels.Exclusive) {
			nw.decideByFlatLimit(sol)
			return nw, sol, nil
		}
	}
	return nil, nil, fmt.Errorf("the weights of the complete graph of %d nodes need %.0f GB one by one, "+
		"as this method, solver or γ wants them: use k nearest neighbours", g.N(), 44*float64(g.N())*float64(g.N())/1e9)
}

// solve chooses the solver and runs it.
func (nw *Network) solve(ctx context.Context, o Options) (*Solution, error) {
	if len(nw.Free) == 0 {
		return &Solution{Outcome: Outcome{Converged: true}, Solver: o.Solver}, nil
	}
	if nw.method.Solve != nil {
		return nw.method.Solve(ctx, nw, o)
	}
	switch o.Solver {
	case Elimination:
		return nw.eliminate(ctx)
	case GaussSeidel:
		return nw.gaussSeidel(ctx, o)
	case ConjugateGradients, Iteration:
		return nw.iterate(ctx, nw.equation(true), o)
	}
	return nw.choose(ctx, o)
}
