package labelprop_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// heavyTailsGraph is the graph of the 8 nearest rows of some rows with heavy tails, γ being so many times the inverse of
// the median d².
func heavyTailsGraph(t *testing.T, n int, share float64) (*trial, *graph.Graph) {
	tr := heavyTails(n, 2)
	near, err := graph.KNN(t.Context(), tr.x, 8, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: share / tr.medianDistance2()})
	require.NoError(t, err)
	return tr, g
}

// By spreading, answers to single labels of tables with heavy tails fall below the range of float64: labels left out are
// those of eliminations without each of them.
func TestLeaveOneOutOfHeavyTailsIsRefitting(t *testing.T) {
	for _, share := range []float64{1e3, 1e12} {
		tr, g := heavyTailsGraph(t, 1200, share)
		for _, m := range []labelprop.Method{labelprop.Spreading{Alpha: 0.2}, labelprop.Spreading{}} {
			got, err := labelprop.LeaveOneOut(t.Context(), g, classSeeds(tr.y), m, nil)
			require.NoError(t, err)
			left, err := labelprop.LeaveOut(t.Context(), g, classSeeds(tr.y), m, nil)
			require.NoError(t, err)
			for l, i := range got.Nodes {
				if l%15 > 0 {
					continue
				}
				without := slices.Clone(tr.y)
				without[i] = none
				want := solveOK(t, g, must(labelprop.Classes(without, 3)), m, labelprop.Elimination)
				what := fmt.Sprintf("%v, c = %g, row %d", m, share, i)
				assert.False(t, got.Undecided[l], what)
				assert.Equal(t, want.Status[i], got.Status[l], what)
				assert.Equal(t, want.Labels[i], got.Labels[l], what)
				assert.InDeltaSlice(t, want.Probabilities().RawRowView(i), got.Probabilities.RawRowView(l), 1e-6, what)
				assert.InDeltaSlice(t, want.Probabilities().RawRowView(i), left.P.RawRowView(l), 2e-2, what)
			}
		}
	}
}

// Where rounding rules out any bound on the scores, conjugate gradients end when their residual is very small, and do
// not go on for hundreds of iterations that change no digit.
func TestConjugateGradientsEndWhereNothingCanBeProven(t *testing.T) {
	tr, g := heavyTailsGraph(t, 850, 1e12)
	res, err := labelprop.Solve(t.Context(), g, classSeeds(tr.y), labelprop.Spreading{},
		&labelprop.Options{Solver: labelprop.ConjugateGradients})
	require.NoError(t, err)
	assert.False(t, res.Converged)
	assert.LessOrEqual(t, res.Residual, 1e-10)
	assert.Less(t, res.Iterations, 300)
}

// Where what the others say of a label is far below what its own label does, and the graph is large, labels are left out
// in parts for LeaveOut: about those answers that solving without each of them gives, and none is missing.
func TestLeaveOutOfLargeGraphsDecidesAll(t *testing.T) {
	tr, g := heavyTailsGraph(t, 3000, 1e9)
	seeds := classSeeds(tr.y)
	exact, err := labelprop.LeaveOneOut(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	require.Contains(t, exact.Undecided, true, "the case that this is about")
	left, err := labelprop.LeaveOut(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	assert.Zero(t, left.Undecided)
	tried, same := [2]int{}, [2]int{} // of labels that were decided, and of those that were not
	for l, i := range left.Nodes {
		if l%20 > 0 && !exact.Undecided[l] {
			continue
		}
		without := slices.Clone(tr.y)
		without[i] = none
		want := solveOK(t, g, must(labelprop.Classes(without, 3)), labelprop.Harmonic{}, labelprop.Auto)
		found := left.P.RawRowView(l)
		assert.Equal(t, want.Status[i] != labelprop.Unreachable, slices.Max(found) > 0, "row %d", i)
		kind := 0
		if exact.Undecided[l] {
			kind = 1
		}
		// Even shares say nothing: the class has more than any other.
		tried[kind]++
		best := floats.MaxIdx(found)
		if best == want.Labels[i] && floats.Count(func(v float64) bool { return v == found[best] }, found) == 1 {
			same[kind]++
		}
	}
	t.Logf("%d of %d, and %d of %d that were undecided", same[0], tried[0], same[1], tried[1])
	for kind := range tried {
		assert.GreaterOrEqual(t, same[kind], 9*tried[kind]/10)
	}
}

// Nothing is expected of an answer where much is undecided: such labels are no mistakes.
func TestUndecidedLabelsAreNoMistakes(t *testing.T) {
	p := mat.NewDense(50, 2, nil)
	for l := range 25 {
		p.Set(l, 1, 1)
	}
	left := &labelprop.LabelsLeftOut{Y: slices.Repeat([]int{1}, 50), P: p, Undecided: 25}
	_, ok := left.ExpectedAccuracy(1000)
	assert.False(t, ok)
	shares, err := left.ClassShares(mat.NewDense(1000, 2, nil))
	require.NoError(t, err)
	assert.Nil(t, shares)
	left.Undecided = 0
	expected, ok := left.ExpectedAccuracy(1000)
	assert.True(t, ok)
	assert.Equal(t, 0.5, expected.Value)
}
