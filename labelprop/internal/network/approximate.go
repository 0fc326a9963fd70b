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
	s := nw.conductances(nw.assembleRows())
	if s == nil {
		return nil, nil
	}
	found, err := laplacian.Solve(ctx, s, laplacian.Options{
		Tol: o.Tol, Exclusive: nw.Labels.Exclusive, MaxIter: o.MaxIter, Observe: o.Observe,
	})
	if found == nil || err != nil {
		return nil, err
	}
	return nw.readPotentials(found), nil
}

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

// trapped tells whether walks are caught for so long that approximate elimination is quicker.
func (nw *Network) trapped() bool {
	// Sources catch no walk, and most solves need the balances for nothing else: they are not kept.
	s := nw.conductances(nw.newRows(0))
	return s != nil && laplacian.Deeper(s, deepTrap)
}

// conductances returns balances in float64, each component in its own unit, or nil if they do
// not fit.
func (nw *Network) conductances(r *rows) *laplacian.System {
	n := len(nw.Free)
	c := len(r.source) / max(n, 1)
	s := &laplacian.System{
		Cols: c, Start: r.start, Ind: r.ind, W: make([]float64, len(r.w)),
		Ground: make([]float64, n), Source: make([]float64, n*c), RelErr: nw.weightError(),
	}
	top, fits := nw.topConductances(r)
	if !fits {
		return nil
	}
	par.For(n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			unit := top[nw.Component[nw.Free[i]]]
			value := func(x lognum.Num) float64 {
				// The factor is a power of two: no other error than that of a normalised weight.
				return math.Exp(nw.gamma.LogRatio(x, unit)) * laplacian.Top
			}
			for at := r.start[i]; at < r.start[i+1]; at++ {
				s.W[at] = value(r.w[at])
			}
			s.Ground[i] = value(r.ground[i])
			for k := range c {
				s.Source[i*c+k] = value(r.source[i*c+k])
			}
		}
	})
	return s
}

// topConductances returns the largest conductance of each component, and whether none is further
// below it than float64 has room for.
func (nw *Network) topConductances(r *rows) (top []lognum.Num, fits bool) {
	top = make([]lognum.Num, len(nw.Reached))
	least := make([]lognum.Num, len(nw.Reached))
	for c := range top {
		top[c], least[c] = lognum.Zero(), lognum.Num{Exponent: math.Inf(-1)}
	}
	for i, u := range nw.Free {
		c := nw.Component[u]
		take := func(x lognum.Num) {
			if x.IsZero() {
				return
			}
			if top[c].IsZero() || nw.gamma.LogRatio(x, top[c]) > 0 {
				top[c] = x
			}
			if math.IsInf(least[c].Exponent, -1) || nw.gamma.LogRatio(x, least[c]) < 0 {
				least[c] = x
			}
		}
		for _, w := range r.w[r.start[i]:r.start[i+1]] {
			take(w)
		}
		take(r.ground[i])
	}
	for c := range top {
		if !top[c].IsZero() && !(nw.gamma.LogRatio(least[c], top[c]) > math.Log(laplacian.Least/laplacian.Top)) {
			return nil, false
		}
	}
	return top, true
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
