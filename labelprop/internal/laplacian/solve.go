package laplacian

import (
	"context"

	"github.com/propagate-go/propagate/internal/progress"
)

// Options tells when to stop.
type Options struct {
	Tol       float64 // of the residual in units of β, and the square of that of the bounds
	Exclusive bool    // whether the largest entry of every row is to be proven
	MaxIter   int     // 0: 1000
	Observe   func(progress.Iteration) error
	Tell      progress.Tell
}

// Solution is what the iteration reached.
type Solution struct {
	*Bounds    // rows in the order of the system
	Iterations int
	Residual   float64 // the largest entry in units of β
	Converged  bool
}

// Solve solves s. It returns nil if the conductances range too widely, if a node has no path to
// the ground, or if the preconditioner becomes too large.
//
// Cost: Kruskal's algorithm; for the preconditioner some ten operations an edge, each a few times the
// logarithm of the degree; an iteration takes about 50 operations an edge and column, and there are
// some 30.
func Solve(ctx context.Context, s *System, o Options) (*Solution, error) {
	t, err := newTree(ctx, o.Tell, s)
	if t == nil || err != nil {
		return nil, err
	}
	// Everything from here on is in the numbers of the tree.
	e := newEquation(s, t)
	f, err := newFactor(e.edges(), e.n(), o.Tell.Begin(ctx, progress.Eliminating, float64(samples*len(e.ind))))
	if f == nil || err != nil {
		return nil, err
	}
	it := newIteration(e, f)
	if err := it.run(ctx, &o); err != nil {
		return nil, err
	}
	return it.solution(), nil
}
