package network

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// ground chooses the node of the largest degree of every component as its ground, and sets v to
// the hitting times of the grounds, about.
func (w *poissonProof) ground(ctx context.Context, o Options) error {
	p, eq := w.p, w.p.eq
	if w.fixed == nil {
		w.fixed = make([]bool, eq.n)
	}
	// Of the largest degree, as walks find it soonest.
	top := slices.Repeat([]int{-1}, len(p.nw.Reached))
	for i, u := range p.nw.Free {
		c := p.nw.Component[u]
		if p.anchor(i) == i && (top[c] < 0 || eq.omega[i] > eq.omega[top[c]]) {
			top[c] = i
		}
	}
	for _, i := range top {
		if i >= 0 {
			w.fixed[i] = true
		}
	}
	if err := w.hit(ctx, o); err != nil {
		return err
	}
	for _, i := range top {
		if i >= 0 {
			w.v[i] = 0
		}
	}
	p.followAnchors(w.v)
	return nil
}

// hit solves (I-M)v = 1 without the rows and columns of fixed nodes. It need not be exact: all
// that counts is that (I-M)v is well above 0. Nothing comes over a bridge from an attached
// cluster, whose v is that of the near end: what is left of I-M there is divided by its diagonal.
func (w *poissonProof) hit(ctx context.Context, o Options) error {
	eq := w.p.eq.single()
	eq.singular = false
	eq.m, eq.omega = slices.Clone(eq.m), slices.Clone(eq.omega)
	for i := range eq.n {
		share := w.p.shareInside(i)
		if !w.fixed[i] {
			eq.b[i], eq.omega[i] = 1, share*eq.omega[i]
		}
		for e := eq.start[i]; e < eq.start[i+1]; e++ {
			if w.fixed[i] || w.fixed[eq.ind[e]] {
				eq.m[e] = 0
				continue
			}
			eq.m[e] /= share
		}
	}
	eq.sparse = vec.MustSparse(eq.n, eq.start, eq.ind, eq.m)
	out, err := solveByConjugateGradients(ctx, eq, Options{Tol: hitTolerance}, &halfOfOne{eq, w.fixed})
	if err != nil {
		return err
	}
	w.v = out.X
	return nil
}

// hitTolerance is the residual from which a bound is tried.
const hitTolerance = 0.1

// halfOfOne is satisfied when (I-M)v ≥ ½ in every row that is not fixed.
type halfOfOne struct {
	eq    *equation
	fixed []bool
}

func (h *halfOfOne) check(o *Outcome) (converged, stop bool) {
	r := make([]float64, h.eq.n)
	h.eq.residual(r, o.X)
	far := make([]bool, par.Chunks(h.eq.n, chunkRows))
	par.For(h.eq.n, chunkRows, func(c, lo, hi int) {
		for i := lo; i < hi; i++ {
			// (I-M)v is 1 - r there.
			far[c] = far[c] || !h.fixed[i] && !(math.Abs(r[i]) <= 0.5 && o.X[i] > 0)
		}
	})
	met := !slices.Contains(far, true)
	return met, met
}
