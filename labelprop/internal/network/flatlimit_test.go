package network

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// Edges that are measured again are those that are listed, bit for bit, and none is longer than the bound says.
func TestMeasuredEdgesAreThoseListed(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	x := mat.NewDense(2600, 3, nil)
	x.Apply(func(int, int, float64) float64 { return r.NormFloat64() }, x)
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1})
	require.NoError(t, err)
	w := csr.Of(g)
	longest, read := w.Implicit.Longest(), measuredEdges(w.Implicit)
	for _, u := range []int{0, 1, 77, 2599} {
		gotInd, gotT := read(u)
		ind, listed, _ := w.Row(u)
		require.Equal(t, ind, gotInd)
		require.Equal(t, listed, gotT)
		require.GreaterOrEqual(t, longest, slices.Max(listed))
	}
}

// The dense matrix of a γ far below the range in which float64 has all its digits, too.
func TestDenseAtTheLeastGamma(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	x := mat.NewDense(2600, 3, nil)
	x.Apply(func(int, int, float64) float64 { return r.NormFloat64() }, x)
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	for _, gamma := range []float64{5e-324, 1e-300, 1e-20} {
		g, err := near.Weigh(kernel.RBF{Gamma: gamma})
		require.NoError(t, err)
		w := csr.Of(g).Dense(0, nil)
		require.NotNil(t, w, "γ = %g", gamma)
		require.InDelta(t, 1, w.At(3, 9), w.Error+1e-19)
	}
}
