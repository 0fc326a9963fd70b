// Package csrtest shows tests the weights of a graph row by row, whatever its nodes are.
package csrtest

import (
	"cmp"
	"slices"

	"github.com/propagate-go/propagate/internal/csr"
)

// Rows returns the weights that a *graph.Graph or a *graph.Links holds with the rows of the
// table in place of nodes: copies of a row have edges of their own.
func Rows(holder any) *csr.Weights {
	w := csr.Of(holder)
	r := w.Rows
	if r == nil {
		return w
	}
	out := *w
	out.Rows, out.Self, out.Implicit = nil, nil, nil
	out.Start, out.Ind, out.T, out.S = []int{0}, nil, nil, nil
	_, isGraph := holder.(interface{ Edges() int })
	if !isGraph {
		// The rows of links are new; only their ends are nodes.
		for i := range w.N() {
			add(&out, w, r, i, -1)
		}
		return &out
	}
	if out.Points != nil {
		out.Points = points{w.Points, r.Node}
	}
	for i, u := range r.Node {
		if u >= 0 {
			add(&out, w, r, int(u), i)
		} else {
			out.Start = append(out.Start, len(out.Ind))
		}
	}
	return &out
}

// Row returns what Rows has in row i, without the other rows.
func Row(holder any, i int) (ind []int32, t, s []float64) {
	w := csr.Of(holder)
	r := w.Rows
	if r == nil {
		return w.Row(i)
	}
	// The rows of links are new; only their ends are nodes.
	own, of := i, i
	if _, isGraph := holder.(interface{ Edges() int }); isGraph {
		own = int(r.Node[i])
	} else {
		of = -1
	}
	if own < 0 {
		return nil, nil, nil
	}
	out := csr.Weights{Start: []int{0}}
	add(&out, w, r, own, of)
	return out.Row(0)
}

type points struct {
	csr.Points
	node []int32
}

func (p points) Point(i int) []float64 { return p.Points.Point(int(p.node[i])) }

// add appends row u of w, which is that of row i of a graph, or of links if that is negative.
func add(out, w *csr.Weights, r *csr.Rows, u, i int) {
	ind, t, s := w.Row(u)
	type edge struct {
		to   int32
		t, s float64
	}
	// Edges to other nodes lead to all their rows.
	var all []edge
	for e, v := range ind {
		for _, j := range r.Of(int(v)) {
			one := edge{to: j, t: t[e]}
			if s != nil {
				one.s = s[e]
			}
			all = append(all, one)
		}
	}
	// Copies of the row itself.
	if i >= 0 {
		for _, j := range r.Of(u) {
			one := edge{to: j}
			if w.Self != nil {
				one.s = w.Self[u]
			}
			if int(j) != i {
				all = append(all, one)
			}
		}
	}
	slices.SortFunc(all, func(a, b edge) int { return cmp.Compare(a.to, b.to) })
	for _, e := range all {
		out.Ind, out.T = append(out.Ind, e.to), append(out.T, e.t)
		if w.S != nil || w.Self != nil {
			out.S = append(out.S, e.s)
		}
	}
	if out.S == nil && w.S != nil {
		out.S = []float64{}
	}
	out.Start = append(out.Start, len(out.Ind))
}
