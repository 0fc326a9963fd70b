package labelprop_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
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
	t.Parallel()
	for seed := range uint64(measured(3, 5)) {
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
			right, behind := byBayes(y, p, n)
			require.InDeltaSlice(t, right, n.Right, 1e-9)
			// The noise transition matrix is what the labels count to by it, and 3 more of each class.
			if share == 0 {
				assert.Nil(t, n.Transition)
				continue
			}
			for k := range 5 {
				total := 3 + floats.Sum(behind[k])
				for j := range 5 {
					first := n.Share / 4
					if j == k {
						first = 1 - n.Share
					}
					assert.InDelta(t, (3*first+behind[k][j])/total, n.Transition.At(k, j), 1e-6)
				}
			}
		}
	}
}

// byBayes returns how probably each label is right by Bayes' rule and a noise transition matrix, and how many labels
// are probably of class k and given as j.
func byBayes(y []int, p *mat.Dense, n *labelprop.Noise) (right []float64, behind [][]float64) {
	_, c := p.Dims()
	for range c {
		behind = append(behind, make([]float64, c))
	}
	for i, given := range y {
		joint, sum := make([]float64, c), 0.0
		for k := range joint {
			joint[k] = math.Pow(math.Max(p.At(i, k), 1e-12), 1/n.Temperature)
			if n.Transition != nil {
				joint[k] *= n.Transition.At(k, given)
			} else if k != given {
				joint[k] = 0 // no label is wrong
			}
			sum += joint[k]
		}
		for k, v := range joint {
			behind[k][given] += v / sum
		}
		right = append(right, joint[given]/sum)
	}
	return right, behind
}

// TestNoiseOfOneClass gives a third of the labels of class 0 as class 1, and leaves the others as they are: the matrix
// says so, and only labels of class 1 are doubted.
func TestNoiseOfOneClass(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	y, p := noisyLabels(3000, 5, 0, r)
	for i, k := range y {
		if k == 0 && r.Float64() < 1.0/3 {
			y[i] = 1
		}
	}
	n, err := labelprop.FitNoise(y, p)
	require.NoError(t, err)
	require.Positive(t, n.Share)
	assert.InDelta(t, 1.0/3, n.Transition.At(0, 1), 0.06)
	doubted := make([]int, 5)
	for i, k := range y {
		if n.Right[i] < 0.5 {
			doubted[k]++
		}
	}
	assert.Greater(t, doubted[1], 120, "of about 200 that are wrong")
	assert.Less(t, doubted[0]+doubted[2]+doubted[3]+doubted[4], 12)
}

// TestNoiseOfRightLabels draws tables of right labels, few and many: hardly any is doubted.
func TestNoiseOfRightLabels(t *testing.T) {
	t.Parallel()
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
	assert.InDeltaSlice(t, []float64{1, 0.1, 1, 1e-3, 0.5}, n.Weights([]int{0}), 1e-12, "of fewer labels")
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
	t.Parallel()
	draws := measured(2, 40)
	for _, c := range []struct {
		name     string
		labels   int
		standard bool
		share    float64
		least    float64 // accuracy with doubt; 0: not below that without, but for what is allowed
	}{
		{"digits", 10, false, 0.2, 0.953}, {"digits", 10, false, 0, 0}, {"digits", 10, false, 0.1, 0.957},
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

// TestNoiseOfNonsense takes labels that have nothing to do with what others say: at most half of them are wrong, as right
// and wrong ones could change places otherwise.
func TestNoiseOfNonsense(t *testing.T) {
	y, p := noisyLabels(500, 2, 0.9, rand.New(rand.NewPCG(3, 1)))
	n, err := labelprop.FitNoise(y, p)
	require.NoError(t, err)
	assert.LessOrEqual(t, n.Share, 0.5)
	assert.Greater(t, n.Share, 0.4)
}

// TestDoubtKeepsWeights checks that doubted labels keep the weights that they had, times those of the doubts.
func TestDoubtKeepsWeights(t *testing.T) {
	d := load(t, "iris")
	net := knn(t, d, 10, nil, kernel.SharedNeighbors{})
	y := drawn(net.truth, 15, 3)
	flip(y, 3, 0.2, 3)
	own := mat.NewDense(len(y), 3, nil)
	had := make([]float64, len(y))
	for i, k := range y {
		if had[i] = 0.5 + 0.5*float64(i%2); k >= 0 {
			own.Set(i, k, 1)
		}
	}
	found, err := labelprop.Doubt(t.Context(), net.g, softSeeds(own, had), nil)
	require.NoError(t, err)
	require.Positive(t, found.Noise.Share)
	for l, w := range found.Noise.Weights(found.Given) {
		had[found.Nodes[l]] *= math.Pow(w, 0.7)
	}
	want, err := labelprop.Solve(t.Context(), net.g, softSeeds(own, had), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	got, err := labelprop.Solve(t.Context(), net.g, found.Seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	assert.True(t, mat.EqualApprox(want.Scores, got.Scores, 1e-12))
}

// TestNoiseInAnyOrder fits labels in two orders: no bit changes.
func TestNoiseInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	y, p := noisyLabels(300, 4, 0.2, r)
	n, err := labelprop.FitNoise(y, p)
	require.NoError(t, err)
	require.NotNil(t, n.Transition)
	order := r.Perm(300)
	other, q := make([]int, 300), mat.NewDense(300, 4, nil)
	for to, from := range order {
		other[to] = y[from]
		q.SetRow(to, p.RawRowView(from))
	}
	m, err := labelprop.FitNoise(other, q)
	require.NoError(t, err)
	assert.True(t, mat.Equal(n.Transition, m.Transition))
	for to, from := range order {
		assert.Equal(t, n.Right[from], m.Right[to])
	}
}

// Where rows lie in small groups of a class each, some have one label only, and groups of another class are next to
// them. No label is doubted where all are right, and where a tenth is wrong, most of those are.
func TestDoubtSparesLoneGroups(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	const rows, groups, labels, draws = 300, 30, 120, 5
	found, wrong := 0., 0.
	for draw := range uint64(draws) {
		r := rand.New(rand.NewPCG(draw, 77))
		centre, class := mat.NewDense(groups, 4, nil), make([]int, groups)
		centre.Apply(func(_, _ int, _ float64) float64 { return 20 * r.Float64() }, centre)
		for k := range class {
			class[k] = r.IntN(3) / 2
		}
		x, truth := mat.NewDense(rows, 4, nil), make([]int, rows)
		for i := range rows {
			k := r.IntN(groups)
			truth[i] = class[k]
			for j := range 4 {
				x.Set(i, j, centre.At(k, j)+0.4*r.NormFloat64())
			}
		}
		g := must(must(graph.KNN(t.Context(), x, 10, nil)).Weigh(kernel.SharedNeighbors{}))
		y := slices.Repeat([]int{none}, rows)
		for i := range labels {
			y[i] = truth[i]
		}
		d, err := labelprop.Doubt(t.Context(), g, must(labelprop.Classes(y, 2)), nil)
		require.NoError(t, err)
		assert.Zero(t, d.Noise.Share, "draw %d", draw)
		for i := range labels / 10 {
			y[i] = 1 - y[i]
		}
		d, err = labelprop.Doubt(t.Context(), g, must(labelprop.Classes(y, 2)), nil)
		require.NoError(t, err)
		for l, u := range d.Nodes {
			if u < labels/10 {
				wrong++
				found += float64(b2i(d.Noise.Right[l] < 0.5))
			}
		}
	}
	t.Logf("%.0f of %.0f wrong labels found", found, wrong)
	assert.Greater(t, found/wrong, 0.6)
}
