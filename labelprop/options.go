package labelprop

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// Options tells how to solve. The zero value and nil are right for most.
type Options struct {
	// Solver chooses the way; the zero value, Auto, chooses by itself.
	Solver Solver

	// Tol is the residual at which an iterative solver may stop, relative to the right
	// side, in every column. Conjugate gradients go on until the scores are proven to be
	// within √Tol of the exact ones, and until more iterations would prove no more labels; those
	// of [Poisson] and [BalancedPoisson] go on until nearly all labels are proven.
	// 0 means 1e-6 .
	Tol float64

	// MaxIter bounds the iterations; 0 means 10,000 for ConjugateGradients and
	// GaussSeidel, 1,000 for ApproximateElimination, and 1,000,000 for Iteration. On a
	// dense matrix of n rows and c classes it means at most 5·10¹¹/(n²(c+1)) instead, about a
	// minute on two processors: what is proven by then is.
	MaxIter int

	// Observe, if not nil, is called after every iteration, and again and again in all
	// other work that takes long, by one goroutine at a time. An error from it stops
	// the solver and is returned by Solve.
	Observe func(Progress) error

	// Memory, if not nil, is asked before the scores of all nodes, or the matrix of a complete
	// graph, take memory: how many bytes, and what for. An error from it is returned by Solve.
	Memory func(bytes int64, what string) error

	// Scratch, if not nil, gives the memory for the scores of many nodes while they are solved for in float32, in place
	// of the heap: see [graph.SearchOptions]. An error from it is returned by Solve.
	Scratch func(bytes int64, what string) ([]byte, error)

	scoresOnly bool // no proofs are wanted
}

// Progress is what a solver has reached.
type Progress struct {
	Phase     Phase
	Share     float64 // of the phase that is done, from 0 to 1; 0 where it is Iterating
	Iteration int     // where it is Iterating: that which is done
	Expected  int     // the iteration with which the solver will probably be done; 0: nobody knows
	Residual  float64 // of it: the largest of any column, relative to the right side
}

// Phase is what a solver is at. The numbers are those of package progress.
type Phase int

// Phases of a solve. A solver may come to one several times, with a share that begins anew.
const (
	Iterating   = Phase(progress.Iterating)   // an iteration is done
	Weighing    = Phase(progress.Weighing)    // weights become equations
	Sorting     = Phase(progress.Sorting)     // edges by weight, of which those of no influence are left out
	Eliminating = Phase(progress.Eliminating) // nodes, exactly or approximately
	Answering   = Phase(progress.Answering)   // answers of the eliminated nodes are found, one from the others
	Multiplying = Phase(progress.Multiplying) // within an iteration that takes long, its bounds included
	Bounding    = Phase(progress.Bounding)    // errors are bounded, after the last iteration
	LeavingOut  = Phase(progress.LeavingOut)  // labels are left out
)

func (p Phase) String() string { return progress.Phase(p).String() }

// Solver names a way to solve the equation of a method. The numbers are those of package
// network, so that a conversion takes one for the other.
type Solver int

const (
	// Auto chooses by size and dynamic range of the weights.
	Auto = Solver(network.Auto)
	// ConjugateGradients [hestenes1952]: the preconditioner is the diagonal; for methods
	// whose labels can be proven, but for [Poisson], it is an incomplete Cholesky factor if 200
	// iterations were not enough.
	ConjugateGradients = Solver(network.ConjugateGradients)
	// Iteration is the plain fixed-point iteration of the textbooks.
	Iteration = Solver(network.Iteration)
	// Elimination is direct and free of subtractions: right at every bandwidth.
	Elimination = Solver(network.Elimination)
	// GaussSeidel sweeps over the rows in units of the answer itself: right where scores
	// leave the range of float64, as those of [Spreading] do where weights range widely.
	GaussSeidel = Solver(network.GaussSeidel)
	// ApproximateElimination [kyng2016] keeps samples of the fill of an elimination, and
	// iterates with that as the preconditioner: as fast, and its bounds as narrow, however far
	// the weights of a large graph are apart.
	ApproximateElimination = Solver(network.ApproximateElimination)
)

var solverNames = [...]string{
	Auto: "auto", ConjugateGradients: "conjugate gradients", Iteration: "iteration",
	Elimination: "elimination", GaussSeidel: "gauss-seidel",
	ApproximateElimination: "approximate elimination",
}

func (s Solver) String() string {
	if s < 0 || int(s) >= len(solverNames) {
		return fmt.Sprintf("Solver(%d)", int(s))
	}
	return solverNames[s]
}

// forScores returns a copy of the options for solves whose labels need no proof.
func (o *Options) forScores() *Options {
	scores := Options{}
	if o != nil {
		scores = *o
	}
	scores.scoresOnly = true
	return &scores
}

// leavingOneOf returns the options of one of several solves in which labels are left out: whatever is observed of it,
// the observer is told how many of them were done before.
func (o *Options) leavingOneOf(done, total int) *Options {
	if o == nil {
		return nil
	}
	one, observe := *o, o.Observe
	if observe != nil {
		one.Observe = func(Progress) error {
			return observe(Progress{Phase: LeavingOut, Share: float64(done) / float64(total)})
		}
	}
	return &one
}

// orDefault checks the options and fills in defaults.
func (o *Options) orDefault() (network.Options, error) {
	if o == nil {
		o = &Options{}
	}
	// The fields of the solvers, with defaults in place of zeros.
	ask := memory.Ask(o.Memory)
	if o.Memory != nil {
		ask = func(bytes int64, what string) error {
			defer par.Blame("Memory")
			return o.Memory(bytes, what)
		}
	}
	var scratch memory.Scratch
	if o.Scratch != nil {
		scratch = func(bytes int64, what string) ([]byte, error) {
			defer par.Blame("Scratch")
			return o.Scratch(bytes, what)
		}
	}
	r := network.Options{Solver: network.Solver(o.Solver), Tol: o.Tol, MaxIter: o.MaxIter, ScoresOnly: o.scoresOnly,
		Memory: ask, Scratch: scratch}
	if r.Tol == 0 {
		r.Tol = 1e-6
	}
	if !(r.Tol > 0 && r.Tol < 1) {
		return r, fmt.Errorf("tolerance %g is not between 0 and 1", r.Tol)
	}
	if r.MaxIter < 0 {
		return r, fmt.Errorf("MaxIter = %d: must be at least 0", r.MaxIter)
	}
	if o.Solver < Auto || o.Solver > ApproximateElimination {
		return r, fmt.Errorf("unknown solver %d", int(o.Solver))
	}
	if observe := o.Observe; observe != nil {
		// The solvers know nothing of Progress.
		r.Observe = func(i progress.Iteration) error {
			defer par.Blame("Observe")
			return observe(Progress{Iteration: i.Number, Expected: i.End, Residual: i.Residual})
		}
		r.Tell = func(phase progress.Phase, share float64) error {
			defer par.Blame("Observe")
			return observe(Progress{Phase: Phase(phase), Share: share})
		}
	}
	return r, nil
}
