package graph

import (
	"fmt"
	"math"
)

// Graph is an undirected weighted graph without self-loops, in compressed sparse
// rows. An edge has the weight exp(s - γt), kept as the three numbers, so that no
// weight underflows at any γ.
type Graph struct{ weighted }

// Edges returns the number of undirected edges.
func (g *Graph) Edges() int {
	if g.whole != nil {
		return g.whole.Edges()
	}
	return len(g.ind) / 2
}

// Point returns the dense coordinates of node i, up to one power of two common
// to all, if every t is a squared Euclidean distance of such rows in the same
// units, rounded; otherwise, or where one power of two cannot bring all into the
// range of float64, nil. Do not write to it.
func (g *Graph) Point(i int) []float64 {
	if g.points == nil || g.points.lossy() {
		return nil
	}
	cols, v := g.points.row(i)
	if g.points.dense != nil {
		return v
	}
	row := make([]float64, g.points.d)
	for e, j := range cols {
		row[j] = v[e]
	}
	return row
}

// Components numbers the connected components from 0, in the order of their
// first nodes, and returns each node's number and how many there are. An edge
// joins however small its weight. O(n + edges).
func (g *Graph) Components() (id []int, count int) {
	if g.whole != nil {
		return g.whole.Components()
	}
	return components(g.start, g.ind)
}

// Weights returns the weights as a symmetric sparse matrix; those beyond the range
// of float64 are 0 or +Inf there. O(edges).
func (g *Graph) Weights() *CSR {
	g.list()
	data := make([]float64, 0, len(g.ind))
	for i := range g.N() {
		data = g.LogWeights(data, i)
	}
	for e, l := range data {
		data[e] = math.Exp(l)
	}
	return &CSR{rows: g.N(), cols: g.N(), start: g.start, ind: g.ind, data: data}
}

func (g *Graph) String() string {
	if g.kernel == nil {
		return fmt.Sprintf("graph: %d nodes, %d edges", g.N(), g.Edges())
	}
	return fmt.Sprintf("graph: %d nodes, %d edges, %v", g.N(), g.Edges(), g.kernel)
}
