package network

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dense"
	"github.com/propagate-go/propagate/kernel"
)

// Work on a dense matrix is bounded by its products, whatever the machine.
func TestDenseIterations(t *testing.T) {
	assert.Equal(t, mostIterations, denseIterations(2_600, 3))
	assert.Equal(t, 2_604, denseIterations(8_000, 3))
	assert.Equal(t, 113, denseIterations(20_000, 11))
	// There is at least one certificate.
	assert.Equal(t, checkLate, denseIterations(100_000, 11))
}

// A dense equation that is left before its end proves some labels, none of them wrong; with more iterations asked for,
// all.
func TestDenseEquationStopsAtItsLimit(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	const n = 2600
	x, y := mat.NewDense(n, 2, nil), make([]int, n)
	for i := range n {
		if y[i] = unlabeled; i%100 == 0 {
			y[i] = i / 100 % 3
		}
		x.Set(i, 0, r.NormFloat64()+4*float64(i/100%3))
		x.Set(i, 1, r.NormFloat64())
	}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 3})
	require.NoError(t, err)
	all, err := denseWeightsOf(t.Context(), g, harmonic(), Options{}, dense.Double)
	require.NoError(t, err)
	require.NotNil(t, all)
	nw := newOn(g, classLabels(y), harmonic(), all, nil)
	eq := nw.equation(true)
	eq.most = 26
	short, err := nw.solveCertified(t.Context(), eq, Options{Tol: 1e-12})
	require.NoError(t, err)
	long, err := nw.solveCertified(t.Context(), eq, Options{Tol: 1e-12, MaxIter: 1000})
	require.NoError(t, err)
	require.Equal(t, 26, short.Iterations)
	require.True(t, long.Converged)
	t.Logf("%d of %d proven after %d iterations, %d after %d", n-26-short.unproven(), n-26, short.Iterations,
		n-26-long.unproven(), long.Iterations)
	require.Less(t, long.unproven(), short.unproven())
	require.Less(t, short.unproven(), n-26, "some are proven already")
	for i, proven := range short.Proven {
		require.False(t, proven && short.Label[i] != long.Label[i], "row %d", i)
	}
}

// farRows are rows of a complete graph in a square, and some outside of it, so far that their degrees are e^-200 of
// those of the others. A dense matrix of float64 holds the weights, and no solver that multiplies with it the answer.
func farRows(t *testing.T, n int) (*graph.Graph, []int) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	x, y := mat.NewDense(n, 2, nil), make([]int, n)
	for i := range n {
		if y[i] = unlabeled; i%50 == 0 {
			y[i] = i / 50 % 2
		}
		x.Set(i, 0, 8*r.Float64()+3*float64(max(y[i], 0)))
		x.Set(i, 1, 8*r.Float64())
		if i%50 == 7 {
			x.Set(i, 0, 15+8*r.Float64())
		}
	}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1})
	require.NoError(t, err)
	return g, y
}

// Degrees of a dense matrix have its errors, which are far above those of sums of edges. Solvers that take the edges one
// by one, and whose bounds know of no other errors, get those sums.
func TestSolversOfSingleEdgesGetTheirDegrees(t *testing.T) {
	g, y := farRows(t, 2501)
	m := harmonic()
	all, err := denseWeightsOf(t.Context(), g, m, Options{}, dense.Double)
	require.NoError(t, err)
	require.NotNil(t, all)
	nw, want := newOn(g, classLabels(y), m, all, nil), New(g, classLabels(y), m)
	require.NotEqual(t, want.degree, nw.degree)
	require.False(t, nw.suitsApproximation())
	require.NoError(t, nw.listEdges(t.Context(), Options{}))
	require.Equal(t, want.degree, nw.degree)
	require.Equal(t, want.Free, nw.Free)
	require.True(t, nw.suitsApproximation())
}

// The matrix of a complete graph has n(n+1)/2 elements of eight bytes, or of four; a graph whose edges are listed has
// none.
func TestDenseAsksForItsMatrix(t *testing.T) {
	const n = 3000
	x := mat.NewDense(n, 1, nil)
	for i := range n {
		x.Set(i, 0, float64(i))
	}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1e-6})
	require.NoError(t, err)
	var asked int64
	o := Options{Memory: func(bytes int64, _ string) error {
		asked += bytes
		return nil
	}}
	for _, c := range []struct {
		precision dense.Precision
		element   float64
	}{{dense.Double, 8}, {dense.Single, 4}} {
		asked = 0
		require.NoError(t, askForDense(g, c.precision, o))
		assert.InEpsilon(t, c.element*n*(n+1)/2, asked, 1e-3)
	}
	asked = 0
	require.NoError(t, askForDense(ring(t, 50), dense.Double, o))
	assert.Zero(t, asked)
}
