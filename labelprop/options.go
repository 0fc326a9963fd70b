package labelprop

import "fmt"

// Options says how to solve. The zero value and nil solve well.
type Options struct {
	// Solver chooses the way; the zero value, Auto, chooses by itself.
	Solver Solver

	// Tol is when an iterative solver is done: when the residual is Tol times as
	// large as the right side, for every column, and conjugate gradients have proven
	// the scores to be within √Tol of the exact ones and every label that more
	// iterations could prove. 0 means 1e-6 .
	Tol float64

	// MaxIter bounds the iterations; 0 means 10,000 for ConjugateGradients and
	// 1,000,000 for Iteration.
	MaxIter int

	// Observe, if not nil, is called after every iteration. An error from it stops
	// the solver and is returned by Solve.
	Observe func(Progress) error
}

// Progress is what an iterative solver has reached.
type Progress struct {
	Iteration int
	Residual  float64 // the largest of any column, relative to the right side
}

// Solver names a way to solve the equation of a method.
type Solver int

const (
	// Auto chooses by size and dynamic range of the weights.
	Auto Solver = iota
	// ConjugateGradients [hestenes1952] with the diagonal as preconditioner.
	ConjugateGradients
	// Iteration is the plain fixed-point iteration of the textbooks.
	Iteration
	// Elimination is direct and free of subtractions: right at every bandwidth.
	Elimination
)

var solverNames = [...]string{"auto", "conjugate gradients", "iteration", "elimination"}

func (s Solver) String() string {
	if s < 0 || int(s) >= len(solverNames) {
		return fmt.Sprintf("Solver(%d)", int(s))
	}
	return solverNames[s]
}

func (o *Options) orDefault() (Options, error) {
	var r Options
	if o != nil {
		r = *o
	}
	if r.Tol == 0 {
		r.Tol = 1e-6
	}
	if !(r.Tol > 0 && r.Tol < 1) {
		return r, fmt.Errorf("tolerance %g is not between 0 and 1", r.Tol)
	}
	if r.MaxIter < 0 {
		return r, fmt.Errorf("%d iterations", r.MaxIter)
	}
	if r.Solver < Auto || r.Solver > Elimination {
		return r, fmt.Errorf("unknown solver %d", int(r.Solver))
	}
	return r, nil
}

// iterations returns the bound on iterations, other standing for 0.
func (o *Options) iterations(other int) int {
	if o.MaxIter == 0 {
		return other
	}
	return o.MaxIter
}
