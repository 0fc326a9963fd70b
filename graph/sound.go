package graph

import (
	"math"
	"slices"
	"sync/atomic"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/par"
)

// sound reports whether neighbours that were read are some that a search returns.
func (n *Neighbors) sound() bool {
	p := n.points
	if !p.Sound() || !n.rows.Sound(len(n.start)-1) || !knn.SoundRows(n.start, p.N(), n.ind, n.d2, p.N()) {
		return false
	}
	return n.search.sound(n.N()) && (n.search.kind == byRank) == (n.near != nil) && n.soundEdges() && n.soundLists()
}

// sound reports whether there is such a search among n rows.
func (s search) sound(n int) bool {
	if !(s.recall >= 0 && s.recall <= 1) || !(s.radius >= 0) {
		return false
	}
	switch s.kind {
	case byRank:
		// A search for as many as there are rows is refused in the first place.
		return s.k >= 1 && s.k < n
	case byRadius, byPairs:
		return true
	}
	return false
}

// soundEdges reports whether both ends of an edge know it, none is a loop, and every edge is as
// long as its rows are apart. O(d) an edge.
func (p *pairs) soundEdges() bool {
	// Row by row, the rows below i come in the order in which row j lists them: the next one
	// that j has not met must be i.
	next := slices.Clone(p.start)
	for i := range len(p.start) - 1 {
		for e := p.start[i]; e < p.start[i+1]; e++ {
			j := int(p.ind[e])
			if j == i || e > p.start[i] && p.ind[e-1] >= p.ind[e] {
				return false
			}
			back := next[j]
			if back == p.start[j+1] || int(p.ind[back]) != i || p.d2[back] != p.d2[e] {
				return false
			}
			next[j]++
		}
	}
	return p.everyEdge(func(i, e int) bool {
		return int(p.ind[e]) < i || p.points.IsDistance(i, int(p.ind[e]), p.d2[e])
	})
}

// everyEdge reports whether ok holds for all entries e of all rows i.
func (p *pairs) everyEdge(ok func(i, e int) bool) bool {
	var wrong atomic.Bool
	par.For(len(p.start)-1, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi && !wrong.Load(); i++ {
			for e := p.start[i]; e < p.start[i+1]; e++ {
				if !ok(i, e) {
					wrong.Store(true)
				}
			}
		}
	})
	return !wrong.Load()
}

// soundLists reports whether the lists of the nearest rise in distance, name no row twice, and
// are among the edges.
func (n *Neighbors) soundLists() bool {
	if n.near == nil {
		return true
	}
	// Reading fills in all lengths.
	l := pairs{start: append([]int{0}, n.near.End...), ind: n.near.Ind, d2: n.near.D2, points: n.points}
	nodes := n.points.N()
	if !knn.SoundRows(l.start, nodes, l.ind, l.d2, nodes) || n.near.Cut < 0 || n.near.Cut > nodes {
		return false
	}
	for i := range nodes {
		ind, d2 := n.near.Row(i)
		// A row that is named twice stands beside itself once they are sorted.
		named := slices.Sorted(slices.Values(ind))
		if !slices.IsSorted(d2) || len(slices.Compact(named)) < len(ind) || len(ind) > knn.MostNeighbors(n.search.k) {
			return false
		}
	}
	return l.everyEdge(func(i, e int) bool { return n.knows(i, int(l.ind[e]), l.d2[e]) })
}

// knows reports whether row i may list row j at the squared distance d2.
func (n *Neighbors) knows(i, j int, d2 float64) bool {
	if i == j {
		return false
	}
	row := n.ind[n.start[i]:n.start[i+1]]
	if at, ok := slices.BinarySearch(row, int32(j)); ok {
		want := n.d2[n.start[i]+at]
		return math.Abs(want-d2) <= 1e-9*want
	}
	// Of mutual neighbours only one lists the other.
	return n.search.mutual && n.points.IsDistance(i, j, d2)
}
