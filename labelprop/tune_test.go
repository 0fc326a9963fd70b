package labelprop_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestTune checks the ranking against leave-one-out of each candidate, and that the
// winner is as good on the rows without a label as any.
func TestTune(t *testing.T) {
	t.Parallel()
	d := load(t, "digits")
	y := d.draw(10, 1)
	seeds := classSeeds(y)
	net := knn(t, d, 10, nil, kernel.SelfTuning{})
	var all []labelprop.Candidate
	for _, gamma := range []float64{1e-9, 1e-3, 0.01, 1} {
		g := knn(t, d, 10, nil, kernel.RBF{Gamma: gamma}).g
		all = append(all, labelprop.Candidate{Name: fmt.Sprint(gamma), Graph: g, Method: labelprop.Harmonic{}})
	}
	all = append(all, labelprop.Candidate{Name: "self-tuning", Graph: net.g, Method: labelprop.Spreading{}})
	ranked, err := labelprop.Tune(t.Context(), slices.Values(all), seeds, nil)
	require.NoError(t, err)
	require.Len(t, ranked, len(all))
	assert.True(t, slices.IsSortedFunc(ranked, func(a, b labelprop.Tuned) int {
		if a.LogLoss > b.LogLoss {
			return 1
		}
		return -1
	}))
	best := 0.0
	right := make([]float64, len(all))
	for i, c := range all {
		r, err := labelprop.Solve(t.Context(), c.Graph, seeds, c.Method, nil)
		require.NoError(t, err)
		right[i] = accuracy(r.Labels, d.truth, y)
		best = max(best, right[i])
	}
	for _, got := range ranked {
		c := all[got.Index]
		loo, err := labelprop.LeaveOneOut(t.Context(), c.Graph, seeds, c.Method, nil)
		require.NoError(t, err)
		assert.InDelta(t, loo.LogLoss(), got.LogLoss, 1e-3, c.Name)
		got.LogLoss = 0
		assert.Equal(t, labelprop.Tuned{Name: c.Name, Index: got.Index, Accuracy: loo.Accuracy(), Skipped: loo.Skipped()}, got)
	}
	assert.GreaterOrEqual(t, right[ranked[0].Index], best-0.02)
}

func TestTuneErrors(t *testing.T) {
	seeds := classSeeds([]int{0, none, 1})
	_, err := labelprop.Tune(t.Context(), slices.Values([]labelprop.Candidate(nil)), seeds, nil)
	assert.ErrorContains(t, err, "no candidate")
	one := labelprop.Candidate{Name: "steep", Graph: path(t, 3), Method: labelprop.Spreading{Alpha: 2}}
	_, err = labelprop.Tune(t.Context(), slices.Values([]labelprop.Candidate{one}), seeds, nil)
	assert.ErrorContains(t, err, "candidate steep: α = 2")
	one.Method = labelprop.PoissonMBO{Priors: []float64{1}}
	_, err = labelprop.Tune(t.Context(), slices.Values([]labelprop.Candidate{one}), seeds, nil)
	assert.ErrorContains(t, err, "labelprop: candidate steep: shapes do not fit together: 1 priors for 2 classes")
	apart := labelprop.Candidate{Name: "apart", Graph: fromEdges(t, 3, nil), Method: labelprop.Harmonic{}}
	_, err = labelprop.Tune(t.Context(), slices.Values([]labelprop.Candidate{apart}), seeds, nil)
	assert.ErrorContains(t, err, "no label can be left out")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	one.Method = labelprop.Harmonic{}
	_, err = labelprop.Tune(ctx, slices.Values([]labelprop.Candidate{one}), seeds, nil)
	assert.ErrorIs(t, err, context.Canceled)
}

// TestTuneIsRefitting compares with a run without each label, on graphs too large to
// eliminate, at widths from easy to hard for conjugate gradients, and α from near to far; at every other one where
// nothing is measured.
func TestTuneIsRefitting(t *testing.T) {
	t.Parallel()
	skipIfSlow(t)
	d := load(t, "digits")
	near, err := graph.KNN(t.Context(), d.x, 10, nil)
	require.NoError(t, err)
	y := d.draw(2, 1)
	y[0], y[1] = none, none
	for at, c := range []struct {
		gamma float64
		m     labelprop.Method
	}{
		{1e-9, labelprop.Harmonic{}}, {1e-3, labelprop.Harmonic{}},
		{0.02, labelprop.Harmonic{}}, {0.005, labelprop.Harmonic{}},
		{1e-3, labelprop.Spreading{Alpha: 0.5}}, {1e-3, labelprop.Spreading{Alpha: 0.8}},
		{0.005, labelprop.Spreading{}}, {1e-9, labelprop.Spreading{Alpha: 0.99}},
		{0.02, labelprop.Spreading{Alpha: 0.99}}, {0.02, labelprop.Spreading{Alpha: 0.5}},
	} {
		if !measuring && at%4 > 0 {
			continue
		}
		g, err := near.Weigh(kernel.RBF{Gamma: c.gamma})
		require.NoError(t, err)
		scores, labels := refit(t, g, y, c.m, &labelprop.Options{Tol: 1e-13})
		loss, right, l := 0.0, 0, 0
		for _, k := range y {
			if k < 0 {
				continue
			}
			loss -= math.Log(max(scores.At(l, k)/mat.Sum(scores.RowView(l)), 1e-12))
			if labels[l] == k {
				right++
			}
			l++
		}
		one := slices.Values([]labelprop.Candidate{{Name: "one", Graph: g, Method: c.m}})
		got, err := labelprop.Tune(t.Context(), one, classSeeds(y), nil)
		require.NoError(t, err)
		assert.InDelta(t, loss/float64(l), got[0].LogLoss, 1e-3, "γ = %g, %v", c.gamma, c.m)
		assert.InDelta(t, float64(right)/float64(l), got[0].Accuracy, 1e-12, "γ = %g, %v", c.gamma, c.m)
	}
}

// TestTuneOfFarLabels takes a long chain and two labels, each alone of its class: left out,
// either is called what the other is, for certain, by spreading as by harmonic, also where
// what arrives is far below the errors of the answer to both labels.
func TestTuneOfFarLabels(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	const n = 1000
	for _, apart := range []int{3, 20, 30, 200} {
		y := slices.Repeat([]int{none}, n)
		y[100], y[100+apart] = 0, 1
		for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.5}, labelprop.Spreading{Alpha: 0.99}} {
			one := slices.Values([]labelprop.Candidate{{Name: "one", Graph: path(t, n), Method: m}})
			ranked, err := labelprop.Tune(t.Context(), one, classSeeds(y), nil)
			require.NoError(t, err, "%v, %d apart", m, apart)
			assert.InDelta(t, -math.Log(1e-12), ranked[0].LogLoss, 1e-9, "%v, %d apart", m, apart)
			assert.Zero(t, ranked[0].Accuracy, "%v, %d apart", m, apart)
		}
	}
}

// TestTuneCountsSkippedAsGuesses checks that a candidate which leaves labels out of reach does not rank above one
// that names them all: they count as guesses by the shares of the classes.
func TestTuneCountsSkippedAsGuesses(t *testing.T) {
	// Labels 0 and 1 at the ends of a path, both wrong about each other; in pieces only the two at 2 and 3 see each other.
	y := []int{0, 1, 0, 0}
	whole := path(t, 4)
	pieces := fromEdges(t, 4, []graph.Edge{{From: 2, To: 3, Weight: 1}})
	for _, m := range influenced {
		all := []labelprop.Candidate{{Name: "pieces", Graph: pieces, Method: m}}
		got, err := labelprop.Tune(t.Context(), slices.Values(all), classSeeds(y), nil)
		require.NoError(t, err)
		// Label 0 is guessed with 2/3; label 1 has no other of its class.
		assert.Equal(t, 2, got[0].Skipped)
		assert.InDelta(t, (2+2.0/3)/4, got[0].Accuracy, 1e-12)
		assert.InDelta(t, (math.Log(1.5)+12*math.Log(10))/4, got[0].LogLoss, 1e-9)
		c, err := labelprop.Compare(t.Context(), labelprop.Candidate{Graph: whole, Method: m}, all[0], classSeeds(y), nil)
		require.NoError(t, err)
		assert.Equal(t, 4, c.Labels)
	}
	// Where no candidate judges any label, there is nothing to rank by.
	_, err := labelprop.Tune(t.Context(), slices.Values([]labelprop.Candidate{{Graph: fromEdges(t, 2, nil), Method: labelprop.Harmonic{}}}),
		classSeeds([]int{0, 1}), nil)
	assert.ErrorContains(t, err, "no label can be left out")
}
