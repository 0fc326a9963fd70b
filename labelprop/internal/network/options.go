package network

import (
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/progress"
)

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
	Observe func(progress.Iteration) error
	Tell    progress.Tell // is told how far other phases than iterations are; nil: nobody is

	LeavingOut func(done, total int) // is told of labels that are left out; nil: nobody is

	Memory  func(bytes int64, what string) error // nil: nobody is asked for memory
	Scratch memory.Scratch                       // of what iterations seldom look at

	ScoresOnly bool // no proofs are wanted, where they take time
	Inverse    bool // the diagonal of the inverse is wanted too, where responses are found by elimination
}

// AsPart returns the options of one of several solves in which so many of all labels are left out, some having been
// so before: whatever it tells of is told of as a share of that.
func (o Options) AsPart(before, now, total int) Options {
	tell, part := o.Tell, 0.0 // of this solve
	if tell == nil {
		return o
	}
	forward := func(at float64) error {
		part = max(part, at)
		return tell(progress.LeavingOut, (float64(before)+part*float64(now))/float64(total))
	}
	o.Tell = func(p progress.Phase, share float64) error { return forward(partBefore[p] + partOf[p]*share) }
	// Where nobody knows how many iterations there will be, half of them are few.
	o.Observe = func(i progress.Iteration) error {
		return forward(partBefore[progress.Iterating] + float64(i.Number)/float64(max(i.End, i.Number+fewIterations)))
	}
	return o
}

// partBefore and partOf are about the parts of a solve before a phase, and in it.
var (
	partBefore = map[progress.Phase]float64{progress.Eliminating: 0.1, progress.Answering: 0.9}
	partOf     = map[progress.Phase]float64{
		progress.Weighing: 0.05, progress.Sorting: 0.05, progress.Eliminating: 0.8, progress.Answering: 0.1,
	}
)

// fewIterations is how many make half of a solve.
const fewIterations = 30

// iterations returns the bound on iterations, other standing for 0.
func (o *Options) iterations(other int) int {
	if o.MaxIter == 0 {
		return other
	}
	return o.MaxIter
}
