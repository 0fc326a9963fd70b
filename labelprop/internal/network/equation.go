package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/sweep"
	"github.com/propagate-go/propagate/internal/vec"
)

// equation is (I - M)x = b with n unknowns in cols columns: the one equation of all methods,
// (I - αM)x = b in the manual, with α inside M. M is non-negative, has no diagonal, and is
// self-adjoint in the weights omega: ωᵢMᵢⱼ = ωⱼMⱼᵢ. Each row of M comes from log weights by a
// log-sum-exp normaliser, so no row underflows.
type equation struct {
	n, cols int
	start   []int
	ind     []int32
	m       []float64
	sparse  *vec.Sparse // M
	dense   *scaled     // M where it has no sparse rows, or nil
	omega   []float64
	b       []float64 // n×cols, or the rows that place names: see right
	place   []int32   // of each row: which of b is its right side; nil: b has all rows
	guess   []float64 // n×cols: where conjugate gradients begin; nil: at 0

	most        int         // iterations unless more are asked for; 0: mostIterations
	singular    bool        // whether I - M may be singular
	earlyFactor bool        // whether the incomplete factor takes over after soonIterations
	other       otherSolver // that waits while conjugate gradients run
	room        []float64   // see scratch; nil until it is needed

	logCoeff float64   // the largest |S| of any D
	logScale []float64 // by component: the logarithm of the D that ω = 1 stands for
	logRange float64   // the range of log ω; 0 for symmetric methods, whose ω is 1: see degreeRange
	relErr   float64   // bound on the relative errors of m and b
}

// otherSolver tells when conjugate gradients give way to another solver; the zero value: never.
type otherSolver struct {
	hopeless  func() bool // whether it is quicker than jacobiIterations and more; nil: it is not
	impatient bool        // whether it takes over where the incomplete factor does not help soon
}

// equation normalises the balances. With diagonal D of each node's conductances, x = z
// and M = D⁻¹W, or, for a symmetric method, x = D^½z and M = D^-½WD^-½. With hitting, a
// last column with the right side 1 is added, for the certificate.
func (nw *Network) equation(hitting bool) *equation {
	if nw.dense != nil {
		return nw.denseEquation(hitting)
	}
	eq := &equation{n: len(nw.Free), cols: nw.columns(), start: nw.rowStarts(), relErr: nw.weightError()}
	if hitting {
		eq.cols++
	}
	edges := eq.start[eq.n]
	eq.ind, eq.m = make([]int32, edges), make([]float64, edges)
	eq.makeRight(nw, hitting)
	by := sweep.Normalization{Gamma: nw.gamma, Symmetric: nw.method.Symmetric}
	diag := make([]lognum.Num, eq.n)
	// A symmetric entry needs the conductances of both ends: they come first. The balances are written out twice rather
	// than kept: as pairs of exponents they would be the largest part of a solve.
	if nw.method.Symmetric {
		nw.eachBalance(eq.start, eq.ind, func(i int, b *balance[lognum.Num]) {
			diag[i] = nw.conductance(b.w, b.ground)
		})
	}
	// M and b become float64 row by row.
	nw.eachBalance(eq.start, eq.ind, func(i int, b *balance[lognum.Num]) {
		if !nw.method.Symmetric {
			diag[i] = nw.conductance(b.w, b.ground)
		}
		eq.writeRow(by, diag, b, i)
	})
	eq.sparse = vec.MustSparse(eq.n, eq.start, eq.ind, eq.m)
	eq.setOmega(nw, diag)
	return eq
}

// conductance returns that of a node, ground + Σw.
func (nw *Network) conductance(w []lognum.Num, ground lognum.Num) lognum.Num {
	return nw.gamma.Add(nw.gamma.Sum(w), ground)
}

// diagonal returns every free node's conductance, ground + Σw.
func (nw *Network) diagonal(r *rows) []lognum.Num {
	diag := make([]lognum.Num, len(nw.Free))
	par.For(len(nw.Free), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			diag[i] = nw.conductance(r.w[r.start[i]:r.start[i+1]], r.ground[i])
		}
	})
	return diag
}

// writeRow normalises row i. Ratios are taken of logarithms: only the normalised weight,
// which is at most 1, becomes a float64.
func (eq *equation) writeRow(by sweep.Normalization, diag []lognum.Num, r *balance[lognum.Num], i int) {
	own := diag[i]
	for k, at := range r.ind {
		// M = D⁻¹W, or D^-½WD^-½. Only then is the other end needed, and known by now.
		other := own
		if by.Symmetric {
			other = diag[at]
		}
		eq.m[eq.start[i]+k] = by.Entry(r.w[k], own, other)
	}
	// The right side is divided in the same way, D⁻¹ or D^-½. Rows without a source share one.
	if eq.place != nil && eq.place[i] == 0 {
		return
	}
	b := eq.right(i)
	for c, source := range r.source {
		b[c] = by.Source(source, own)
	}
}

// setOmega sets the weights of the inner product in which M is self-adjoint: 1 for a
// symmetric M, and D otherwise, in units of the largest of each component.
func (eq *equation) setOmega(nw *Network, diag []lognum.Num) {
	eq.omega = make([]float64, eq.n)
	if nw.method.Symmetric {
		for i := range eq.omega {
			eq.omega[i] = 1
		}
		return
	}
	// Only ratios within a component matter: there is no edge between two.
	top := make([]lognum.Num, len(nw.Reached)) // the largest D of each component
	for c := range top {
		top[c] = lognum.Zero()
	}
	for i, d := range diag {
		if c := nw.Component[nw.Free[i]]; nw.gamma.LogRatio(d, top[c]) > 0 {
			top[c] = d
		}
	}
	eq.logScale = make([]float64, len(top))
	for c, d := range top {
		eq.logScale[c] = nw.gamma.Log(d)
	}
	for i, d := range diag {
		// The largest D of a component has ω = 1, and the range is how far below it others
		// are.
		l := nw.gamma.LogRatio(d, top[nw.Component[nw.Free[i]]])
		eq.omega[i] = math.Exp(l)
		eq.logRange, eq.logCoeff = max(eq.logRange, -l), max(eq.logCoeff, math.Abs(d.LogCoeff))
	}
}

// block is that of rows [lo, hi), and rows are those of x.
func (eq *equation) block(lo, hi int) vec.Block { return vec.Block{Rows: hi - lo, Cols: eq.cols} }

func (eq *equation) rows(x []float64, lo, hi int) []float64 { return x[lo*eq.cols : hi*eq.cols] }

// row returns row i of x.
func (eq *equation) row(x []float64, i int) []float64 {
	return x[i*eq.cols : (i+1)*eq.cols : (i+1)*eq.cols]
}

// residual writes b - (I-M)x into r.
func (eq *equation) residual(r, x []float64) {
	if eq.dense != nil {
		eq.applyDense(r, x)
	}
	all := eq.sweep()
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		if eq.dense == nil {
			all.Residual(r, x, lo, hi)
			return
		}
		// x - Mx is there: b minus that.
		b, out := eq.rows(eq.b, lo, hi), eq.rows(r, lo, hi)
		for i, v := range out {
			out[i] = b[i] - v
		}
	})
}

// sweep returns the rows of a sparse equation.
func (eq *equation) sweep() sweep.Rows {
	return sweep.Rows{M: eq.sparse, B: eq.b, Place: eq.place, Cols: eq.cols}
}

// norms returns Σωx² of every column of x.
func (eq *equation) norms(x []float64) []float64 {
	return eq.sum(func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			for k, v := range x[i*eq.cols : (i+1)*eq.cols] {
				out[k] += eq.omega[i] * v * v
			}
		}
	})
}

// sum adds up, column by column, what f finds in each chunk of rows; the order
// of summation is fixed, so that the sum does not depend on the number of workers.
func (eq *equation) sum(f func(lo, hi int, out []float64)) []float64 {
	part := make([]float64, par.Chunks(eq.n, chunkRows)*eq.cols)
	par.For(eq.n, chunkRows, func(c, lo, hi int) {
		f(lo, hi, part[c*eq.cols:(c+1)*eq.cols])
	})
	total := make([]float64, eq.cols)
	for i, v := range part {
		total[i%eq.cols] += v
	}
	return total
}
