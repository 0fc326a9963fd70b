package network

import "math"

// Solver names a way to solve the equation of a method.
type Solver int

const (
	Auto               Solver = iota // chosen by size and range of the weights
	ConjugateGradients               // with a certificate
	Iteration                        // the plain fixed-point iteration
	Elimination                      // direct, without subtractions
	GaussSeidel                      // sweeps in units of the answer
)

// Options tells how to solve; no field has a default here.
type Options struct {
	Solver  Solver
	Tol     float64 // of the residual, relative to the right side
	MaxIter int     // 0: the limit of the solver
	Observe func(iteration int, residual float64) error
}

// iterations returns the bound on iterations, other standing for 0.
func (o *Options) iterations(other int) int {
	if o.MaxIter == 0 {
		return other
	}
	return o.MaxIter
}

// Outcome is what an iterative solver reached.
type Outcome struct {
	X          []float64 // n×columns
	Iterations int
	Residual   float64 // the largest of any column, relative to the right side
	Converged  bool
}

// forgetInfinite sets entries to 0 that are no finite numbers, as a solver that has diverged
// may leave.
func (o *Outcome) forgetInfinite() {
	for i, x := range o.X {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			o.X[i], o.Converged = 0, false
		}
	}
}

// Solution is the answer at the free nodes of a network.
type Solution struct {
	Outcome
	Solver Solver
	Logs   []float64 // ln X where known beyond the range of X, or nil
	Label  []int     // the largest column where X and Logs may not tell, or nil
	Proven []bool    // whether the largest column is so for certain, or nil
	Tied   []bool    // whether the two largest columns are equal, or nil
	Bound  float64   // on the error of X

	Unknown []bool // whether no digit of the largest column is certain, or nil
}

// unknown counts the rows whose scores are not known.
func (s *Solution) unknown() int {
	count := 0
	for _, is := range s.Unknown {
		if is {
			count++
		}
	}
	return count
}

// unproven counts the rows that are not proven.
func (s *Solution) unproven() int {
	count := 0
	for _, ok := range s.Proven {
		if !ok {
			count++
		}
	}
	return count
}
