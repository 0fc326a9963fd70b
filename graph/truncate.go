package graph

import "fmt"

// Truncate returns the neighbours that a search for the k nearest would have found,
// from one for as many or more: a sweep over k needs one search. What
// [Neighbors.Connect] added is not among them. After a search with a recall below 1
// they are the nearest of those found. O(n·k·log k).
//
// Errors: k < 1 or more than were searched, neighbours that are not the k nearest, that of SearchOptions.Scratch.
func (n *Neighbors) Truncate(k int) (*Neighbors, error) {
	n = n.orEmpty()
	if err := n.search.checkRank(k); err != nil {
		return nil, err
	}
	// Lists are by distance: the first k are those that a search for k finds.
	first := n.nearLists().First(k)
	out, err := symmetric(first, n.nodes(), n.search.mutual, n.scratch)
	if err != nil {
		return nil, err
	}
	out.points, out.search, out.rows = n.points, n.search, n.rows
	out.search.k = k
	out.dropLengths()
	return out, nil
}

// checkRank checks that the search has found the k nearest.
func (s search) checkRank(k int) error {
	if s.kind != byRank {
		return fmt.Errorf("graph: %v: there are no k nearest in it", s)
	}
	if k < 1 || k > s.k {
		return fmt.Errorf("graph: k = %d: must be from 1 to %d, as many as were searched", k, s.k)
	}
	return nil
}
