package network

import "github.com/propagate-go/propagate/internal/progress"

// Solver names a way to solve the equation of a method.
type Solver int

const (
	Auto                   Solver = iota // chosen by size and range of the weights
	ConjugateGradients                   // with a certificate
	Iteration                            // the plain fixed-point iteration
	Elimination                          // direct, without subtractions
	GaussSeidel                          // sweeps in units of the answer
	ApproximateElimination               // with samples of the fill, and an iteration
)

// Options tells how to solve; no field has a default here.
type Options struct {
	Solver  Solver
	Tol     float64 // of the residual, relative to the right side
	MaxIter int     // 0: the limit of the solver
	Observe func(iteration int, residual float64) error
	Tell    progress.Tell // is told how far other phases than iterations are; nil: nobody is

	LeavingOut func(done, total int) // is told of labels that are left out; nil: nobody is

	Memory func(bytes int64, what string) error // nil: nobody is asked for memory

	ScoresOnly bool // no proofs are wanted, where they take time
	Inverse    bool // the diagonal of the inverse is wanted too, where responses are found by elimination
}

// LeavingOneOf returns the options of one of several solves in which labels are left out: whatever it tells of, it
// tells of how many of them were done before.
func (o Options) LeavingOneOf(done, total int) Options {
	if tell := o.Tell; tell != nil {
		o.Tell = func(progress.Phase, float64) error {
			return tell(progress.LeavingOut, float64(done)/float64(total))
		}
		o.Observe = func(int, float64) error { return o.Tell(progress.LeavingOut, 0) }
	}
	return o
}

// iterations returns the bound on iterations, other standing for 0.
func (o *Options) iterations(other int) int {
	if o.MaxIter == 0 {
		return other
	}
	return o.MaxIter
}
