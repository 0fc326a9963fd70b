package network

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/progress"
)

// Solve sets out the method m on the graph g with the given labels, and solves it. A large
// complete graph is solved by products with its dense matrix, if that will do. Labels that are
// too close for float64 in the limit of equal weights are decided by the limit.
func Solve(ctx context.Context, g *graph.Graph, labels *Labels, m *Method, o Options) (*Network, *Solution, error) {
	nw, sol, err := solveDense(ctx, g, labels, m, o)
	if sol == nil && err == nil {
		nw, sol, err = solveListed(ctx, g, labels, m, o)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := nw.decideByFlatLimit(ctx, sol, o); err != nil {
		return nil, nil, err
	}
	return nw, sol, nil
}

// solveListed solves edge by edge, the ordinary way.
func solveListed(
	ctx context.Context, g *graph.Graph, labels *Labels, m *Method, o Options,
) (*Network, *Solution, error) {
	if tooLarge(g) {
		gigabytes := 44 * float64(g.N()) * float64(g.N()) / 1e9
		return nil, nil, fmt.Errorf("the weights of the complete graph of %d nodes need %.0f GB one by one, "+
			"as this method, solver or γ wants them: use k nearest neighbours", g.N(), gigabytes)
	}
	nw, err := NewWatched(ctx, g, labels, m, o)
	if err != nil {
		return nil, nil, err
	}
	sol, err := nw.solveBy(ctx, o)
	return nw, sol, err
}

// solveDense solves a large complete graph by products with its dense matrix, in the least
// precision that proves all labels. It returns nil where g is another graph, where the
// method or the solver needs the edges one by one, and where the weights range too widely.
func solveDense(
	ctx context.Context, g *graph.Graph, labels *Labels, m *Method, o Options,
) (*Network, *Solution, error) {
	for _, precision := range precisions(g.N(), labels, m, o) {
		if err := askForDense(g, precision, o); err != nil {
			return nil, nil, err
		}
		all, err := denseWeightsOf(ctx, g, m, o, precision)
		if err != nil {
			return nil, nil, err
		}
		if all == nil {
			continue
		}
		nw := newOn(g, labels, m, all, o.Tell.Watch(ctx, progress.Weighing))
		sol, err := nw.solveBy(ctx, o)
		if err != nil {
			return nil, nil, err
		}
		// An answer in float32 counts if it leaves nothing to prove.
		if !nw.inSingle() || sol != nil && sol.Converged && (sol.unproven() == 0 || !labels.Exclusive) {
			return nw, sol, nil
		}
	}
	return nil, nil, nil
}

// solveBy runs the solver that is asked for, or chooses one. It returns nil if the weights are
// in float32 and that will not do.
func (nw *Network) solveBy(ctx context.Context, o Options) (*Solution, error) {
	if len(nw.Free) == 0 {
		// Nothing to solve: no solver runs.
		return &Solution{Outcome: Outcome{Converged: true}, Solver: o.Solver}, nil
	}
	if nw.method.SolveOwn != nil {
		return nw.method.SolveOwn(ctx, nw, o)
	}
	switch o.Solver {
	case Elimination:
		return nw.eliminate(ctx, o)
	case GaussSeidel:
		return nw.gaussSeidel(ctx, o)
	case ApproximateElimination:
		return nw.solveApproximately(ctx, o)
	case Iteration:
		// Rows by number, as they are on several machines: there the sums run in the same order.
		nw.findFree(byNumber(nw.N()))
		return nw.solveCertified(ctx, nw.equation(true), o)
	case ConjugateGradients:
		return nw.solveCertified(ctx, nw.equation(true), o)
	}
	return nw.choose(ctx, o)
}
