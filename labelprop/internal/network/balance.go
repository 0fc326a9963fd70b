package network

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
	source []T // one for each column

	grounds []T   // the terms of ground
	sources [][]T // the terms of each source
}

// arithmetic is what writing out a balance needs of numbers: package lognum has it
// with float64 exponents and with exact ones.
type arithmetic[T any] interface {
	Shift(x T, log float64) T
	Sqrt(x T) T
	Sum(xs []T) T
}

// assemble writes out the balance of node u, given the weights of its edges and
// its degree, into r, whose ind and w are empty.
func assemble[T any, A arithmetic[T]](nw *Network, a A, w []T, degree T, u int, r *balance[T]) {
	rule := nw.method.Rule(nw.labelWeight(u))
	r.reset(nw.columns())
	for e, v := range nw.Neighbors(u) {
		if nw.weak.cuts(u, int(v)) {
			continue
		}
		// A factor of 1 has the logarithm 0, and needs no shift.
		x := w[e]
		if rule.LogNeighbors != 0 {
			x = a.Shift(x, rule.LogNeighbors)
		}
		if at := nw.Place[v]; at >= 0 {
			r.ind, r.w = append(r.ind, at), append(r.w, x)
			continue
		}
		// A clamped neighbour is a boundary value: its edge leads to the ground, and
		// its label, times the weight, is a source.
		r.grounds = append(r.grounds, x)
		emit(r, a, x, nw.Labels.Row(nw.LabelAt[v]))
	}
	r.sort()
	// Walks do not end in an attached cluster.
	if rule.LogSelf != Nothing && !nw.weak.attached(u) {
		r.grounds = append(r.grounds, a.Shift(degree, rule.LogSelf))
	}
	if rule.LogSource != Nothing && nw.LabelAt[u] >= 0 {
		// A symmetric method multiplies the rule by D^½ from both sides, so that its own
		// label counts √d times instead of d times.
		if nw.method.Symmetric {
			degree = a.Sqrt(degree)
		}
		emit(r, a, a.Shift(degree, rule.LogSource), nw.Labels.Row(nw.LabelAt[u]))
	}
	// No term is negative, so the sums are right to the last digits.
	r.ground = a.Sum(r.grounds)
	for _, terms := range r.sources {
		r.source = append(r.source, a.Sum(terms))
	}
}

// sort puts the neighbours in the order of their places, which is nearly theirs:
// insertion sort.
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

// reset empties the sums of the balance for c columns.
func (r *balance[T]) reset(c int) {
	r.source, r.grounds = r.source[:0], r.grounds[:0]
	if r.sources == nil {
		r.sources = make([][]T, c)
	}
	for k := range r.sources {
		r.sources[k] = r.sources[k][:0]
	}
}
