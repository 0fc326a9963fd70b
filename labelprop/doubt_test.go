package labelprop_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// noisyLabels draws l labels from probabilities, and then another class with probability share.
func noisyLabels(l, c int, share float64, r *rand.Rand) (y []int, p *mat.Dense) {
	p = mat.NewDense(l, c, nil)
	for i := range l {
		row, sum := p.RawRowView(i), 0.0
		for k := range row {
			row[k] = math.Exp(3 * r.NormFloat64())
			sum += row[k]
		}
		class, u := 0, r.Float64()
		for k := range row {
			row[k] /= sum
			if u -= row[k]; u < 0 && k > 0 && u+row[k] >= 0 {
				class = k
			}
		}
		if r.Float64() < share {
			class = (class + 1 + r.IntN(c-1)) % c
		}
		y = append(y, class)
	}
	return y, p
}

// TestNoiseIsRecovered checks that the share of wrong labels and the temperature are found, where the model holds, and
// that right labels are left alone.
func TestNoiseIsRecovered(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 1))
		for _, share := range []float64{0, 0.1, 0.3} {
			y, p := noisyLabels(3000, 5, share, r)
			// Probabilities twice as bold as they should be, in logarithms.
			p.Apply(func(_, _ int, v float64) float64 { return v * v }, p)
			n, err := labelprop.FitNoise(y, p)
			require.NoError(t, err)
			assert.InDelta(t, share, n.Share, 0.05)
			assert.InEpsilon(t, 2, n.Temperature, 0.2)
			// The mean of the probabilities is the share, and each is by Bayes' rule.
			assert.InDelta(t, 1-n.Share, stat.Mean(n.Right, nil), 0.02)
			for i := range y {
				q := make([]float64, 5)
				sum := 0.0
				for k := range q {
					q[k] = math.Pow(math.Max(p.At(i, k), 1e-12), 1/n.Temperature)
					sum += q[k]
				}
				own := q[y[i]] / sum
				want := (1 - n.Share) * own / ((1-n.Share)*own + n.Share*(1-own)/4)
				require.InDelta(t, want, n.Right[i], 1e-9)
			}
		}
	}
}

// TestNoiseOfRightLabels draws tables of right labels, few and many: hardly any is doubted.
func TestNoiseOfRightLabels(t *testing.T) {
	doubted := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		y, p := noisyLabels(20+int(seed), 2+int(seed%5), 0, r)
		n, err := labelprop.FitNoise(y, p)
		require.NoError(t, err)
		if n.Share > 0 {
			doubted++
		}
	}
	assert.LessOrEqual(t, doubted, 4, "of 200")
}

// TestNoiseKeepsEveryClass checks the bounds of the weights, and what is refused.
func TestNoiseKeepsEveryClass(t *testing.T) {
	n := labelprop.Noise{Share: 0.4, Right: []float64{0.5, 0.1, 0.99, 0, 0.5}}
	assert.InDeltaSlice(t, []float64{1, 0.1, 1, 1e-3, 0.5}, n.Weights([]int{0, 0, 1, 1, 1}), 1e-12)
	_, err := labelprop.FitNoise([]int{0}, mat.NewDense(2, 2, nil))
	assert.ErrorIs(t, err, labelprop.ErrShape)
	_, err = labelprop.FitNoise([]int{0}, mat.NewDense(1, 1, nil))
	assert.ErrorContains(t, err, "one class")
	n2, err := labelprop.FitNoise([]int{0, 1}, mat.NewDense(2, 2, nil))
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 1}, n2.Right, "nothing is said of them")
	g := path(t, 3)
	_, err = labelprop.Doubt(t.Context(), g, valueSeeds([]float64{0, 1, 2}), nil)
	assert.Error(t, err)
}

// TestDoubt measures how right the harmonic answer is when labels are wrong, with doubt and without: means of draws that
// the parameters were not chosen on.
func TestDoubt(t *testing.T) {
	draws := measured(2, 12)
	for _, c := range []struct {
		name     string
		labels   int
		standard bool
		share    float64
		least    float64 // accuracy with doubt; 0: not below that without, but for what is allowed
	}{
		{"digits", 10, false, 0.2, 0.95}, {"digits", 10, false, 0, 0}, {"digits", 10, false, 0.1, 0.95},
		{"wine", 15, true, 0.2, 0}, {"wine", 15, true, 0, 0}, {"iris", 15, false, 0.2, 0}, {"iris", 15, false, 0, 0},
		{"breast_cancer", 15, true, 0.2, 0}, {"breast_cancer", 15, true, 0, 0},
	} {
		// Few wrong labels of a small table say little in two draws.
		if !measuring && c.share > 0 && c.least == 0 {
			continue
		}
		d := load(t, c.name)
		if c.standard {
			d = d.standardized()
		}
		near, err := graph.KNN(t.Context(), d.x, 10, nil)
		require.NoError(t, err)
		g, err := near.Weigh(kernel.SharedNeighbors{})
		require.NoError(t, err)
		var plain, doubted, share []float64
		for draw := range draws {
			y := d.draw(c.labels, uint64(1000+draw))
			flip(y, d.classes, c.share, uint64(1000+draw))
			r, err := labelprop.Solve(context.Background(), g, classSeeds(y), labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			plain = append(plain, accuracy(r.Labels, d.truth, y))
			found, err := labelprop.Doubt(t.Context(), g, classSeeds(y), nil)
			require.NoError(t, err)
			r, err = labelprop.Solve(context.Background(), g, found.Seeds, labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			doubted = append(doubted, accuracy(r.Labels, d.truth, y))
			share = append(share, found.Noise.Share)
		}
		mean, sd := stat.MeanStdDev(doubted, nil)
		t.Logf("%s, %d a class, %.0f %% wrong: %.4f without doubt, %.4f ± %.4f with it; %.3f thought wrong (%d draws)",
			c.name, c.labels, 100*c.share, stat.Mean(plain, nil), mean, sd/math.Sqrt(float64(draws)),
			stat.Mean(share, nil), draws)
		assert.GreaterOrEqual(t, mean, max(c.least, stat.Mean(plain, nil)-0.002))
	}
}
