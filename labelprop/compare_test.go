package labelprop_test

import (
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
)

// TestTuneRefits compares the scores of a method without exact leave-one-out with solves
// without each label, and those of one that has it with its own: both ways are one.
func TestTuneRefits(t *testing.T) {
	d := load(t, "iris")
	y := d.draw(4, 3)
	g := knn(t, d, 10, nil, kernel.SelfTuning{}).g
	for _, m := range []labelprop.Method{labelprop.Poisson{}, labelprop.BalancedPoisson{}, labelprop.WNLL{}, labelprop.MAD{}, labelprop.Harmonic{}} {
		loss, right := 0.0, 0.0
		for i, k := range y {
			if k < 0 {
				continue
			}
			less := slices.Clone(y)
			less[i] = none
			r, err := labelprop.Solve(t.Context(), g, classSeeds(less), m, nil)
			require.NoError(t, err)
			loss -= math.Log(max(r.Probabilities().At(i, k), 1e-12)) / 12
			if r.Labels[i] == k {
				right++
			}
		}
		got, err := labelprop.Tune(t.Context(), slices.Values([]labelprop.Candidate{{Name: "one", Graph: g, Method: m}}), classSeeds(y), nil)
		require.NoError(t, err)
		assert.InDelta(t, loss, got[0].LogLoss, 1e-6, "%v", m)
		assert.InDelta(t, right/12, got[0].Accuracy, 1e-12, "%v", m)
	}
}

// TestCompare checks the paired differences against those of leave-one-out at the
// temperatures that a search on a fine grid finds.
func TestCompare(t *testing.T) {
	t.Parallel()
	d := load(t, "digits")
	y := d.draw(8, 3)
	seeds := classSeeds(y)
	good := labelprop.Candidate{Graph: knn(t, d, 10, nil, kernel.SharedNeighbors{}).g, Method: labelprop.Harmonic{}}
	flat := labelprop.Candidate{Graph: knn(t, d, 60, nil, kernel.Unweighted{}).g, Method: labelprop.Spreading{Alpha: 0.5}}
	c, err := labelprop.Compare(t.Context(), good, flat, seeds, nil)
	require.NoError(t, err)
	a, b := coolest(t, good, seeds), coolest(t, flat, seeds)
	var difference []float64
	for i := range a {
		difference = append(difference, b[i]-a[i])
	}
	mean, sd := stat.MeanStdDev(difference, nil)
	assert.Equal(t, 80, c.Labels)
	assert.InDelta(t, mean, c.Gain, 2e-3)
	assert.InDelta(t, sd/math.Sqrt(80), c.StdErr, 2e-3)
	assert.Greater(t, c.ZScore(), 2.0)
	back, err := labelprop.Compare(t.Context(), flat, good, seeds, nil)
	require.NoError(t, err)
	assert.InDelta(t, -c.ZScore(), back.ZScore(), 1e-9)
	same, err := labelprop.Compare(t.Context(), good, good, seeds, nil)
	require.NoError(t, err)
	assert.Zero(t, same.ZScore())
}

// coolest is the log loss of each label left out, at the temperature on a grid with the least.
func coolest(t *testing.T, c labelprop.Candidate, seeds labelprop.Seeds) (best []float64) {
	loo, err := labelprop.LeaveOneOut(t.Context(), c.Graph, seeds, c.Method, nil)
	require.NoError(t, err)
	for x := -4.0; x <= 4; x += 0.01 {
		var losses []float64
		for i, k := range loo.Given {
			sum, beta := 0.0, math.Exp(-x)
			for _, p := range loo.Probabilities.RawRowView(i) {
				sum += math.Pow(max(p, 1e-12), beta)
			}
			losses = append(losses, math.Log(sum)-beta*math.Log(max(loo.Probabilities.At(i, k), 1e-12)))
		}
		if best == nil || stat.Mean(losses, nil) < stat.Mean(best, nil) {
			best = losses
		}
	}
	return best
}

func TestCompareErrors(t *testing.T) {
	fine := labelprop.Candidate{Name: "fine", Graph: path(t, 3), Method: labelprop.Harmonic{}}
	steep := labelprop.Candidate{Name: "steep", Graph: path(t, 3), Method: labelprop.Spreading{Alpha: 2}}
	_, err := labelprop.Compare(t.Context(), fine, steep, classSeeds([]int{0, none, 1}), nil)
	assert.ErrorContains(t, err, "labelprop: candidate steep: α = 2")
	_, err = labelprop.Compare(t.Context(), fine, fine, valueSeeds([]float64{1, 2, 3}), nil)
	assert.ErrorContains(t, err, "no classes")
	_, err = labelprop.Compare(t.Context(), fine, fine, classSeeds([]int{0, none, none}), nil)
	assert.ErrorContains(t, err, "no label can be left out")
}
