// Package atlas computes a map of a graph: a place on a page for each of some nodes, similar ones close together.
package atlas

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// Map holds the places of some nodes of a graph.
type Map struct {
	Nodes []int   // in ascending order
	At    []Place // of each of them; around (0, 0), the wider direction horizontal
	net   *net
}

// Graph returns the graph among the placed nodes, in their order, nil if there is none. Edges of all other nodes are
// part of it, by the placed node that stands for them.
func (m *Map) Graph() *graph.Graph {
	if m.net == nil {
		return nil
	}
	var edges []graph.Edge
	for u, list := range m.net.edges {
		for _, e := range list {
			// Each edge is stored at both ends.
			if u < e.to {
				edges = append(edges, graph.Edge{From: u, To: e.to, Weight: e.weight})
			}
		}
	}
	g, err := graph.FromEdges(len(m.Nodes), edges)
	if err != nil {
		return nil // not of weights in (0, 1]
	}
	return g
}

// Place is a place on a page, in no particular unit.
type Place struct{ X, Y float64 }

// Draw places up to most nodes of g: those of must first (an even choice of them where they are
// more than half of most), then others by chance, the same every time. All other nodes count
// through the placed one that is the fewest steps away: their edges are its edges. The start
// is the spectral embedding [belkin2003]; then neighbours attract and others repel each other
// as in UMAP [mcinnes2018], with the kernel 1/(1+d²).
//
// Weights count relative to the largest of a node, so the bandwidth does not matter. The answer
// does not depend on the number of processors. O(edges + most·12·epochs).
func Draw(g *graph.Graph, must []int, most int) *Map {
	// A fixed seed: the same graph always gives the same picture.
	random := rand.New(rand.NewPCG(1, 2))
	m := &Map{Nodes: different(g, must, choose(g.N(), must, most, random))}
	if len(m.Nodes) == 0 {
		return m
	}
	// Reduce the graph to the placed nodes, find a start for them by eigenvectors, and refine it by forces.
	m.net = among(onNodes(g, m.Nodes))
	m.At = m.net.spectral(random)
	m.net.arrange(m.At, random)
	turn(m.At)
	return m
}

// dense is the mean number of edges of a node from which on the neighbours of the placed nodes are searched again,
// instead of following the edges, if the graph knows its rows.
const dense = 200

// among returns the graph among some nodes of g.
func among(g *graph.Graph, nodes []int) *net {
	w := csr.Of(g)
	// Few edges, or no rows to search: follow the edges of the graph itself.
	if len(nodes) <= mostEdges || 2*g.Edges() < dense*g.N() || w.Point(0) == nil {
		return contract(g, nodes)
	}
	// Of a graph with very many edges it is faster to search neighbours among the placed rows again.
	x := mat.NewDense(len(nodes), len(w.Point(0)), nil)
	for i, u := range nodes {
		x.SetRow(i, w.Point(u))
	}
	near, err := graph.KNN(context.Background(), x, mostEdges, nil)
	if err != nil {
		return contract(g, nodes)
	}
	h, err := near.Weigh(kernel.SelfTuning{})
	if err != nil {
		return contract(g, nodes)
	}
	return contract(onNodes(h, all(len(nodes))))
}

// different returns one of equal rows, the first of must where one of them is among the rows, and none
// that has no neighbours because it has no distance to any.
func different(g *graph.Graph, must, rows []int) []int {
	r := csr.Of(g).Rows
	if r == nil {
		return rows
	}
	taken := make([]bool, r.Nodes)
	chosen := map[int]bool{}
	for _, i := range rows {
		chosen[i] = true
	}
	var some []int
	take := func(i int) {
		// Equal rows share a place.
		if u := r.Node[i]; u >= 0 && chosen[i] && !taken[u] {
			taken[u] = true
			some = append(some, i)
		}
	}
	for _, list := range [][]int{must, rows} {
		for _, i := range list {
			take(i)
		}
	}
	slices.Sort(some)
	return some
}

// onNodes returns g as a graph of nodes alone, and the nodes that some rows are.
func onNodes(g *graph.Graph, rows []int) (*graph.Graph, []int) {
	w := csr.Of(g)
	if w.Rows == nil {
		return g, rows
	}
	nodes := make([]int, len(rows))
	for k, i := range rows {
		nodes[k] = int(w.Rows.Node[i])
	}
	return csr.Wrap(w).(*graph.Graph), nodes
}

// choose returns at most most of n nodes, in ascending order: those of must, or an even selection of them, and random
// others.
func choose(n int, must []int, most int, random *rand.Rand) []int {
	if n <= most {
		return all(n)
	}
	taken := make([]bool, n)
	// Too many nodes are required: take every so many of them for half of the places.
	if few := most / 2; len(must) > few {
		for i := range few {
			taken[must[i*len(must)/few]] = true
		}
		most -= few
	} else {
		for _, u := range must {
			taken[u] = true
		}
		most -= len(must)
	}
	// Fill the other places at random. At least as many nodes are free, so this ends.
	for most > 0 {
		if u := random.IntN(n); !taken[u] {
			taken[u] = true
			most--
		}
	}
	var nodes []int
	for u, ok := range taken {
		if ok {
			nodes = append(nodes, u)
		}
	}
	return nodes
}

func all(n int) []int {
	nodes := make([]int, n)
	for i := range nodes {
		nodes[i] = i
	}
	return nodes
}
