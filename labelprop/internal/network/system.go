package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/vec"
)

// System is an equation (I - M)X = B that a method has written out by itself: M is
// non-negative, without a diagonal, and ωᵢMᵢⱼ = ωⱼMⱼᵢ.
type System struct {
	Cols  int
	Start []int // row i of M has the entries Start[i]:Start[i+1]
	Ind   []int32
	M     []float64
	Omega []float64
	B     []float64 // n×Cols
}

// Solve solves by conjugate gradients or by iteration, to the residual in o, without a
// certificate.
func (s *System) Solve(ctx context.Context, o Options) (*Solution, error) {
	eq := &equation{n: len(s.Omega), cols: s.Cols, start: s.Start, ind: s.Ind, m: s.M, omega: s.Omega, b: s.B}
	eq.sparse = vec.MustSparse(eq.n, eq.start, eq.ind, eq.m)
	return eq.solveUntil(ctx, o, 1, nil)
}

// solveUntil solves until c is satisfied, or to a residual if c is nil or the solver is plain
// iteration. A pace below 1 is for singular equations, see solveByIteration.
func (eq *equation) solveUntil(ctx context.Context, o Options, pace float64, c certifier) (*Solution, error) {
	sol := &Solution{Solver: ConjugateGradients, Bound: math.Inf(1)}
	var err error
	if o.Solver == Iteration {
		sol.Solver = Iteration
		sol.Outcome, err = solveByIteration(ctx, eq, pace, o)
	} else {
		sol.Outcome, err = solveByConjugateGradients(ctx, eq, o, c)
	}
	return sol, err
}
