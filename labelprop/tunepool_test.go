package labelprop_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// What is known of the labels left out is scored as what a method says of them.
func TestTuneOfKnownProbabilities(t *testing.T) {
	d := load(t, "iris")
	seeds := classSeeds(d.draw(4, 3))
	g := knn(t, d, 10, nil, kernel.SelfTuning{}).g
	o, _, err := labelprop.GraphOpinion(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	all := []labelprop.Candidate{{Name: "graph", Graph: g, Method: labelprop.Harmonic{}}, {Name: "known", LeftOut: o.LeftOut}}
	found, err := labelprop.Tune(t.Context(), slices.Values(all), seeds, nil)
	require.NoError(t, err)
	assert.InDelta(t, found[0].LogLoss, found[1].LogLoss, 1e-6)
	assert.InDelta(t, found[0].Accuracy, found[1].Accuracy, 0)
	all[1].LeftOut = mat.NewDense(3, 3, nil)
	_, err = labelprop.Tune(t.Context(), slices.Values(all), seeds, nil)
	assert.ErrorIs(t, err, labelprop.ErrShape)
}

// A candidate that answers by itself is held out as a method is.
func TestHoldOutOfAnAnswer(t *testing.T) {
	d := load(t, "iris")
	seeds := classSeeds(d.draw(6, 3))
	g := knn(t, d, 10, nil, kernel.SelfTuning{}).g
	all := []labelprop.Candidate{{Name: "graph", Graph: g, Method: labelprop.Harmonic{}}, {Name: "answer", Graph: g,
		Answer: func(ctx context.Context, some labelprop.Seeds) (*mat.Dense, error) {
			r, err := labelprop.Solve(ctx, g, some, labelprop.Harmonic{}, nil)
			if err != nil {
				return nil, err
			}
			return r.Probabilities(), nil
		}}}
	found, err := labelprop.TuneHoldOut(t.Context(), slices.Values(all), seeds, labelprop.HoldOut{Share: 0.4, Repeats: 3}, nil)
	require.NoError(t, err)
	assert.InDelta(t, found[0].LogLoss, found[1].LogLoss, 1e-12)
	assert.InDelta(t, found[0].Accuracy, found[1].Accuracy, 0)
	assert.Equal(t, found[0].Skipped, found[1].Skipped)
}

// A candidate that names many more labels is better, though its probabilities are not: one that is sometimes wrong
// and sure costs as much log loss as one that knows little.
func TestCompareByAccuracy(t *testing.T) {
	y := make([]int, 80)
	timid, bold := mat.NewDense(80, 2, nil), mat.NewDense(80, 2, nil)
	for i := range y {
		y[i] = i % 2
		// The timid one is wrong by a little in half of the rows; the bold one is wrong in one of ten.
		p := 0.52
		if i/2%2 == 0 {
			p = 0.49
		}
		timid.Set(i, y[i], p)
		timid.Set(i, 1-y[i], 1-p)
		p = 0.55
		if i/2%10 == 0 {
			p = 0.1
		}
		bold.Set(i, y[i], p)
		bold.Set(i, 1-y[i], 1-p)
	}
	c, err := labelprop.Compare(t.Context(), labelprop.Candidate{Name: "bold", LeftOut: bold}, labelprop.Candidate{Name: "timid", LeftOut: timid}, classSeeds(y), nil)
	require.NoError(t, err)
	assert.Less(t, c.ZScore(), 2.5)
	assert.InDelta(t, 0.4, c.Accuracy, 1e-12)
	// The differences are 1 in 32 rows and 0 in 48, of mean 0.4.
	variance := (32*0.36 + 48*0.16) / 79
	assert.InDelta(t, math.Sqrt(variance/80), c.AccuracyErr, 1e-12)
	assert.Greater(t, c.AccuracyZScore(), 2.5)
}
