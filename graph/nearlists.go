package graph

import (
	"slices"

	"github.com/propagate-go/propagate/graph/internal/knn"
)

// The lists of the nearest are among the edges, so that their lengths are known: the lists are kept without them, in a
// third of the memory. Only where mutual neighbours are joined, edges leave out what one of a pair lists.

// dropLengths gives up the lengths that the edges have.
func (n *Neighbors) dropLengths() {
	if n.near != nil && !n.search.mutual {
		lists := *n.near
		lists.D2 = nil
		n.near = &lists
	}
}

// nearest returns the list of node u, nearest first, and the squared distances.
func (n *Neighbors) nearest(u int) (ind []int32, d2 []float64) {
	if n.near.D2 != nil {
		return n.near.Row(u)
	}
	ind = n.near.Names(u)
	d2 = make([]float64, len(ind))
	for e, j := range ind {
		at, _ := n.edge(u, j)
		d2[e] = n.d2[at]
	}
	return ind, d2
}

// edge returns the entry of node u that leads to node j, if there is one.
func (n *Neighbors) edge(u int, j int32) (at int, ok bool) {
	lo, hi := n.start[u], n.start[u+1]
	at, ok = slices.BinarySearch(n.ind[lo:hi], j)
	return lo + at, ok
}

// nearLists returns the lists with all lengths.
func (n *Neighbors) nearLists() *knn.Lists {
	if n.near.D2 != nil {
		return n.near
	}
	lists, _ := n.withLengths()
	return lists
}

// withLengths returns the lists with the lengths of the edges, and reports whether there are all of these.
func (n *Neighbors) withLengths() (*knn.Lists, bool) {
	lists := *n.near
	lists.D2 = make([]float64, len(lists.Ind))
	return &lists, n.eachNear(func(e, edge int) bool {
		lists.D2[e] = n.d2[edge]
		return true
	})
}

// edgesGive reports whether the lengths of all lists are those of the edges, bit for bit.
func (n *Neighbors) edgesGive(d2 []float64) bool {
	return n.eachNear(func(e, edge int) bool { return d2[e] == n.d2[edge] })
}

// eachNear calls f with every entry of the lists and that of the edge to the same row, as long as f says so and there
// is an edge, and reports whether that was to the end.
func (n *Neighbors) eachNear(f func(e, edge int) bool) bool {
	if len(n.near.End) > n.nodes() {
		return false
	}
	e := 0
	for i, end := range n.near.End {
		if end < e || end > len(n.near.Ind) {
			return false
		}
		for ; e < end; e++ {
			if at, ok := n.edge(i, n.near.Ind[e]); !ok || !f(e, at) {
				return false
			}
		}
	}
	return e == len(n.near.Ind)
}
