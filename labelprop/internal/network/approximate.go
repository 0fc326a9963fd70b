package network

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/laplacian"
)

// approximate solves the balances as those of a network of conductances, by approximate elimination
// and an iteration (package laplacian), whose cost and whose errors do not depend on how far the
// weights are apart. It returns nil where they range too widely even for that, where the answer is no
// potential, and where the preconditioner becomes too large.
func (nw *Network) approximate(ctx context.Context, o Options) (*Solution, error) {
	if !nw.suitsApproximation() {
		return nil, nil
	}
	s := nw.potentials()
	if s == nil || nw.ended != nil {
		return nil, nw.ended
	}
	stop := laplacian.Options{
		Tol: o.Tol, Exclusive: nw.Labels.Exclusive, MaxIter: o.MaxIter, Observe: o.Observe, Tell: o.Tell,
	}
	if o.ScoresOnly {
		// Scores to two digits will do: the bound is that of the worst row, and most are far below.
		stop.Tol, stop.Exclusive = max(o.Tol, scoresTol), false
	}
	found, err := laplacian.Solve(ctx, s, stop)
	if found == nil || err != nil {
		return nil, err
	}
	return nw.readPotentials(found), nil
}

// scoresTol is the square of the bound on the errors of scores that need no proof.
const scoresTol = 1e-5

// solveApproximately is approximate for whom wants no other solver.
func (nw *Network) solveApproximately(ctx context.Context, o Options) (*Solution, error) {
	sol, err := nw.approximate(ctx, o)
	if sol == nil && err == nil {
		return nil, fmt.Errorf("approximate elimination cannot solve %s on this graph: choose the solver automatically",
			nw.method.Name)
	}
	return sol, err
}

// suitsApproximation tells whether the answers are potentials with the sources as they are, and
// errors that are the same for all rows are small beside them.
func (nw *Network) suitsApproximation() bool {
	return nw.dense == nil && !nw.method.Symmetric && !nw.method.Signed && !nw.leaks()
}

// deepTrap is the number of steps in which a walk is caught from where on approximate elimination
// is as quick as conjugate gradients.
const deepTrap = 3e4

// trapped tells whether walks in eq, the equation of nw, are caught for so long that approximate elimination is
// quicker.
func (nw *Network) trapped(ctx context.Context, eq *equation, o Options) bool {
	// Sources catch no walk. The edges stand where they stand in the equation.
	s := nw.conductances(&laplacian.System{Start: eq.start, Ind: eq.ind})
	if s == nil {
		return false
	}
	// An error ends the next iteration, too.
	deeper, err := laplacian.Deeper(ctx, o.Tell, s, deepTrap)
	return err == nil && deeper
}

// potentials returns the whole system of conductances, or nil if they do not fit float64.
func (nw *Network) potentials() *laplacian.System {
	start := nw.rowStarts()
	return nw.conductances(&laplacian.System{Cols: nw.columns(), Start: start, Ind: make([]int32, start[len(nw.Free)])})
}

// conductances fills in the balances in float64, each component in its own unit, and returns s, or nil if they do
// not fit. Start and Ind are those of the balances; sources are written for the first s.Cols columns.
func (nw *Network) conductances(s *laplacian.System) *laplacian.System {
	n, c := len(nw.Free), s.Cols
	top, fits := nw.topConductances(s.Start, s.Ind)
	if !fits {
		return nil
	}
	s.W, s.Ground, s.Source = make([]float64, s.Start[n]), make([]float64, n), make([]float64, n*c)
	s.RelErr = nw.weightError()
	nw.eachBalance(s.Start, s.Ind, func(i int, b *balance[lognum.Num]) {
		unit := top[nw.Component[nw.Free[i]]]
		value := func(x lognum.Num) float64 {
			// The factor is a power of two: no other error than that of a normalised weight.
			return math.Exp(nw.gamma.LogRatio(x, unit)) * laplacian.Top
		}
		for k, w := range b.w {
			s.W[s.Start[i]+k] = value(w)
		}
		s.Ground[i] = value(b.ground)
		for k := range c {
			s.Source[i*c+k] = value(b.source[k])
		}
	})
	return s
}

// topConductances returns the largest conductance of each component, and whether none is further
// below it than float64 has room for.
func (nw *Network) topConductances(start []int, ind []int32) (top []lognum.Num, fits bool) {
	all := make([]conductanceRange, len(nw.Reached))
	for c := range all {
		all[c] = newConductanceRange()
	}
	// Those of each node first, then of the component in the order of its nodes.
	own := make([]conductanceRange, len(nw.Free))
	nw.eachBalance(start, ind, func(i int, b *balance[lognum.Num]) {
		own[i] = newConductanceRange()
		for _, w := range b.w {
			own[i].take(nw.gamma, w)
		}
		own[i].take(nw.gamma, b.ground)
	})
	for i, u := range nw.Free {
		all[nw.Component[u]].take(nw.gamma, own[i].top)
		all[nw.Component[u]].take(nw.gamma, own[i].least)
	}
	top = make([]lognum.Num, len(all))
	for c, r := range all {
		if top[c] = r.top; !r.fits(nw.gamma) {
			return nil, false
		}
	}
	return top, true
}

// conductanceRange is the largest and the least of some conductances.
type conductanceRange struct{ top, least lognum.Num }

// newConductanceRange is that of none: the largest is 0, the least infinite.
func newConductanceRange() conductanceRange {
	return conductanceRange{lognum.Zero(), lognum.Num{Exponent: math.Inf(-1)}}
}

// take takes one more into account. Those of 0 are no conductances, infinite ones those of no node.
func (r *conductanceRange) take(gamma lognum.Gamma, x lognum.Num) {
	if x.IsZero() || math.IsInf(x.Exponent, -1) {
		return
	}
	if r.top.IsZero() || gamma.LogRatio(x, r.top) > 0 {
		r.top = x
	}
	if math.IsInf(r.least.Exponent, -1) || gamma.LogRatio(x, r.least) < 0 {
		r.least = x
	}
}

// fits reports whether float64 has room for all of them.
func (r *conductanceRange) fits(gamma lognum.Gamma) bool {
	return r.top.IsZero() || gamma.LogRatio(r.least, r.top) > math.Log(laplacian.Least/laplacian.Top)
}

// readPotentials reads off the scores and the labels that the bounds prove.
func (nw *Network) readPotentials(found *laplacian.Solution) *Solution {
	n, c := len(nw.Free), nw.columns()
	exclusive := nw.Labels.Exclusive
	sol := &Solution{
		Outcome: Outcome{
			X: make([]float64, n*c), Iterations: found.Iterations, Residual: found.Residual, Converged: found.Converged,
		},
		Solver: ApproximateElimination, Bound: found.Most,
		Label: make([]int, n), Proven: make([]bool, n), Tied: make([]bool, n), Unknown: make([]bool, n),
	}
	par.For(n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			row, within := found.Row(i), found.Within(i)
			copy(sol.X[i*c:], row)
			sol.Proven[i] = exclusive && found.Proves(i)
			sol.Label[i], sol.Tied[i] = labelOf(row, sol.Proven[i], within)
			sol.Unknown[i] = exclusive && !sol.Proven[i] && !known(row, within)
		}
	})
	return sol
}
