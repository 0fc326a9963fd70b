package network

import "math"

// Outcome is what an iterative solver reached.
type Outcome struct {
	X          []float64 // n×columns
	Iterations int
	Residual   float64 // the largest of any column, relative to the right side
	Converged  bool
}

// forgetInfinite sets entries to 0 that are no finite numbers, as a solver that has diverged
// may leave, and then reports that it has not converged.
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
	Label  []int     // the class that the solver gives each row, which may rest on more than X; nil: none
	Proven []bool    // whether the largest column is so for certain, or nil
	Tied   []bool    // whether the largest columns are equal; nil if Label is
	Bound  float64   // on the error of X
	Off    []float64 // bounds on the errors of the rows of X, in units that may be off; or nil

	// UnitError bounds the relative error of the units of X. It is the same for all rows of a
	// component, so that it changes no label there.
	UnitError float64

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
