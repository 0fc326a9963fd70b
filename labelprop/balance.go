package labelprop

import (
	"github.com/propagate-go/propagate/internal/ln"
)

// balance is the rule of a method written out for one free node: conductances w
// to other free nodes, ground to everything that absorbs, sources from labels,
//
//	(ground + Σⱼwⱼ)·zᵤ = Σⱼwⱼzⱼ + source.
type balance[T any] struct {
	ind    []int32 // places of the free neighbours
	w      []T
	ground T
	source []T // one a column

	grounds []T
	sources [][]T
}

// arithmetic is what writing out a balance needs of numbers: package pair has it
// with float64 exponents and with exact ones.
type arithmetic[T any] interface {
	Shift(x T, log float64) T
	Sqrt(x T) T
	Sum(xs []T) T
}

// assemble writes out the balance of node u, given the weights of its edges and
// its degree, into r.
func assemble[T any, A arithmetic[T]](p *problem, a A, w []T, degree T, u int, r *balance[T]) {
	rule := p.method.rule(p.labelWeight(u))
	r.reset(p.columns())
	for e, v := range p.neighbors(u) {
		if p.links.cuts(u, int(v)) {
			continue
		}
		x := w[e]
		if rule.link != 0 {
			x = a.Shift(x, rule.link)
		}
		if at := p.place[v]; at >= 0 {
			r.ind, r.w = append(r.ind, at), append(r.w, x)
			continue
		}
		r.grounds = append(r.grounds, x)
		emit(r, a, x, p.seeds.row(p.seedAt[v]))
	}
	r.sort()
	if rule.tie != nothing {
		r.grounds = append(r.grounds, a.Shift(degree, rule.tie))
	}
	if rule.emit != nothing && p.seedAt[u] >= 0 {
		if rule.rooted {
			degree = a.Sqrt(degree)
		}
		emit(r, a, a.Shift(degree, rule.emit), p.seeds.row(p.seedAt[u]))
	}
	r.ground = a.Sum(r.grounds)
	for _, terms := range r.sources {
		r.source = append(r.source, a.Sum(terms))
	}
}

// sort puts the neighbours in the order of their places, which is nearly theirs.
func (r *balance[T]) sort() {
	for e := range r.ind {
		for ; e > 0 && r.ind[e-1] > r.ind[e]; e-- {
			r.ind[e-1], r.ind[e] = r.ind[e], r.ind[e-1]
			r.w[e-1], r.w[e] = r.w[e], r.w[e-1]
		}
	}
}

// emit adds x·y to the sources of r.
func emit[T any, A arithmetic[T]](r *balance[T], a A, x T, y []float64) {
	for k, share := range y {
		switch {
		case share == 1:
			r.sources[k] = append(r.sources[k], x)
		case share > 0:
			r.sources[k] = append(r.sources[k], a.Shift(x, ln.Of(share)))
		}
	}
}

// reset empties the balance for c columns.
func (r *balance[T]) reset(c int) {
	r.ind, r.w, r.source, r.grounds = r.ind[:0], r.w[:0], r.source[:0], r.grounds[:0]
	if r.sources == nil {
		r.sources = make([][]T, c)
	}
	for k := range r.sources {
		r.sources[k] = r.sources[k][:0]
	}
}
