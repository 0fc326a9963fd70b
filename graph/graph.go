package graph

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/kernel"
)

// Graph is an undirected weighted graph without self-loops, in compressed sparse
// rows. Weights are kept as exponents, so that none underflows at any γ. The zero
// value is a graph without nodes.
type Graph struct {
	weights csr.Weights
	kernel  kernel.Kernel // nil for a graph that was not made by Weigh
}

// The other packages of this module read exponents and error bounds.
func init() {
	csr.Of = func(holder any) *csr.Weights {
		switch h := holder.(type) {
		case *Graph:
			return &h.orEmpty().weights
		case *Links:
			return &h.orEmpty().weights
		}
		panic(fmt.Sprintf("graph: a %T has no weights", holder))
	}
	csr.Wrap = func(w *csr.Weights) any { return wrapped(w) }
}

// wrapped returns the graph of the weights whose rows are its nodes.
func wrapped(w *csr.Weights) *Graph {
	own := *w
	own.Rows = nil
	if c := w.Implicit; c != nil {
		// Edges are listed once, by the weights that they are of.
		list := func(ctx context.Context, observe func(done, total int)) ([]int, []int32, []float64, error) {
			err := w.FillWatched(ctx, observe)
			return w.Start, w.Ind, w.T, err
		}
		own.Implicit = &csr.Implicit{X: c.X, N: c.N, D: c.D, List: list}
	}
	return &Graph{weights: own}
}

// N returns the number of rows: of nodes, copies of a row being counted.
func (g *Graph) N() int {
	g = g.orEmpty()
	return rowCount(g.weights.Rows, g.weights.N())
}

// orEmpty lets nil be a graph without nodes.
func (g *Graph) orEmpty() *Graph {
	if g == nil {
		return new(Graph)
	}
	return g
}

// Edges returns the number of undirected edges between different rows; copies of a row are
// joined besides.
func (g *Graph) Edges() int { return g.orEmpty().weights.Edges() }

// Kernel returns the kernel that the weights come from, nil for a graph of
// [FromEdges] or [FromMatrix].
func (g *Graph) Kernel() kernel.Kernel { return g.orEmpty().kernel }

// Neighbors returns the rows that row i is joined to, rising, and the weights of the edges to
// them, none where there is no row i; a weight beyond the range of float64 is 0 or +Inf there, see [Graph.LogWeights].
// The first slice may belong to the graph: do not write to it.
func (g *Graph) Neighbors(i int) (ind []int32, weights []float64) {
	ind, weights = g.logNeighbors(i)
	for e, l := range weights {
		weights[e] = math.Exp(l)
	}
	return ind, weights
}

// logNeighbors is Neighbors with the logarithms of the weights.
func (g *Graph) logNeighbors(i int) ([]int32, []float64) {
	if i < 0 || i >= g.N() {
		return nil, nil
	}
	w := &g.weights
	u := nodeOf(w.Rows, i)
	if u < 0 {
		return nil, nil
	}
	ind, _, _ := w.Row(u)
	logs := w.LogWeights(make([]float64, 0, len(ind)), u)
	if w.Rows == nil {
		return ind, logs
	}
	self := 0.0
	if w.Self != nil {
		self = w.Self[u]
	}
	return expanded(w.Rows, i, ind, logs, self)
}

// LogWeights appends the natural logarithms of the weights of row i's edges, in the
// order of [Graph.Neighbors], to dst. A value of -Inf stands for a weight whose
// logarithm is below the range of float64: the edge is still there.
func (g *Graph) LogWeights(dst []float64, i int) []float64 {
	_, logs := g.logNeighbors(i)
	return append(dst, logs...)
}

// Components numbers the connected components from 0, in the order of their
// first nodes, and returns each node's number and how many there are. An edge
// joins however small its weight. O(n + edges).
func (g *Graph) Components() (id []int, count int) {
	w := &g.orEmpty().weights
	if w.Implicit != nil {
		// All pairs are joined.
		return make([]int, g.N()), 1
	}
	id, count = components(w.N(), w.Start, w.Ind)
	return rowComponents(w.Rows, id, count)
}

// Weights returns the weights as a symmetric sparse matrix; those beyond the range
// of float64 are 0 or +Inf there. O(edges).
func (g *Graph) Weights() *CSR {
	// A complete graph lists its edges now.
	g = g.orEmpty()
	g.weights.Fill()
	m := &CSR{rows: g.N(), cols: g.N(), start: make([]int, 1, g.N()+1)}
	for i := range g.N() {
		ind, weights := g.Neighbors(i)
		m.ind, m.data = append(m.ind, ind...), append(m.data, weights...)
		m.start = append(m.start, len(m.ind))
	}
	return m
}

func (g *Graph) String() string {
	g = g.orEmpty()
	if g.kernel == nil {
		return fmt.Sprintf("graph: %d nodes, %d edges", g.N(), g.Edges())
	}
	return fmt.Sprintf("graph: %d nodes, %d edges, %v", g.N(), g.Edges(), g.kernel)
}
