package laplacian

import "context"

// Options tells when to stop.
type Options struct {
	Tol       float64 // of the residual in units of β, and the square of that of the bounds
	Exclusive bool    // whether the largest entry of every row is to be proven
	MaxIter   int     // 0: 1000
	Observe   func(iteration int, residual float64) error
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
// Cost: sorting the edges; for the preconditioner some ten operations an edge, each a few times the
// logarithm of the degree; an iteration takes about 50 operations an edge and column, and there are
// some 30.
func Solve(ctx context.Context, s *System, o Options) (*Solution, error) {
	t := newTree(s)
	if t == nil {
		return nil, nil
	}
	// Everything from here on is in the numbers of the tree.
	e := newEquation(s, t)
	f, err := newFactor(ctx, e.edges(), e.n())
	if f == nil || err != nil {
		return nil, err
	}
	it := newIteration(e, f)
	if err := it.run(ctx, &o); err != nil {
		return nil, err
	}
	return it.solution(), nil
}
