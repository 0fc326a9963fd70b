package graph

import (
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
			return &h.weights
		case *Links:
			return &h.weights
		}
		panic(fmt.Sprintf("graph: a %T has no weights", holder))
	}
}

// N returns the number of nodes.
func (g *Graph) N() int { return g.weights.N() }

// Edges returns the number of undirected edges.
func (g *Graph) Edges() int { return g.weights.Edges() }

// Kernel returns the kernel that the weights come from, nil for a graph of
// [FromEdges] or [FromMatrix].
func (g *Graph) Kernel() kernel.Kernel { return g.kernel }

// Neighbors returns the neighbours of node i, rising, and the weights of the edges to
// them; a weight beyond the range of float64 is 0 or +Inf there, see [Graph.LogWeights].
// The first slice belongs to the graph: do not write to it.
func (g *Graph) Neighbors(i int) (ind []int32, weights []float64) {
	return neighbors(&g.weights, i)
}

// LogWeights appends the natural logarithms of the weights of node i's edges, in the
// order of [Graph.Neighbors], to dst. A value of -Inf stands for a weight whose
// logarithm is below the range of float64: the edge is still there.
func (g *Graph) LogWeights(dst []float64, i int) []float64 { return g.weights.LogWeights(dst, i) }

// Components numbers the connected components from 0, in the order of their
// first nodes, and returns each node's number and how many there are. An edge
// joins however small its weight. O(n + edges).
func (g *Graph) Components() (id []int, count int) {
	if g.weights.Implicit != nil {
		// All pairs are joined.
		return make([]int, g.N()), 1
	}
	return components(g.N(), g.weights.Start, g.weights.Ind)
}

// Weights returns the weights as a symmetric sparse matrix; those beyond the range
// of float64 are 0 or +Inf there. O(edges).
func (g *Graph) Weights() *CSR {
	w := &g.weights
	// A complete graph lists its edges now.
	w.Fill()
	data := make([]float64, 0, len(w.Ind))
	for i := range g.N() {
		data = w.LogWeights(data, i)
	}
	for e, l := range data {
		data[e] = math.Exp(l)
	}
	return &CSR{rows: g.N(), cols: g.N(), start: w.Start, ind: w.Ind, data: data}
}

func (g *Graph) String() string {
	if g.kernel == nil {
		return fmt.Sprintf("graph: %d nodes, %d edges", g.N(), g.Edges())
	}
	return fmt.Sprintf("graph: %d nodes, %d edges, %v", g.N(), g.Edges(), g.kernel)
}

// neighbors returns the columns of row i and its weights.
func neighbors(w *csr.Weights, i int) (ind []int32, weights []float64) {
	// Weights are computed from their exponents when they are read.
	ind, _, _ = w.Row(i)
	weights = w.LogWeights(make([]float64, 0, len(ind)), i)
	for e, l := range weights {
		weights[e] = math.Exp(l)
	}
	return ind, weights
}
