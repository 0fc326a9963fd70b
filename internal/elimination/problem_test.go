package elimination

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/lognum"
)

// problem is a labelled point set with a graph, as a user would have it.
type problem struct {
	x       []float64
	dim     int
	labels  []int
	classes int
	gamma   float64
	alpha   *float64 // nil: harmonic
	edges   [][2]int
	noBig   bool
}

func complete(n int) (edges [][2]int) {
	for i := range n {
		for j := range i {
			edges = append(edges, [2]int{i, j})
		}
	}
	return edges
}

// graph weighs the edges, exactly too.
func (p *problem) graph(t testing.TB) *Graph {
	points, err := lognum.NewPoints(p.x, p.dim)
	require.NoError(t, err)
	n := len(p.labels)
	adj := make([][]int, n)
	for _, e := range p.edges {
		adj[e[0]] = append(adj[e[0]], e[1])
		adj[e[1]] = append(adj[e[1]], e[0])
	}
	exact := points.Exact(p.gamma)
	g := &Graph{Rate: points.Gamma(p.gamma), Start: []int{0}, InputError: points.InputError(), BigExp: exact.Exp}
	dist := points.Distances()
	for i := range adj {
		slices.Sort(adj[i])
		for _, j := range adj[i] {
			g.Ind = append(g.Ind, int32(j))
			g.W = append(g.W, lognum.Num{Exponent: points.T(i, j)})
			if !p.noBig {
				g.Big = append(g.Big, dist.Between(i, j))
			}
		}
		g.Start = append(g.Start, len(g.Ind))
	}
	if p.noBig {
		g.Big = nil
	} else if g.Big == nil {
		g.Big = []lognum.Big{}
	}
	return g
}

func (p *problem) seeds() *Labels {
	y := &Labels{Classes: p.classes, Given: make([]bool, len(p.labels)), Share: make([]float64, len(p.labels)*p.classes)}
	for i, c := range p.labels {
		if c >= 0 {
			y.Given[i] = true
			y.Share[i*p.classes+c] = 1
		}
	}
	return y
}

func (p *problem) network(t testing.TB) (*Network, []int32) {
	if p.alpha != nil {
		nw, err := Spreading(p.graph(t), p.seeds(), *p.alpha)
		require.NoError(t, err)
		nodes := make([]int32, nw.Len())
		for i := range nodes {
			nodes[i] = int32(i)
		}
		return nw, nodes
	}
	nw, nodes, err := Harmonic(p.graph(t), p.seeds())
	require.NoError(t, err)
	return nw, nodes
}

// gammaT returns γ·max t.
func (p *problem) gammaT(nw *Network) float64 { return nw.Gamma.Times(nw.maxT()) }
