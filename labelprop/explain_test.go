package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// assertExplains asks that the shares sum to 1 and make the scores of Solve.
func assertExplains(t *testing.T, e *labelprop.Explanation, seeds *mat.Dense, want []float64) {
	t.Helper()
	assert.InDeltaSlice(t, want, e.Scores, 1e-12, "row %d", e.Row)
	sum, scores := 0.0, make([]float64, len(want))
	for i, s := range e.Shares {
		sum += s.Share
		for k, y := range seeds.RawRowView(s.Node) {
			scores[k] += s.Share * e.Total * y
		}
		if i > 0 {
			assert.GreaterOrEqual(t, e.Shares[i-1].Share, s.Share)
		}
	}
	if len(e.Shares) > 0 {
		assert.InDelta(t, 1, sum, 1e-12)
	}
	assert.InDeltaSlice(t, want, scores, 1e-12, "row %d", e.Row)
}

func TestExplanationsReproduceTheScores(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	for seed := range uint64(measured(10, 20)) {
		g, y := randomProblem(t, seed)
		for _, m := range influenced {
			r := solveOK(t, g, classSeeds(y), m, labelprop.Elimination)
			assert.LessOrEqual(t, largestGap(denseAnswer(t, g, weights(g), y, m), r.Scores), 1e-12)
			for row := range g.N() {
				e, err := labelprop.Explain(t.Context(), g, classSeeds(y), m, row, nil)
				require.NoError(t, err)
				assertExplains(t, e, oneHot(y, classCount(y)), r.Scores.RawRowView(row))
			}
		}
	}
}

func TestExplanationsOfTrustedLabels(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 1))
	for range 5 {
		p := randomTrusted(t, r)
		seeds := softSeeds(p.y, p.conf)
		for _, m := range influenced {
			want := solveOK(t, p.g, seeds, m, labelprop.Elimination)
			for row := range p.g.N() {
				e, err := labelprop.Explain(t.Context(), p.g, seeds, m, row, nil)
				require.NoError(t, err)
				assertExplains(t, e, p.y, want.Scores.RawRowView(row))
			}
		}
	}
}

func TestExplanationsOfDigits(t *testing.T) {
	skipIfSlow(t)
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 4, 1)
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}} {
		o := &labelprop.Options{Tol: 1e-14}
		r, err := labelprop.Solve(t.Context(), net.g, classSeeds(y), m, o)
		require.NoError(t, err)
		for row := 0; row < net.g.N(); row += 311 {
			e, err := labelprop.Explain(t.Context(), net.g, classSeeds(y), m, row, o)
			require.NoError(t, err)
			assertExplains(t, e, oneHot(y, 10), r.Scores.RawRowView(row))
		}
	}
}

// Walks that are caught for long end conjugate gradients early: the shares are those of elimination all the same.
func TestExplanationsWhereWalksAreCaught(t *testing.T) {
	t.Parallel()
	skipIfSlow(t)
	net := knn(t, load(t, "digits"), 10, nil, kernel.RBF{Gamma: 0.03})
	seeds := classSeeds(drawn(net.truth, 4, 1))
	explain := func(row int, solver labelprop.Solver) *labelprop.Explanation {
		e, err := labelprop.Explain(t.Context(), net.g, seeds, labelprop.Harmonic{}, row, &labelprop.Options{Solver: solver})
		require.NoError(t, err)
		return e
	}
	for row := 0; row < net.g.N(); row += measured(388, 194) {
		assert.InDeltaSlice(t, explain(row, labelprop.Elimination).Scores, explain(row, labelprop.Auto).Scores, 1e-6)
	}
}

// On the path 0-1-2-3 with labels at the ends, node 1 is one step from one and two
// from the other.
func TestExplainPath(t *testing.T) {
	e, err := labelprop.Explain(t.Context(), path(t, 4), classSeeds([]int{0, none, none, 1}), labelprop.Harmonic{}, 1, nil)
	require.NoError(t, err)
	require.Len(t, e.Shares, 2)
	near, far := e.Shares[0], e.Shares[1]
	assert.InDelta(t, 2.0/3, near.Share, 1e-14)
	assert.Equal(t, []int{1, 0}, near.Path)
	assert.Equal(t, []int{1, 2, 3}, far.Path)
	assert.InDelta(t, 1.0/2, near.PathProbability, 1e-14)
	assert.InDelta(t, 1.0/4, far.PathProbability, 1e-14)
	assert.Equal(t, []int{0, 1}, []int{near.Class, far.Class})
}

// Of two ways the path takes the likelier one, and never one through a label.
func TestExplainTakesTheStrongestEdges(t *testing.T) {
	g := fromEdges(t, 5, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 1, To: 4, Weight: 1}, {From: 0, To: 2, Weight: 3}, {From: 2, To: 4, Weight: 3}, {From: 0, To: 3, Weight: 9}, {From: 3, To: 4, Weight: 9}})
	e, err := labelprop.Explain(t.Context(), g, classSeeds([]int{none, none, none, 0, 1}), labelprop.Harmonic{}, 0, nil)
	require.NoError(t, err)
	require.Len(t, e.Shares, 2)
	assert.Equal(t, []int{0, 3}, e.Shares[0].Path)
	assert.Equal(t, []int{0, 2, 4}, e.Shares[1].Path)
}

func TestExplainWhatNeedsNoGraph(t *testing.T) {
	g := fromEdges(t, 5, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 2, To: 3, Weight: 1}})
	y := []int{1, none, none, none, 0}
	for row, shares := range map[int]int{0: 1, 1: 1, 2: 0, 4: 1} {
		e, err := labelprop.Explain(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, row, nil)
		require.NoError(t, err)
		assert.Len(t, e.Shares, shares, "row %d", row)
	}
}

func TestExplainAtHugeBandwidths(t *testing.T) {
	near, err := graph.Complete(t.Context(), mat.NewDense(4, 1, []float64{0, 1, 3, 6}), nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1e5})
	require.NoError(t, err)
	e, err := labelprop.Explain(t.Context(), g, classSeeds([]int{0, none, none, 1}), labelprop.Harmonic{}, 2, nil)
	require.NoError(t, err)
	require.Len(t, e.Shares, 2)
	assert.Equal(t, 1.0, e.Shares[0].Share)
	assert.Equal(t, []int{2, 1, 0}, e.Shares[0].Path)
}

func TestExplainErrors(t *testing.T) {
	y := classSeeds([]int{0, none, 1})
	for _, row := range []int{-1, 3, math.MaxInt} {
		_, err := labelprop.Explain(t.Context(), path(t, 3), y, labelprop.Harmonic{}, row, nil)
		require.ErrorContains(t, err, fmt.Sprint(row))
		assertOurs(t, err)
	}
	_, err := labelprop.Explain(t.Context(), path(t, 3), y, labelprop.WNLL{}, 1, nil)
	require.Error(t, err)
	assertOurs(t, err)
}
