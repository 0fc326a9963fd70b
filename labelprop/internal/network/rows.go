package network

import (
	"github.com/propagate-go/propagate/internal/elimination"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
)

// rows are the balances of all free nodes, one after the other: the equations
//
//	(groundᵢ + Σⱼwᵢⱼ)·zᵢ = Σⱼwᵢⱼzⱼ + sourceᵢ
//
// that every solver starts from. Row i has the edges start[i]:start[i+1].
type rows struct {
	start  []int
	ind    []int32      // places of the free neighbours, rising
	w      []lognum.Num // weights of the edges
	ground []lognum.Num // what absorbs
	source []lognum.Num // n×columns
}

// assembleRows writes the balances of all free nodes, once. O(edges + n·columns).
func (nw *Network) assembleRows() *rows {
	if nw.rows != nil {
		return nw.rows
	}
	n, c := len(nw.Free), nw.columns()
	r := &rows{start: nw.rowStarts(), ground: make([]lognum.Num, n), source: make([]lognum.Num, n*c)}
	r.ind, r.w = make([]int32, r.start[n]), make([]lognum.Num, r.start[n])
	nw.eachBalance(r.start, r.ind, func(i int, b *balance[lognum.Num]) {
		copy(r.w[r.start[i]:], b.w)
		r.ground[i] = b.ground
		copy(r.source[i*c:(i+1)*c], b.source)
	})
	nw.rows = r
	return r
}

// eachBalance calls f with the balance of every free node i, on all processors. It writes the free neighbours to their
// place in ind, at start[i]. The balance is valid only during the call.
func (nw *Network) eachBalance(start []int, ind []int32, f func(i int, b *balance[lognum.Num])) {
	nw.eachRow(len(nw.Free), len(ind), func(lo, hi int) {
		var b balance[lognum.Num]
		var w []lognum.Num
		for i := lo; i < hi; i++ {
			// The neighbours are appended straight into their place, the weights into memory that is used again.
			first, last := start[i], start[i+1]
			b.ind, b.w = ind[first:first:last], b.w[:0]
			u := nw.Free[i]
			w = nw.appendWeights(w[:0], u)
			assemble(nw, nw.gamma, w, nw.degree[u], u, &b)
			f(i, &b)
		}
	})
}

// rowStarts returns where the edges of each row start, and where those of the last end.
func (nw *Network) rowStarts() []int {
	start := make([]int, len(nw.Free)+1)
	par.For(len(nw.Free), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			u := nw.Free[i]
			for _, v := range nw.Neighbors(u) {
				if nw.Place[v] >= 0 && !nw.weak.cuts(u, int(v)) {
					start[i+1]++
				}
			}
		}
	})
	for i := range nw.Free {
		start[i+1] += start[i]
	}
	return start
}

// forElimination returns the balances in the form that elimination takes.
func (nw *Network) forElimination() *elimination.Network {
	r := nw.assembleRows()
	e := &elimination.Network{
		Gamma: nw.gamma, Start: r.start, Ind: r.ind, W: r.w, Ground: r.ground, Source: r.source,
		Classes: nw.columns(), Stochastic: !nw.method.Symmetric && nw.Labels.Exclusive,
	}
	if nw.method.Symmetric {
		e.Post = make([]lognum.Num, len(nw.Free)) // the answer is D^½z
		for i, u := range nw.Free {
			e.Post[i] = nw.degree[u].Sqrt()
		}
	}
	most := 0
	for _, u := range nw.Free {
		most = max(most, len(nw.Neighbors(u)))
	}
	e.InputError, e.InputLogError = nw.inputErrors(most)
	if nw.density != nil {
		e.InputTError = nw.quotientError()
	}
	return e
}

// exact returns the numbers of the network with exact exponents, or nil if the
// graph does not come from rows at squared Euclidean distances.
func (nw *Network) exact() *elimination.Exact {
	if nw.w.Point(0) == nil || nw.reshaped() {
		return nil
	}
	var flat []float64
	for i := range nw.graph.N() {
		flat = append(flat, nw.w.Point(i)...)
	}
	points, err := lognum.NewPoints(flat, len(flat)/nw.graph.N())
	if err != nil {
		return nil
	}
	a := points.Exact(1)
	shift := a.Gamma.Exp - 1 // the points' own scale, as 4^(shift/2)
	a.Gamma = nw.gamma.Scale(shift)
	x := &elimination.Exact{Exp: a.Exp + shift}
	distances := points.Distances()
	var b balance[lognum.Big]
	for _, u := range nw.Free {
		// The same balance as in assembleRows, from distances without rounding.
		ind := nw.Neighbors(u)
		w := make([]lognum.Big, len(ind))
		for e, v := range ind {
			w[e] = distances.Between(u, int(v))
		}
		degree := a.Sum(w)
		b.ind, b.w = b.ind[:0], b.w[:0]
		assemble(nw, a, w, degree, u, &b)
		x.W, x.Ground, x.Source = append(x.W, b.w...), append(x.Ground, b.ground), append(x.Source, b.source...)
		if nw.method.Symmetric {
			x.Post = append(x.Post, a.Sqrt(degree))
		}
	}
	return x
}
