package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

func requireEdges(t testing.TB, n int, edges []graph.Edge) *graph.Graph {
	t.Helper()
	g, err := graph.FromEdges(n, edges)
	require.NoError(t, err)
	return g
}

// randomWeights returns a symmetric matrix of weights from 1e-9 to 1e9, three
// quarters of it zero.
func randomWeights(rng *rand.Rand, n int) *mat.SymDense {
	w := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i {
			if rng.IntN(4) == 0 {
				w.SetSym(i, j, math.Pow(10, 18*rng.Float64()-9))
			}
		}
	}
	return w
}

// edgesOf lists the edges of w in a random order and direction.
func edgesOf(rng *rand.Rand, w *mat.SymDense) []graph.Edge {
	var edges []graph.Edge
	for i := range w.SymmetricDim() {
		for j := range i {
			if v := w.At(i, j); v != 0 {
				edges = append(edges, graph.Edge{From: i, To: j, Weight: v})
			}
		}
	}
	rng.Shuffle(len(edges), func(a, b int) {
		edges[a], edges[b] = edges[b], edges[a]
		if e := &edges[a]; rng.IntN(2) == 0 {
			e.From, e.To = e.To, e.From
		}
	})
	return edges
}

// requireGraphOf checks that g is the graph of the weights w.
func requireGraphOf(t testing.TB, w mat.Matrix, g *graph.Graph) {
	t.Helper()
	n, _ := w.Dims()
	require.Equal(t, n, g.N())
	entries := 0
	for i := range n {
		want := []int{}
		for j := range n {
			if i != j && w.At(i, j) != 0 {
				want = append(want, j)
			}
		}
		ind, parts, s := csrtest.Row(g, i)
		require.Equal(t, want, ints(ind), "row %d", i)
		require.Len(t, parts, len(want))
		require.Len(t, s, len(want))
		for e, l := range g.LogWeights(nil, i) {
			require.InDelta(t, math.Log(w.At(i, want[e])), l, 1e-14)
		}
		entries += len(want)
	}
	require.Equal(t, entries/2, g.Edges())
	require.Nil(t, g.Kernel())
}

func TestFromEdgesAgainstMatrix(t *testing.T) {
	rng := random(1)
	for _, n := range []int{1, 2, 5, 40} {
		w := randomWeights(rng, n)
		requireGraphOf(t, w, requireEdges(t, n, edgesOf(rng, w)))
	}
}

func TestFromEdgesWithoutEdges(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		g := requireEdges(t, n, nil)
		assert.Equal(t, n, g.N())
		assert.Zero(t, g.Edges())
		id, count := g.Components()
		assert.Equal(t, n, count)
		assert.Len(t, id, n)
	}
}

func TestFromEdgesRepeatedPairAndLoops(t *testing.T) {
	g := requireEdges(t, 3, []graph.Edge{{0, 1, 2}, {1, 0, 2}, {2, 2, 9}, {0, 1, 2}, {1, 2, 0.5}, {0, 0, 1e-300}})
	assert.Equal(t, 2, g.Edges())
	assert.Equal(t, "graph: 3 nodes, 2 edges", g.String())
	want := mat.NewDense(3, 3, []float64{0, 2, 0, 2, 0, 0.5, 0, 0.5, 0})
	assert.True(t, mat.EqualApprox(want, g.Weights(), 1e-15), "%v", mat.Formatted(g.Weights()))
}

func TestFromEdgesErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		n     int
		edges []graph.Edge
		want  string
	}{
		{-1, nil, "graph: -1 nodes: the number must be from 0 to 2147483647"},
		{1 << 31, nil, "graph: 2147483648 nodes: the number must be from 0 to 2147483647"},
		{0, []graph.Edge{{0, 0, 1}}, "graph: edge 0: joins 0 and 0: nodes are numbered from 0 to -1"},
		{2, []graph.Edge{{0, 1, 1}, {0, 2, 1}}, "graph: edge 1: joins 0 and 2: nodes are numbered from 0 to 1"},
		{2, []graph.Edge{{2, 0, 1}}, "graph: edge 0: joins 2 and 0: nodes are numbered from 0 to 1"},
		{2, []graph.Edge{{-1, 0, 1}}, "graph: edge 0: joins -1 and 0: nodes are numbered from 0 to 1"},
		{2, []graph.Edge{{1, -7, 1}}, "graph: edge 0: joins 1 and -7: nodes are numbered from 0 to 1"},
		{2, []graph.Edge{{0, 1, 1}, {1, 0, 0}}, "graph: edge 1, from 1 to 0: weight 0 must be finite and above 0"},
		{2, []graph.Edge{{0, 1, -2}}, "graph: edge 0, from 0 to 1: weight -2 must be finite and above 0"},
		{2, []graph.Edge{{0, 1, nan}}, "graph: edge 0, from 0 to 1: weight NaN must be finite and above 0"},
		{2, []graph.Edge{{0, 1, inf}}, "graph: edge 0, from 0 to 1: weight +Inf must be finite and above 0"},
		{2, []graph.Edge{{1, 1, nan}}, "graph: edge 0, from 1 to 1: weight NaN must be finite and above 0"},
		{3, []graph.Edge{{2, 1, 1}, {1, 2, 3}}, "graph: nodes 1 and 2 are joined by two weights, 1 and 3"},
		{3, []graph.Edge{{0, 1, 1}, {0, 1, 1.0000000000000002}}, "graph: nodes 0 and 1 are joined by two weights, 1 and 1.0000000000000002"},
	} {
		g, err := graph.FromEdges(c.n, c.edges)
		assert.Nil(t, g)
		assert.EqualError(t, err, c.want)
	}
}

func TestFromEdgesWithWeightsAtTheEndsOfTheRange(t *testing.T) {
	g := requireEdges(t, 4, []graph.Edge{{0, 1, 5e-324}, {1, 2, 1e-310}, {2, 3, 1e308}})
	assert.InDelta(t, -1074*math.Ln2, g.LogWeights(nil, 0)[0], 1e-12)
	assert.InDelta(t, -310*math.Ln10, g.LogWeights(nil, 1)[1], 1e-12)
	assert.InDelta(t, 308*math.Ln10, g.LogWeights(nil, 3)[0], 1e-12)
	w := g.Weights()
	assert.Equal(t, 5e-324, w.At(0, 1))
	assert.InEpsilon(t, 1e-310, w.At(1, 2), 1e-12)
	assert.InEpsilon(t, 1e308, w.At(2, 3), 1e-12)
}

// A graph of named nodes is the same as without names, in any order of them.
func TestFromNamedEdges(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 8))
	for range 30 {
		n := 1 + r.IntN(20)
		names, edges := make([]string, n), []graph.Edge(nil)
		for i, k := range r.Perm(n) {
			names[i] = fmt.Sprint("node ", k)
		}
		for i := range n {
			for j := range i {
				if r.IntN(3) == 0 {
					edges = append(edges, graph.Edge{From: i, To: j, Weight: math.Exp(r.NormFloat64())})
				}
			}
		}
		want, err := graph.FromEdges(n, edges)
		require.NoError(t, err)
		got, err := graph.FromNamedEdges(names, edges)
		require.NoError(t, err)
		require.Equal(t, want.N(), got.N())
		require.Equal(t, want.Edges(), got.Edges())
		for i := range n {
			ind, weights := want.Neighbors(i)
			named, same := got.Neighbors(i)
			require.ElementsMatch(t, ind, named)
			require.ElementsMatch(t, weights, same)
		}
		id, count := want.Components()
		named, same := got.Components()
		require.Equal(t, id, named)
		require.Equal(t, count, same)
		require.True(t, mat.Equal(want.Weights(), got.Weights()))
	}
	_, err := graph.FromNamedEdges([]string{"a", "b", "a"}, nil)
	assert.EqualError(t, err, `graph: nodes 0 and 2 have one name, "a"`)
	_, err = graph.FromNamedEdges([]string{"a"}, []graph.Edge{{From: 0, To: 1, Weight: 1}})
	assert.ErrorContains(t, err, "edge 0: joins 0 and 1")
}
