package atlas

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
)

// mostEdges of a node are kept, the strongest ones.
const mostEdges = 12

// net is an undirected weighted graph, every edge once from each end.
type net struct{ edges [][]edge }

type edge struct {
	to     int
	weight float64 // in (0, 1]
}

// contract returns the graph among some nodes of g, in which each stands for all nodes that are nearer to it than to
// the others, counted in steps.
func contract(g *graph.Graph, nodes []int) *net {
	owner := owners(g, nodes)
	// The nodes that each placed node stands for.
	members := make([][]int32, len(nodes))
	for u, o := range owner {
		if o >= 0 {
			members[o] = append(members[o], int32(u))
		}
	}
	raw := make([][]edge, len(nodes))
	sum := make([]float64, len(nodes))
	// The edges between such sets, summed up.
	for o, own := range members {
		raw[o] = outgoing(g, o, own, owner, sum)
	}
	return union(raw)
}

// owners returns, for each node of g, the index of the nearest of nodes, counted in steps, and of several the first;
// -1 in components without any.
func owners(g *graph.Graph, nodes []int) []int {
	owner, w := make([]int, g.N()), csr.Of(g)
	for u := range owner {
		owner[u] = -1
	}
	// Breadth-first search from all placed nodes at once: each other node is first met by one of the nearest.
	queue := make([]int, 0, g.N())
	for o, u := range nodes {
		owner[u] = o
		queue = append(queue, u)
	}
	// Every node is placed: nothing to search.
	if len(nodes) == g.N() {
		return owner
	}
	for head := 0; head < len(queue); head++ {
		u := queue[head]
		ind, _, _ := w.Row(u)
		for _, v := range ind {
			// Met for the first time, by the fewest steps.
			if owner[v] < 0 {
				owner[v] = owner[u]
				queue = append(queue, int(v))
			}
		}
	}
	return owner
}

// outgoing sums up the edges of the members of o to other owners, each relative to the largest
// of its node, and returns the strongest, relative to the largest of them. sum is all 0, before and after.
func outgoing(g *graph.Graph, o int, members []int32, owner []int, sum []float64) []edge {
	var to []edge
	var logs []float64
	w := csr.Of(g)
	for _, u := range members {
		ind, _, _ := w.Row(int(u))
		if len(ind) == 0 {
			continue
		}
		// Weights may underflow, their logarithms do not: divide by the largest weight of the node first.
		logs = w.LogWeights(logs[:0], int(u))
		top := slices.Max(logs)
		for e, v := range ind {
			if p := owner[v]; p != o {
				// The first edge to this owner. Adding the smallest number above 0 below keeps it from being
				// listed twice.
				if sum[p] == 0 {
					to = append(to, edge{to: p})
				}
				sum[p] += max(relative(logs[e], top), math.SmallestNonzeroFloat64)
			}
		}
	}
	for e := range to {
		// Read the sums off and reset them for the next call, touching only the entries in use.
		to[e].weight = sum[to[e].to]
		sum[to[e].to] = 0
	}
	return strongest(to)
}

// relative is exp(l - top), 1 where both are -Inf.
func relative(l, top float64) float64 {
	if l == top {
		return 1
	}
	return math.Exp(l - top)
}

// strongest keeps the strongest edges, ties by index, and divides them by the strongest.
func strongest(to []edge) []edge {
	slices.SortFunc(to, func(a, b edge) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.to, b.to)) })
	to = slices.Clone(to[:min(len(to), mostEdges)])
	// From the last to the first, since all are divided by the first.
	for e := len(to) - 1; e >= 0; e-- {
		to[e].weight = max(to[e].weight/to[0].weight, math.SmallestNonzeroFloat64)
	}
	return to
}

// union joins directed edges a and b between two nodes into one of a + b - ab.
func union(raw [][]edge) *net {
	n := &net{edges: make([][]edge, len(raw))}
	for u, list := range raw {
		for _, e := range list {
			// The probabilistic union of [mcinnes2018], a + b - ab: the edge exists if either direction has it.
			back := find(raw[e.to], u)
			w := min(e.weight+back-e.weight*back, 1)
			n.edges[u] = append(n.edges[u], edge{e.to, w})
			// The other end does not list the edge, so it would not be added from there.
			if back == 0 {
				n.edges[e.to] = append(n.edges[e.to], edge{u, w})
			}
		}
	}
	return n
}

// find returns the weight of an edge, 0 if there is none.
func find(list []edge, to int) float64 {
	for _, e := range list {
		if e.to == to {
			return e.weight
		}
	}
	return 0
}
