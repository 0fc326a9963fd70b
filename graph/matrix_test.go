package graph_test

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// rowsOf returns the values of m.
func rowsOf(m mat.Matrix) [][]float64 {
	n, d := m.Dims()
	x := make([][]float64, n)
	for i := range x {
		for j := range d {
			x[i] = append(x[i], m.At(i, j))
		}
	}
	return x
}

func TestFromMatrix(t *testing.T) {
	for _, n := range []int{1, 3, 30} {
		w := randomWeights(random(1), n)
		g, err := graph.FromMatrix(w)
		require.NoError(t, err)
		requireGraphOf(t, w, g)
		for _, form := range forms {
			g, err := graph.FromMatrix(form.of(rowsOf(w)))
			require.NoError(t, err, form.name)
			requireGraphOf(t, w, g)
		}
	}
}

func TestFromMatrixDropsTheDiagonal(t *testing.T) {
	for _, form := range forms {
		g, err := graph.FromMatrix(form.of([][]float64{{5, 1}, {1, math.NaN()}}))
		require.NoError(t, err)
		requireGraphOf(t, mat.NewDense(2, 2, []float64{0, 1, 1, 0}), g)
	}
}

func TestFromMatrixErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		w    [][]float64
		want string
	}{
		{[][]float64{{0, 1, 2}, {1, 0, 3}}, "graph: a weight matrix is square, this one is 2×3"},
		{[][]float64{{0, 1}, {2, 0}}, "graph: weight (0,1) is 1 but (1,0) is 2: make it symmetric first, e.g. (W+Wᵀ)/2"},
		{[][]float64{{0, 1}, {0, 0}}, "graph: weight (0,1) is 1 but (1,0) is 0"},
		{[][]float64{{0, 0}, {1, 0}}, "graph: weight (1,0) is 1 but (0,1) is 0"},
		{[][]float64{{0, 1}, {nan, 0}}, "(1,0) is NaN"},
		{[][]float64{{0, -1}, {-1, 0}}, "from 0 to 1: weight -1 must be finite and above 0"},
		{[][]float64{{0, inf}, {inf, 0}}, "from 0 to 1: weight +Inf must be finite and above 0"},
		{[][]float64{{0, nan}, {nan, 0}}, "from 0 to 1: weight NaN must be finite and above 0"},
		{[][]float64{{0, 0}, {nan, 0}}, "from 1 to 0: weight NaN must be finite and above 0"},
	} {
		for _, form := range forms {
			g, err := graph.FromMatrix(form.of(c.w))
			assert.Nil(t, g)
			assert.ErrorContains(t, err, c.want, "%s, %v", form.name, c.w)
		}
	}
}

// A graph's own weights make the same graph again.
func TestFromMatrixOfWeights(t *testing.T) {
	g := requireEdges(t, 30, edgesOf(random(2), randomWeights(random(3), 30)))
	w := g.Weights()
	assert.True(t, mat.Equal(w, w.T()))
	again, err := graph.FromMatrix(w)
	require.NoError(t, err)
	requireGraphOf(t, w, again)
}

func TestFromMatrixOfNothing(t *testing.T) {
	g, err := graph.FromMatrix(&mat.Dense{})
	require.NoError(t, err)
	assert.Zero(t, g.N())
}
