package network

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"gonum.org/v1/gonum/floats"
)

// poissonProof bounds the errors of approximate solutions x of Poisson's equation (I-M)u = b,
// and decides by that when conjugate gradients may stop. M is not negative. So with v > 0 and
// (I-M)v ≥ g > 0, whatever the signs of b and of r = b - (I-M)x are,
//
//	|u - x| ≤ (I-M)⁻¹|r|,   (I-M)⁻¹q ≤ max(qᵢ/gᵢ)v for q ≥ 0.
//
// Where walks end, v = 1 will do: g is the share of the walks that end at a node. Where they do
// not, I-M is singular, and u is known up to a constant in each component. There one node is
// taken as the ground: without its row and column the matrix is regular, v is the hitting time
// of the ground, and the bounds are those of the differences to it.
//
// Rows of attached clusters are no rows of the equation: their u, x and v are those of the node
// that they are attached to, exactly.
type poissonProof struct {
	p     *Poisson
	tol   float64
	fixed []bool    // rows without an equation: grounds, and attached clusters; nil: none
	v, g  []float64 // of each row; g is nil where nothing is proven

	watch progress.Watch // of bounds
	ended error          // by that: the last bounds are none

	soon      float64 // the residual at which the next bound is worth its cost
	checkedAt int     // the iteration of the last bound
	least     float64 // the mean bound at its last halving
	leastAt   int     // the iteration of that
}

// enoughProof is the mean bound, as a share of the mean score, at which conjugate gradients stop:
// few labels in ten thousand have rivals that are closer.
const enoughProof = 3e-6

// newPoissonProof finds v and g.
func newPoissonProof(ctx context.Context, p *Poisson, o Options) (*poissonProof, error) {
	w := &poissonProof{p: p, tol: o.Tol, v: make([]float64, p.eq.n), soon: o.Tol,
		watch: o.Tell.Watch(ctx, progress.Bounding)}
	if !p.holds() {
		return w, nil
	}
	for i := range w.v {
		w.v[i] = 1
	}
	if p.nw.weak != nil {
		w.fixed = make([]bool, p.eq.n)
		for i := range w.fixed {
			w.fixed[i] = p.anchor(i) != i
		}
	}
	if p.eq.singular {
		if err := w.ground(ctx, o); err != nil {
			return nil, err
		}
	}
	w.setG()
	return w, nil
}

// setG sets g to what is left of (I-M)v when every rounding went the wrong way, and to nil if
// that is not positive everywhere.
func (w *poissonProof) setG() {
	eq := w.p.eq
	one := eq.single()
	known := one.boundResidual(w.v)
	g, bad := make([]float64, eq.n), make([]bool, par.Chunks(eq.n, chunkRows))
	par.For(eq.n, chunkRows, func(c, lo, hi int) {
		y, size := make([]float64, 1), make([]float64, 1)
		rows := known.rows(lo, hi)
		defer rows.free()
		for i := lo; i < hi; i++ {
			if w.isFixed(i) {
				continue
			}
			// The right side is 0, so y is -(I-M)v.
			relative := rows.row(i, y, size)
			g[i] = -y[0] - relative*size[0]
			bad[c] = bad[c] || !(g[i] > 0) || !(w.v[i] > 0)
		}
	})
	if !slices.Contains(bad, true) {
		w.g = g
	}
}

// single returns the equation with one column, whose right side is 0.
func (eq *equation) single() *equation {
	one := *eq
	one.cols, one.b, one.place, one.room = 1, make([]float64, eq.n), nil, nil
	return &one
}

func (w *poissonProof) isFixed(i int) bool { return w.fixed != nil && w.fixed[i] }

// bounds returns bounds on |u - x| by row, or on the differences to the ground of its component,
// and the mean of what rounding alone adds to them.
func (w *poissonProof) bounds(x []float64) (off []float64, rounding float64) {
	if w.g == nil {
		return slices.Repeat([]float64{math.Inf(1)}, w.p.eq.n), math.Inf(1)
	}
	r, slack := w.residuals(x)
	off = w.walk(r)
	// What rounding adds is much the same everywhere, so that no walk is needed.
	worst := w.ratio(slack)
	for _, v := range w.v {
		rounding += worst * v / float64(len(w.v))
	}
	return off, rounding
}

// residuals returns bounds on the largest |b - (I-M)x| of each row, and what rounding has in them.
func (w *poissonProof) residuals(x []float64) (r, slack []float64) {
	eq := w.p.eq
	known := eq.boundResidual(x)
	r, slack = make([]float64, eq.n), make([]float64, eq.n)
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		y, size := make([]float64, eq.cols), make([]float64, eq.cols)
		rows := known.rows(lo, hi)
		defer rows.free()
		for i := lo; i < hi; i++ {
			if w.isFixed(i) {
				continue
			}
			relative := rows.row(i, y, size)
			for k := range y {
				// The residual, its rounding, and the errors of b.
				off := relative*size[k] + w.p.errors.source[i]
				slack[i] = atLeast(slack[i], off)
				r[i] = atLeast(r[i], (math.Abs(y[k])+off)*(1+8*unit))
			}
		}
	})
	return r, slack
}

// walkSteps is the number of steps that a walk spreads residuals before they are bounded by v.
const walkSteps = 32

// walk bounds (I-M)⁻¹r for r ≥ 0. Residuals are large at few rows, and a bound by their largest
// share of g counts them everywhere. So they first go some steps of the walk,
//
//	(I-M)⁻¹r = Σ_{k<K} Mᵏr + (I-M)⁻¹Mᴷr ≤ Σ_{k<K} Mᵏr + max((Mᴷr)ᵢ/gᵢ)v.
func (w *poissonProof) walk(r []float64) []float64 {
	one := w.p.eq.single()
	off, next := make([]float64, len(r)), make([]float64, len(r))
	each := float64(len(one.ind)) / float64(max(one.n, 1))
	m := w.watch.Begin(walkSteps * float64(len(one.ind)))
	for range walkSteps {
		w.follow(r)
		w.ended = m.For(one.n, chunkRows, each, func(_, lo, hi int) {
			one.sparse.MulRows(next, r, 1, lo, hi)
			for i := lo; i < hi; i++ {
				off[i] += r[i]
				if w.isFixed(i) {
					next[i] = 0 // follow gives it what it has
				}
				// Each term of a product may be off by the errors of M, and of the sum.
				next[i] *= 1 + 2*(one.relErr+4*float64(one.start[i+1]-one.start[i]+4)*unit)
			}
		})
		// What a context has ended is no bound.
		if w.ended != nil {
			return slices.Repeat([]float64{math.Inf(1)}, len(r))
		}
		r, next = next, r
	}
	w.follow(r)
	rest := w.ratio(r)
	for i, v := range w.v {
		if v > 0 {
			off[i] += rest * v
		}
		off[i] *= 1 + 4*walkSteps*unit
	}
	return off
}

// follow gives rows of attached clusters what the row has that they are attached to.
func (w *poissonProof) follow(x []float64) { w.p.followAnchors(x) }

// ratio returns the largest r/g.
func (w *poissonProof) ratio(r []float64) float64 {
	worst := 0.0
	for i, v := range r {
		if !w.isFixed(i) {
			worst = atLeast(worst, v/w.g[i]*(1+4*unit))
		}
	}
	return worst
}

// atLeast returns the larger of two, +Inf if one is no number.
func atLeast(a, b float64) float64 {
	if m := max(a, b); !math.IsNaN(m) {
		return m
	}
	return math.Inf(1)
}

// check reports whether x has converged, by its residual, and whether it is so near the exact
// solution that few labels are left to prove, or will not come nearer.
func (w *poissonProof) check(o *Outcome) (converged, stop bool) {
	converged = o.Residual <= w.tol
	if w.g == nil || !converged {
		return converged, converged
	}
	// A bound costs some products: wait until the residual has fallen as far as it should, or for
	// long.
	if o.Residual > w.soon && o.Iterations-w.checkedAt < stale {
		return true, false
	}
	w.checkedAt = o.Iterations
	x := o.X
	if w.p.nw.weak != nil {
		x = slices.Clone(x)
		w.p.followAnchors(x)
	}
	off, rounding := w.bounds(x)
	if w.ended != nil {
		return false, true
	}
	mean := floats.Sum(off) / float64(len(off))
	wanted := enoughProof * w.p.meanSize(x)
	if mean <= wanted || mean <= 2*rounding {
		return true, true
	}
	// Stop too when the bound has not halved for a while.
	if w.least == 0 || mean <= w.least/2 {
		w.least, w.leastAt = mean, o.Iterations
	}
	w.soon = o.Residual * max(wanted, rounding) / mean
	return true, o.Iterations-w.leastAt >= stale
}

// meanSize returns the mean of |x|, less the mean of its component where only differences count.
func (p *Poisson) meanSize(x []float64) float64 {
	cols, mean := p.eq.cols, make([]float64, len(p.nw.Reached)*p.eq.cols)
	if p.eq.singular {
		mean = p.means(x)
	}
	total := 0.0
	for i, u := range p.nw.Free {
		for k, v := range x[i*cols : (i+1)*cols] {
			total += math.Abs(v - mean[p.nw.Component[u]*cols+k])
		}
	}
	return total / float64(len(x))
}
