package network

import (
	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
)

const (
	// orderedNodes is the size from which the vectors of a solve outgrow the caches, so
	// that an order of the nodes pays.
	orderedNodes = 200_000
	// regionNodes is the number of nodes that are collected around one.
	regionNodes = 16_384
)

// byNumber lists n nodes in the order of their numbers.
func byNumber(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// nearby lists the nodes of g so that the neighbours of a node are near it: regions,
// each grown in breadth from a node at the border of earlier ones, as in [cuthill1969].
// O(n + edges).
func nearby(g *graph.Graph, region int) []int {
	n := g.N()
	s := &regions{g: g, seen: make([]bool, n), order: make([]int, 0, n)}
	// A node that no region holds yet is the root of the next one. Nodes at the border of
	// earlier regions come first, so that regions that touch follow each other.
	for u := range n {
		s.border = append(s.border, int32(u))
		for len(s.border) > 0 {
			root := int(s.border[0])
			s.border = s.border[1:]
			s.grow(root, region)
		}
	}
	return s.order
}

// regions is the state of nearby.
type regions struct {
	g      *graph.Graph
	seen   []bool
	order  []int
	border []int32 // nodes beside regions, those of the first region first
}

// grow appends the region around a root that no other has.
func (s *regions) grow(root, region int) {
	// Breadth first, up to the size of a region: the queue is the order itself.
	next, end := len(s.order), len(s.order)+region
	s.visit(root)
	for ; next < len(s.order) && len(s.order) < end; next++ {
		ind, _, _ := csr.Of(s.g).Row(s.order[next])
		for _, v := range ind {
			s.visit(int(v))
		}
	}
	// Neighbours of what was not visited any more are the border.
	for _, u := range s.order[next:] {
		ind, _, _ := csr.Of(s.g).Row(u)
		for _, v := range ind {
			if !s.seen[v] {
				s.border = append(s.border, v)
			}
		}
	}
}

func (s *regions) visit(u int) {
	if !s.seen[u] {
		s.seen[u], s.order = true, append(s.order, u)
	}
}
