package labelprop_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The covariance is that of solving without each label, and without each two of them.
func TestLeavePairsOutIsRefitting(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		g, y := randomProblem(t, seed)
		for _, m := range influenced {
			t.Run(fmt.Sprintf("%d/%v", seed, m), func(t *testing.T) {
				o := &labelprop.Options{Solver: labelprop.Elimination}
				got, err := labelprop.LeavePairsOut(t.Context(), g, classSeeds(y), m, o)
				require.NoError(t, err)
				assert.InDeltaSlice(t, refitPairs(t, g, y, m, o), append(got.Classes, got.Hits), 1e-10)
			})
		}
	}
}

// refitPairs leaves out each two labels.
func refitPairs(t *testing.T, g *graph.Graph, y []int, m labelprop.Method, o *labelprop.Options) []float64 {
	t.Helper()
	c := classCount(y)
	leftOut := func(y []int) *labelprop.LOO {
		r, err := labelprop.LeaveOneOut(t.Context(), g, must(labelprop.Classes(y, c)), m, o)
		require.NoError(t, err)
		return r
	}
	alone := leftOut(y)
	// By how much the answer at each label changes without each other one, and in the last place whether it is right.
	l := len(alone.Nodes)
	change := make([][][]float64, l)
	for i := range change {
		change[i] = make([][]float64, l)
	}
	for j, u := range alone.Nodes {
		without := slices.Clone(y)
		without[u] = none
		pair := leftOut(without)
		for at, v := range pair.Nodes {
			i := slices.Index(alone.Nodes, v)
			for k := range c {
				change[i][j] = append(change[i][j], pair.Probabilities.At(at, k)-alone.Probabilities.At(i, k))
			}
			change[i][j] = append(change[i][j], right(pair, at)-right(alone, i))
		}
	}
	mean := make([]float64, c+1)
	for i := range l {
		for j := range l {
			for k := range change[i][j] {
				mean[k] += change[i][j][k] * change[j][i][k] / float64(l*(l-1))
			}
		}
	}
	return mean
}

func right(r *labelprop.LOO, i int) float64 {
	if r.Labels[i] == r.Given[i] {
		return 1
	}
	return 0
}

// Where nodes of one class lie in components of their own, an estimate of the share that is not reached is that of
// Good and Turing, whose variance counts the components with two labels twice.
func TestLeavePairsOutCountsPairs(t *testing.T) {
	var edges []graph.Edge
	y := slices.Repeat([]int{none}, 40)
	for at, labels := range []int{1, 2, 2, 3, 2, 0, 1, 4} {
		for k := range 4 {
			edges = append(edges, graph.Edge{From: 5 * at, To: 5*at + k + 1, Weight: 1})
		}
		for k := range labels {
			y[5*at+k+1] = at % 2
		}
	}
	g, err := graph.FromEdges(40, edges)
	require.NoError(t, err)
	got, err := labelprop.LeavePairsOut(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	assert.InDeltaSlice(t, []float64{2. * 2 / (15 * 14), 2. * 1 / (15 * 14)}, got.Classes, 1e-9)
	assert.InDelta(t, 2.*3/(15*14), got.Hits, 1e-9)
}
