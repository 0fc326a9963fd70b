package graph

import (
	"fmt"

	"github.com/propagate-go/propagate/graph/internal/knn"
)

// Truncate returns the neighbours that a search for the k nearest would have found,
// from one for as many or more: a sweep over k needs one search. What
// [Neighbors.Connect] added is not among them. After a search with a recall below 1
// they are the nearest of those found. O(n·k·log k).
//
// Errors: k < 1 or more than were searched, neighbours that are not the k nearest.
func (n *Neighbors) Truncate(k int) (*Neighbors, error) {
	if n.search.kind != byRank {
		return nil, fmt.Errorf("graph: %v: there are no k nearest in it", n.search)
	}
	if k < 1 || k > n.search.k {
		return nil, fmt.Errorf("graph: k = %d: must be from 1 to %d, as many as were searched", k, n.search.k)
	}
	// Lists are by distance: the first k are those that a search for k finds.
	first := &knn.Lists{End: make([]int, n.N()), Ind: make([]int32, 0, n.N()*k), D2: make([]float64, 0, n.N()*k)}
	for i := range n.N() {
		ind, d2 := n.near.Row(i)
		most := min(k, len(ind))
		first.Ind, first.D2 = append(first.Ind, ind[:most]...), append(first.D2, d2[:most]...)
		first.End[i] = len(first.Ind)
	}
	out := symmetric(first, n.N(), n.search.mutual)
	out.points, out.search = n.points, n.search
	out.search.k = k
	return out, nil
}
