package graph_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// perplexed returns the shares of a row's neighbours at the width that gives them the
// perplexity, found by trying 400,000 of them.
func perplexed(d []float64, want float64) []float64 {
	p, best, gap := make([]float64, len(d)), make([]float64, len(d)), math.Inf(1)
	for step := range 40_000 {
		beta := math.Exp(-10 + 20*float64(step)/40_000)
		for j, v := range d {
			p[j] = math.Exp(-beta * (v*v - d[0]*d[0]))
		}
		floats.Scale(1/floats.Sum(p), p)
		if off := math.Abs(math.Exp(stat.Entropy(p)) - want); off < gap {
			copy(best, p)
			gap = off
		}
	}
	return best
}

// TestPerplexity compares weights with those of widths found by trial, and checks that
// they depend neither on the unit nor on a common addition to all squares.
func TestPerplexity(t *testing.T) {
	x, _ := scattering(rand.New(rand.NewPCG(3, 8)), 12)
	for name, search := range map[string]func(mat.Matrix) (*graph.Neighbors, error){
		"complete": func(x mat.Matrix) (*graph.Neighbors, error) { return graph.Complete(t.Context(), x, nil) },
		"nearest":  func(x mat.Matrix) (*graph.Neighbors, error) { return graph.KNN(t.Context(), x, 5, nil) },
	} {
		n, err := search(x)
		require.NoError(t, err)
		g, err := n.Weigh(kernel.Perplexity{P: 3})
		require.NoError(t, err)
		want := mat.NewDense(12, 12, nil)
		for i := range 12 {
			ind, d := n.Row(i)
			for e, share := range perplexed(d, 3) {
				j := int(ind[e])
				want.Set(i, j, want.At(i, j)+share/2)
				want.Set(j, i, want.At(j, i)+share/2)
			}
		}
		assert.True(t, mat.EqualApprox(want, g.Weights(), 1e-3), name)
		for _, unit := range []float64{1e9, 1e-12} {
			var scaled mat.Dense
			scaled.Scale(unit, x)
			far, err := search(&scaled)
			require.NoError(t, err)
			h, err := far.Weigh(kernel.Perplexity{P: 3})
			require.NoError(t, err)
			assert.True(t, mat.EqualApprox(g.Weights(), h.Weights(), 1e-9), name)
		}
	}
}

// TestPerplexityAtTheEnds checks rows that cannot have the perplexity.
func TestPerplexityAtTheEnds(t *testing.T) {
	n, err := graph.Complete(t.Context(), mat.NewDense(5, 1, []float64{0, 0, 0, 0, 7}), nil)
	require.NoError(t, err)
	g, err := n.Weigh(kernel.Perplexity{P: 2})
	require.NoError(t, err)
	w := g.Weights()
	assert.InDelta(t, 1, w.At(0, 1), 1e-12, "copies are at the distance 0")
	assert.InDelta(t, math.Exp(-math.Sqrt(8)), w.At(0, 4), 1e-12, "d² = 49, the widths² 49/8 and 49")
	almost, err := graph.Complete(t.Context(), mat.NewDense(5, 1, []float64{0, 1e-9, 2e-9, 4e-9, 7}), nil)
	require.NoError(t, err)
	g, err = almost.Weigh(kernel.Perplexity{P: 4. / 3})
	require.NoError(t, err)
	for i := range 5 {
		for j := range i {
			assert.Greater(t, g.Weights().At(i, j), 0.01, "nor do rounding errors part %d and %d", i, j)
		}
	}
	two, err := graph.Complete(t.Context(), mat.NewDense(2, 1, []float64{0, 1}), nil)
	require.NoError(t, err)
	g, err = two.Weigh(kernel.Perplexity{P: 50})
	require.NoError(t, err)
	assert.InDelta(t, 1, g.Weights().At(0, 1), 1e-12)
	for _, p := range []float64{0.5, -1, math.NaN()} {
		_, err = two.Weigh(kernel.Perplexity{P: p})
		assert.ErrorContains(t, err, "must be at least 1")
	}
	links, err := n.Link(t.Context(), mat.NewDense(1, 1, []float64{6}), kernel.Perplexity{})
	require.NoError(t, err)
	for _, l := range links.LogWeights(nil, 0) {
		assert.False(t, math.IsNaN(l) || l > 0)
	}
}

// Weighing that is watched gives the same weights, tells of all rows, and of no more than the whole.
func TestWeighObserved(t *testing.T) {
	near := requireKNN(t, dense(randomRows(random(31), 500, 3)), 8, nil)
	for k, part := range map[kernel.Kernel]float64{kernel.SharedNeighbors{}: 1, kernel.Perplexity{P: 4}: 0.6} {
		want, err := near.Weigh(k)
		require.NoError(t, err)
		var told []int
		last := 0.
		got, err := near.WeighObserved(k, func(done, total int) {
			assert.LessOrEqual(t, done, total)
			told = append(told, done)
			last = float64(done) / float64(total)
		})
		require.NoError(t, err)
		assert.IsIncreasing(t, told)
		assert.InDelta(t, part, last, 1e-5)
		for i := range 500 {
			require.Equal(t, want.LogWeights(nil, i), got.LogWeights(nil, i))
		}
	}
	g, err := near.WeighObserved(kernel.SharedNeighbors{}, nil)
	require.NoError(t, err)
	assert.Equal(t, 500, g.N())
}
