package network

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/propagate-go/propagate/internal/par"
)

// solveCertified solves eq by conjugate gradients with a certificate, or by
// plain iteration.
func (nw *Network) solveCertified(ctx context.Context, eq *equation, o Options) (*Solution, error) {
	if nw.ended != nil {
		return nil, nw.ended
	}
	sol := &Solution{Solver: ConjugateGradients}
	// Both ways end with a certificate; conjugate gradients also stop by it.
	watch := certificateStop{eq: eq, exclusive: nw.Labels.Exclusive, tol: o.Tol}
	if o.Solver == Auto && nw.suitsApproximation() {
		eq.other.hopeless = func() bool { return nw.trapped(ctx, eq, o) }
		eq.other.impatient = o.ScoresOnly && eq.cols >= manyColumns
	}
	var err error
	if o.Solver == Iteration {
		sol.Solver = Iteration
		sol.Outcome, err = solveByIteration(ctx, eq, 1, o)
	} else {
		sol.Outcome, err = solveByConjugateGradients(ctx, eq, o, &watch)
	}
	if err != nil {
		return nil, err
	}
	watch.readSolution(sol)
	return sol, nil
}

// manyColumns is from where on approximate elimination, which prepares once for all columns, is quicker than a slow
// incomplete factor.
const manyColumns = 8

// certificateStop decides by certificate when an iterative solver is done.
type certificateStop struct {
	eq           *equation
	exclusive    bool
	tol          float64
	leastBound   float64 // the bound at its last halving
	leastBoundAt int     // the iteration of that

	bound float64 // the latest
	open  int     // how many labels it leaves open
}

// stale is how many iterations without a halving of the bound are too many.
const stale = 50

// unboundedTol is the residual of scores that nothing bounds.
const unboundedTol = 1e-10

// check reports whether x is as good as it is wanted, or will not get better.
func (w *certificateStop) check(o *Outcome) (converged, stop bool) {
	// Without v as a proof that I - M is an M-matrix there is no bound yet: go on.
	cert := w.eq.certify(o.X)
	// Where rounding rules one out, scores that nothing bounds are good enough when the residual is very small.
	if !cert.ok {
		return false, o.Residual <= unboundedTol && cert.hopeless()
	}
	bound := cert.bound()
	// How many labels are still to be proven.
	open := 0
	if w.exclusive {
		open = w.eq.unproven(o.X, &cert)
	}
	// The answer is good when both the proven error and the residual are small.
	w.bound, w.open = bound, open
	converged = bound <= math.Sqrt(w.tol) && o.Residual <= w.tol
	if converged && open == 0 {
		return true, true
	}
	// Some labels may never be proven, because their classes are too close. Stop when the
	// bound has not halved for a while: more iterations would not prove more.
	if w.leastBound == 0 || bound <= w.leastBound/2 {
		w.leastBound, w.leastBoundAt = bound, o.Iterations
	}
	return converged, o.Iterations-w.leastBoundAt >= stale
}

// bound is the largest error of any entry.
func (c *certificate) bound() float64 {
	worst := 0.0
	for k := range c.up {
		// The error of an entry is at most ρ·v, so that of any is at most ρ·max v.
		worst = max(worst, max(c.up[k], c.dn[k])*c.vmax)
	}
	return worst
}

// unproven counts the rows whose largest entry is not certain.
func (eq *equation) unproven(x []float64, cert *certificate) int {
	var open atomic.Int64
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		few := 0
		for i := lo; i < hi; i++ {
			// The last column is v.
			if row := eq.row(x, i); !cert.proves(row[:eq.cols-1], row[eq.cols-1]) {
				few++
			}
		}
		open.Add(int64(few))
	})
	return int(open.Load())
}

// readSolution takes the column of hitting times out of the solution and reads
// off the labels that the certificate proves.
func (w *certificateStop) readSolution(sol *Solution) {
	eq := w.eq
	cert := eq.certify(sol.X)
	// The column of hitting times served the certificate, and is no part of the answer.
	sol.Bound = math.Inf(1)
	if cert.ok {
		sol.Bound = cert.bound()
	}
	c := eq.cols - 1
	sol.Label, sol.Proven = make([]int, eq.n), make([]bool, eq.n)
	sol.Tied, sol.Unknown = make([]bool, eq.n), make([]bool, eq.n)
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			// A proven label is the largest entry beyond all errors; entries that are equal
			// within rounding tie, if their errors are known to be small beside them.
			row := eq.row(sol.X, i)
			sol.Proven[i] = cert.ok && w.exclusive && cert.proves(row[:c], row[c])
			within := cert.within(row[:c], row[c])
			sol.Label[i], sol.Tied[i] = labelOf(row[:c], sol.Proven[i], within)
			sol.Unknown[i] = w.exclusive && !sol.Proven[i] && !known(row[:c], within)
		}
	})
	// Rows move up one after the other: each is written behind all that are still to be read.
	for i := range eq.n {
		copy(sol.X[i*c:(i+1)*c], eq.row(sol.X, i))
	}
	sol.X = sol.X[:eq.n*c]
}
