package graph_test

import (
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// naiveComponents spreads the smaller number along every edge until nothing changes,
// and numbers what is left from 0.
func naiveComponents(n int, edges []graph.Edge) (id []int, count int) {
	least := make([]int, n)
	for i := range least {
		least[i] = i
	}
	for changed := true; changed; {
		changed = false
		for _, e := range edges {
			low := min(least[e.From], least[e.To])
			changed = changed || least[e.From] != low || least[e.To] != low
			least[e.From], least[e.To] = low, low
		}
	}
	firsts := slices.Compact(slices.Sorted(slices.Values(least)))
	id = make([]int, n)
	for i, l := range least {
		id[i] = slices.Index(firsts, l)
	}
	return id, len(firsts)
}

func TestComponents(t *testing.T) {
	rng := random(1)
	for _, n := range []int{1, 2, 10, 50, 200} {
		for _, edges := range []int{0, n / 3, n / 2, n, 3 * n} {
			var list []graph.Edge
			for range edges {
				list = append(list, graph.Edge{From: rng.IntN(n), To: rng.IntN(n), Weight: 1})
			}
			wantID, wantCount := naiveComponents(n, list)
			id, count := requireEdges(t, n, list).Components()
			assert.Equal(t, wantCount, count)
			assert.Equal(t, wantID, id)
		}
	}
}

func TestComponentsOfNeighbors(t *testing.T) {
	for seed := range uint64(5) {
		x := integerRows(random(seed), 60, 2, 9)
		want, wantCount := allDistances(x, naiveEuclidean).within(2).components()
		n := requireRadius(t, dense(x), 2, nil)
		id, count := n.Components()
		assert.Equal(t, want, id)
		assert.Equal(t, wantCount, count)
		id, count = requireWeigh(t, n, kernel.RBF{Gamma: math.Inf(1)}).Components()
		assert.Equal(t, want, id, "an edge joins however small its weight")
		assert.Equal(t, wantCount, count)
	}
}

// A chain is as deep as components get; it must not take a stack frame a node.
func TestComponentsOfALongChain(t *testing.T) {
	const n = 100_000
	edges := make([]graph.Edge, n-1)
	for i := range edges {
		edges[i] = graph.Edge{From: i, To: i + 1, Weight: 1}
	}
	_, count := requireEdges(t, n, edges).Components()
	assert.Equal(t, 1, count)
}

// Point returns the rows up to one power of two for all.
func TestPointIsTheRowTimesAPowerOfTwo(t *testing.T) {
	x := integerRows(random(2), 12, 5, 3)
	x[4] = []float64{0, 0, 0, 0, 0}
	for _, e := range []int{-1074, -600, 0, 3, 600, 1000} {
		for _, form := range forms {
			g := requireWeigh(t, requireKNN(t, form.of(times(x, e)), 2, nil), kernel.RBF{Gamma: 1})
			first := slices.IndexFunc(x[0], nonzero)
			ratio := csrtest.Rows(g).Point(0)[first] / x[0][first]
			frac, _ := math.Frexp(ratio)
			require.Equal(t, 0.5, frac, "%g is a power of two", ratio)
			for i := range x {
				require.Equal(t, scaledBy(x[i], ratio), csrtest.Rows(g).Point(i), "%s, 2^%d, row %d", form.name, e, i)
			}
		}
	}
}

func nonzero(v float64) bool { return v != 0 }

func scaledBy(row []float64, f float64) []float64 {
	out := make([]float64, len(row))
	for j, v := range row {
		out[j] = v * f
	}
	return out
}

// t is the squared distance of the points, in the units of the points.
func TestPointAndRowAgree(t *testing.T) {
	for _, e := range []int{-1000, 0, 1000} {
		x := times(integerRows(random(3), 30, 3, 50), e)
		g := requireWeigh(t, requireKNN(t, dense(x), 4, nil), kernel.RBF{Gamma: 1})
		for i := range x {
			ind, parts, s := csrtest.Row(g, i)
			assert.Nil(t, s)
			for k, j := range ind {
				want, _ := exactSquare(csrtest.Rows(g).Point(i), csrtest.Rows(g).Point(int(j))).Float64()
				require.Equal(t, want, parts[k])
			}
		}
	}
}

func TestPointOfAllZeroRows(t *testing.T) {
	x := [][]float64{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}
	for _, form := range forms {
		g := requireWeigh(t, requireKNN(t, form.of(x), 1, nil), kernel.RBF{Gamma: 1})
		assert.Equal(t, x[1], csrtest.Rows(g).Point(1), form.name)
	}
}

func TestPointOnlyWhereTIsTheirSquaredDistance(t *testing.T) {
	x := dense(integerRows(random(4), 10, 2, 5))
	n := requireKNN(t, x, 3, nil)
	for _, g := range []*graph.Graph{
		requireWeigh(t, n, kernel.Laplacian{Gamma: 1}),
		requireWeigh(t, n, kernel.SelfTuning{}),
		requireWeigh(t, n, kernel.Unweighted{}),
		requireWeigh(t, requireKNN(t, x, 3, &graph.SearchOptions{Metric: kernel.Manhattan{}}), kernel.RBF{Gamma: 1}),
		requireWeigh(t, requireKNN(t, x, 3, &graph.SearchOptions{Metric: kernel.Cosine{}}), kernel.RBF{Gamma: 1}),
		requireEdges(t, 2, []graph.Edge{{From: 0, To: 1, Weight: 1}}),
	} {
		assert.Nil(t, csrtest.Rows(g).Point(0), "%v", g)
	}
}

func TestWeightsBelowTheRangeAreZero(t *testing.T) {
	g := requireWeigh(t, requireComplete(t, dense(column(0, 1, 30)), nil), kernel.RBF{Gamma: 1})
	w := g.Weights()
	assert.InEpsilon(t, math.Exp(-1), w.At(0, 1), 1e-15)
	assert.Zero(t, w.At(0, 2))
	assert.Equal(t, 6, w.NNZ(), "stored all the same")
	assert.Equal(t, -900.0, g.LogWeights(nil, 0)[1])
}

func TestZeroGraph(t *testing.T) {
	var g graph.Graph
	assert.Equal(t, 0, g.N())
	assert.Equal(t, 0, g.Edges())
	id, count := g.Components()
	assert.Empty(t, id)
	assert.Equal(t, 0, count)
	assert.Equal(t, 0, g.Weights().NNZ())
	assert.Equal(t, "graph: 0 nodes, 0 edges", g.String())
}

func TestNeighborsOfAGraphAreItsWeights(t *testing.T) {
	g := requireWeigh(t, requireComplete(t, dense(column(0, 1, 30)), nil), kernel.RBF{Gamma: 1})
	ind, w := g.Neighbors(0)
	assert.Equal(t, []int32{1, 2}, ind)
	assert.InEpsilon(t, math.Exp(-1), w[0], 1e-15)
	assert.Zero(t, w[1])
}
