package network

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// traps is a graph of rows in six dimensions, some of them in tight groups without a label: a walk
// takes about exp(c) steps out of each. c is γ times the median squared length of an edge.
func traps(t *testing.T, n int, c float64) (*graph.Graph, []int) {
	t.Helper()
	r := rand.New(rand.NewPCG(6, 6))
	x := mat.NewDense(n, 6, nil)
	for i := range n {
		for k := range 6 {
			x.Set(i, k, r.NormFloat64())
		}
		if i%4 == 3 {
			// Near the row before it.
			for k := range 6 {
				x.Set(i, k, x.At(i-1, k)+0.05*r.NormFloat64())
			}
		}
	}
	near, err := graph.KNN(t.Context(), x, 8, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: c / 3})
	require.NoError(t, err)
	y := make([]int, n)
	for i := range y {
		y[i] = unlabeled
		if i%20 == 0 {
			y[i] = r.IntN(3)
		}
	}
	return g, y
}

// TestApproximateEliminationAgrees holds it against elimination of the whole, which is exact and has
// nothing in common with it.
func TestApproximateEliminationAgrees(t *testing.T) {
	for _, c := range []float64{1, 10, 30, 60} {
		g, y := traps(t, 400, c)
		nw := New(g, classLabels(y), harmonic())
		got, err := nw.approximate(t.Context(), Options{Tol: 1e-6})
		require.NoError(t, err)
		require.NotNil(t, got, "c = %g", c)
		want, err := nw.eliminate(t.Context(), Options{})
		require.NoError(t, err)
		require.True(t, got.Converged, "c = %g", c)
		require.Less(t, got.Bound, 1e-3)
		for i, x := range got.X {
			require.LessOrEqual(t, math.Abs(x-want.X[i]), got.Bound+want.Bound, "c = %g", c)
		}
		proven := 0
		for i := range nw.Free {
			if got.Proven[i] {
				proven++
				require.Equal(t, want.Label[i], got.Label[i], "c = %g, node %d", c, i)
			}
		}
		t.Logf("c = %g: %d of %d proven, bound %.2g, %d iterations", c, proven, len(nw.Free), got.Bound, got.Iterations)
		require.GreaterOrEqual(t, proven, len(nw.Free)*99/100)
	}
}

// TestDeepTrapsChangeTheSolver: where walks are caught, conjugate gradients give way after their first
// iterations, and everything is proven all the same.
func TestDeepTrapsChangeTheSolver(t *testing.T) {
	for c, want := range map[float64]Solver{1: ConjugateGradients, 20: ApproximateElimination, 60: ApproximateElimination} {
		g, y := traps(t, 1500, c)
		iterations := 0
		nw, sol, err := Solve(t.Context(), g, classLabels(y), harmonic(), Options{Tol: 1e-6, Observe: func(progress.Iteration) error {
			iterations++
			return nil
		}})
		require.NoError(t, err)
		require.Equal(t, want, sol.Solver, "c = %g", c)
		require.Less(t, sol.unproven(), len(nw.Free)/100, "c = %g", c)
		require.Less(t, iterations, 400, "c = %g", c)
	}
}
