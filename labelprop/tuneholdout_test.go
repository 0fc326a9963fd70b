package labelprop_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTuneHoldOut checks that it estimates what runs on other draws of labels get.
func TestTuneHoldOut(t *testing.T) {
	d := load(t, "iris")
	net := knn(t, d, 10, nil, kernel.SelfTuning{})
	y := d.draw(10, 1)
	all := []labelprop.Candidate{
		{Name: "poisson", Graph: net.g, Method: labelprop.Poisson{}}, {Name: "harmonic", Graph: net.g, Method: labelprop.Harmonic{}},
	}
	h := labelprop.HoldOut{Share: 0.2, Repeats: 20, Seed: 3}
	ranked, err := labelprop.TuneHoldOut(t.Context(), slices.Values(all), classSeeds(y), h, nil)
	require.NoError(t, err)
	for _, got := range ranked {
		r, err := labelprop.Solve(t.Context(), net.g, classSeeds(y), all[got.Index].Method, nil)
		require.NoError(t, err)
		assert.InDelta(t, accuracy(r.Labels, d.truth, y), got.Accuracy, 0.06, got.Name)
		assert.Positive(t, got.LogLoss)
	}
	again, err := labelprop.TuneHoldOut(t.Context(), slices.Values(all), classSeeds(y), h, nil)
	require.NoError(t, err)
	assert.Equal(t, ranked, again)
}

// TestTuneHoldOutOfPairs: of two labels a class one is held out, so that with many
// repeats it is the mean over all choices.
func TestTuneHoldOutOfPairs(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	g, y := randomProblem(t, 2)
	for i := range y {
		y[i] = none
	}
	r := rand.New(rand.NewPCG(9, 9)).Perm(len(y))
	y[r[0]], y[r[1]], y[r[2]], y[r[3]] = 0, 0, 1, 1
	want := 0.0
	for _, a := range r[:2] {
		for _, b := range r[2:4] {
			kept := slices.Clone(y)
			kept[a], kept[b] = none, none
			s, err := labelprop.Solve(t.Context(), g, classSeeds(kept), labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			want -= (math.Log(max(s.Scores.At(a, 0), 1e-12)) + math.Log(max(s.Scores.At(b, 1), 1e-12))) / 8
		}
	}
	one := slices.Values([]labelprop.Candidate{{Name: "harmonic", Graph: g, Method: labelprop.Harmonic{}}})
	got, err := labelprop.TuneHoldOut(t.Context(), one, classSeeds(y), labelprop.HoldOut{Share: 0.5, Repeats: 4000}, nil)
	require.NoError(t, err)
	assert.InDelta(t, want, got[0].LogLoss, 0.05*want)
}

func TestTuneHoldOutErrors(t *testing.T) {
	one := slices.Values([]labelprop.Candidate{{Name: "h", Graph: path(t, 4), Method: labelprop.Harmonic{}}})
	for _, share := range []float64{-1, 1, math.NaN()} {
		_, err := labelprop.TuneHoldOut(t.Context(), one, classSeeds([]int{0, 0, 1, 1}), labelprop.HoldOut{Share: share}, nil)
		assert.ErrorContains(t, err, "labelprop: HoldOut.Share")
	}
	_, err := labelprop.TuneHoldOut(t.Context(), one, classSeeds([]int{0, none, 1, none}), labelprop.HoldOut{}, nil)
	assert.ErrorContains(t, err, "no class has two labels")
	_, err = labelprop.TuneHoldOut(t.Context(), one, classSeeds([]int{0, 0, 1}), labelprop.HoldOut{}, nil)
	assert.ErrorContains(t, err, "candidate h: ")
}
