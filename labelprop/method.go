package labelprop

import (
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/pair"
)

// A Method says what the spread labels are. The methods are [Harmonic],
// [Propagation], [Spreading] and [Poisson].
//
// All of them solve (I - αM)x = b: see docs/methods.md.
type Method interface {
	String() string

	check(*Seeds) error
	// assemble writes the balance of free node u of p into r.
	assemble(p *problem, u int, r *balance)
	// clamps says whether fully trusted nodes keep their labels exactly, and
	// symmetric whether the unknown is scaled by the root of the degree.
	clamps() bool
	symmetric() bool
}

// balance is the equation of one free node u: with conductances w to other free
// nodes, ground to everything that absorbs, and sources from the labels,
//
//	(ground + Σⱼwⱼ)·zᵤ = Σⱼwⱼzⱼ + source.
//
// All are positive, which is what makes a solution without cancellation possible.
type balance struct {
	ind    []int32 // places of the free neighbours
	w      []pair.Num
	ground pair.Num
	source []pair.Num // one a column
}

// reset empties the balance for c columns.
func (r *balance) reset(c int) {
	r.ind, r.w, r.ground = r.ind[:0], r.w[:0], pair.Zero()
	if r.source == nil {
		r.source = make([]pair.Num, c)
	}
	for k := range r.source {
		r.source[k] = pair.Zero()
	}
}

// absorb adds a conductance w that leads to the label y.
func (r *balance) absorb(rate pair.Rate, w pair.Num, y []float64) {
	r.ground = rate.Add(r.ground, w)
	r.emit(rate, w, y)
}

// emit adds w·y to the sources.
func (r *balance) emit(rate pair.Rate, w pair.Num, y []float64) {
	for k, share := range y {
		if share > 0 {
			r.source[k] = rate.Add(r.source[k], w.Times(ln.Of(share)))
		}
	}
}
