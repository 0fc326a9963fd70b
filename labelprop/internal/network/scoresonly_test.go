package network

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/stretchr/testify/require"
)

// strip is a grid of weights between 1 and spread, length rows by width, with labels of all classes at one end only.
func strip(t *testing.T, length, width, classes int, spread float64) (*graph.Graph, []int) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 1))
	var edges []graph.Edge
	join := func(u, v int) {
		edges = append(edges, graph.Edge{From: u, To: v, Weight: math.Pow(spread, r.Float64())})
	}
	y := make([]int, length*width)
	for i := range y {
		y[i] = unlabeled
		if i < classes {
			y[i] = i
		}
		if i+width < len(y) {
			join(i, i+width)
		}
		if i%width < width-1 {
			join(i, i+1)
		}
	}
	g, err := graph.FromEdges(len(y), edges)
	require.NoError(t, err)
	return g, y
}

// TestScoresAlone: where no proof is wanted and the incomplete factor is slow, approximate elimination takes over
// after its trial. The scores are within the bound of elimination, which is exact and has nothing in common with it.
// For few columns, and where proofs are wanted, the factor goes on to its end.
func TestScoresAlone(t *testing.T) {
	for _, c := range []struct {
		classes    int
		scoresOnly bool
		solver     Solver
	}{
		{manyColumns, true, ApproximateElimination},
		{manyColumns, false, ConjugateGradients},
		{2, true, ConjugateGradients},
	} {
		g, y := strip(t, 160, 20, c.classes, 100)
		_, got, err := Solve(t.Context(), g, classLabels(y), harmonic(), Options{Tol: 1e-6, ScoresOnly: c.scoresOnly})
		require.NoError(t, err)
		require.True(t, got.Converged)
		require.Equal(t, c.solver, got.Solver)
		require.LessOrEqual(t, got.Bound, math.Sqrt(scoresTol))
		want, err := New(g, classLabels(y), harmonic()).eliminate(t.Context(), Options{})
		require.NoError(t, err)
		for i, x := range got.X {
			require.LessOrEqual(t, math.Abs(x-want.X[i]), got.Bound+want.Bound)
		}
	}
}
