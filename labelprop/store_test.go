package labelprop_test

import (
	"bytes"
	"context"
	"math"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestProbabilitiesOfPredictions holds that a new row where an old one is has its probabilities.
func TestProbabilitiesOfPredictions(t *testing.T) {
	x := mat.NewDense(9, 1, []float64{0, 1, 2, 10, 11, 12, 50, 51, 52})
	near, err := graph.KNN(t.Context(), x, 1, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	links, err := near.Link(t.Context(), x, kernel.SelfTuning{})
	require.NoError(t, err)
	hard := classSeeds([]int{0, 1, -1, -1, 2, 1, -1, -1, -1})
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}, labelprop.Poisson{}, labelprop.MAD{}} {
		r, err := labelprop.Solve(context.Background(), g, hard, m, nil)
		require.NoError(t, err)
		p, err := r.Predict(links)
		require.NoError(t, err)
		want, got := r.Probabilities(), p.Probabilities()
		for i := range 9 {
			assert.InDeltaSlice(t, want.RawRowView(i), got.RawRowView(i), 1e-12, "%v: row %d", m, i)
		}
	}
}

// TestStoredResults holds that results come back in every bit and predict the same.
func TestStoredResults(t *testing.T) {
	x := mat.NewDense(9, 1, []float64{0, 1, 2, 10, 11, 12, 50, 51, 52})
	fresh := mat.NewDense(4, 1, []float64{0.4, 5.8, 51, 1e300})
	near, err := graph.KNN(t.Context(), x, 2, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	links, err := near.Link(t.Context(), fresh, kernel.SelfTuning{})
	require.NoError(t, err)
	hard := classSeeds([]int{0, 1, -1, -1, -1, 1, -1, -1, -1})
	methods := []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}, labelprop.Poisson{}, labelprop.BalancedPoisson{}, labelprop.PoissonMBO{}, labelprop.WNLL{}, labelprop.MAD{}}
	for _, m := range methods {
		want, err := labelprop.Solve(context.Background(), g, hard, m, nil)
		require.NoError(t, err)
		checkStored(t, want, links)
	}
	nan := math.NaN()
	values := valueSeeds([]float64{1, 2, nan, nan, nan, 3, nan, nan, nan})
	want, err := labelprop.Solve(context.Background(), g, values, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	checkStored(t, want, links)
}

func checkStored(t *testing.T, want *labelprop.Result, links *graph.Links) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, want.Store(&b))
	got, err := labelprop.ReadResult(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	want.Warnings = nil
	assert.Equal(t, want, got)
	p, err := want.Predict(links)
	require.NoError(t, err)
	q, err := got.Predict(links)
	require.NoError(t, err)
	assert.Equal(t, p, q)
	for cut := 0; cut < b.Len(); cut += 11 {
		_, err := labelprop.ReadResult(bytes.NewReader(b.Bytes()[:cut]))
		assert.Error(t, err)
	}
}
