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
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// leftOutOf are labels of which so many are named rightly.
func leftOutOf(labels, right int) *labelprop.LabelsLeftOut {
	l := &labelprop.LabelsLeftOut{P: mat.NewDense(labels, 2, nil)}
	for i := range labels {
		l.Nodes, l.Y = append(l.Nodes, i), append(l.Y, i%2)
		k := i % 2
		if i >= right {
			k = 1 - k
		}
		l.P.Set(i, k, 0.75)
		l.P.Set(i, 1-k, 0.25)
	}
	return l
}

// The interval is that of Clopper and Pearson for fewer observations: its ends are where as many
// hits or more, or as few or fewer, have a probability of 2.5 %.
func TestExpectedAccuracyIsClopperPearson(t *testing.T) {
	n := 1 << 40
	// Of two classes: 0.7·(l-1) observations.
	for _, labels := range []int{41, 81} {
		for _, right := range []int{0, labels} {
			e, ok := leftOutOf(labels, right).ExpectedAccuracy(n)
			require.True(t, ok)
			assert.InDelta(t, float64(right)/float64(labels), e.Value, 1e-15)
			few, all := (right-right/labels)*7/10, (labels-1)*7/10
			if few > 0 {
				assert.InDelta(t, 0.025, atLeast(all, few, e.Low), 1e-6)
			} else {
				assert.Zero(t, e.Low)
			}
			if few < all {
				assert.InDelta(t, 0.025, 1-atLeast(all, few+1, e.High), 1e-6)
			} else {
				assert.Equal(t, 1.0, e.High)
			}
		}
	}
	_, ok := leftOutOf(19, 10).ExpectedAccuracy(n)
	assert.False(t, ok)
	_, ok = leftOutOf(30, 10).ExpectedAccuracy(30)
	assert.False(t, ok, "no other node")
}

// atLeast is the probability of so many hits or more of n, summed up.
func atLeast(n, hits int, p float64) float64 {
	sum := 0.0
	for k := hits; k <= n; k++ {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(k + 1))
		c, _ := math.Lgamma(float64(n - k + 1))
		sum += math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
	}
	return sum
}

// Shares sum to 1, are those of the truth where probabilities are right, and are corrected where
// they are wrong in the same way everywhere.
func TestClassSharesAreCorrected(t *testing.T) {
	r := rand.New(rand.NewPCG(30, 1))
	const n, labels = 5000, 400
	p, truth := mat.NewDense(n, 2, nil), make([]int, n)
	left := &labelprop.LabelsLeftOut{P: mat.NewDense(labels, 2, nil)}
	count := 0.0
	for u := range n {
		if r.Float64() < 0.3 {
			truth[u], count = 1, count+1
		}
		// Too much for class 1 by 0.2.
		own := 0.2 + 0.6*float64(truth[u])
		p.SetRow(u, []float64{1 - own, own})
		if u < labels {
			left.Nodes, left.Y = append(left.Nodes, u), append(left.Y, truth[u])
			left.P.SetRow(u, p.RawRowView(u))
		}
	}
	shares, err := left.ClassShares(p)
	require.NoError(t, err)
	assert.InDelta(t, 1, shares[0].Value+shares[1].Value, 1e-12)
	assert.InDelta(t, count/n, shares[1].Value, 0.03)
	assert.Less(t, shares[1].Low, count/n)
	assert.Greater(t, shares[1].High, count/n)
	_, err = left.ClassShares(mat.NewDense(n, 3, nil))
	assert.ErrorIs(t, err, labelprop.ErrShape)
}

// Labels left out by any method are those of solving without each, or without it and another one of its part.
func TestLeaveOut(t *testing.T) {
	net := knn(t, load(t, "iris"), 8, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 8, 3)
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.BalancedPoisson{}} {
		left, err := labelprop.LeaveOut(t.Context(), net.g, classSeeds(y), m, nil)
		require.NoError(t, err)
		require.Len(t, left.Y, 24)
		without := func(u, other int) []float64 {
			kept := append([]int{}, y...)
			kept[u], kept[other] = none, none
			res, err := labelprop.Solve(t.Context(), net.g, must(labelprop.Classes(kept, 3)), m, nil)
			require.NoError(t, err)
			return res.Probabilities().RawRowView(u)
		}
		alone := 0
		for l, u := range left.Nodes {
			same := func(other int) bool {
				// Scores are enough of a solve: their last digits are not waited for.
				return floats.EqualApprox(without(u, other), left.P.RawRowView(l), 1e-5)
			}
			if same(u) {
				alone++
			} else {
				assert.True(t, slices.ContainsFunc(left.Nodes, same), "%v: node %d", m, u)
			}
		}
		// 24 labels are 20 parts, four of them of two labels; scores that are sums need no parts.
		if labelprop.Linear(m) {
			assert.Equal(t, 24, alone)
			continue
		}
		assert.GreaterOrEqual(t, alone, 16)
		assert.Less(t, alone, 24)
	}
	assert.True(t, classSeeds(y).DealtOut())
	assert.False(t, classSeeds([]int{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, none}).DealtOut())
}

// Of 20 other rows, 19 or 20 are right, and nothing between: the ends are whole numbers of rows.
func TestExpectedAccuracyIsOfWholeRows(t *testing.T) {
	e, ok := leftOutOf(40, 39).ExpectedAccuracy(60)
	require.True(t, ok)
	assert.Equal(t, 1.0, e.High)
	assert.InDelta(t, math.Round(20*e.Low), 20*e.Low, 1e-9)
}

// TestClassSharesCover simulates rows whose classes are drawn from known probabilities, of which the answer knows a
// part: the intervals hold the share in 93 to 98 % of the draws, also where the answer is off, and are as narrow as any
// can be, √(1-R²) times as wide as from the labels alone, but for what few labels cost.
func TestClassSharesCover(t *testing.T) {
	const n, labels, draws = 1000, 80, 500
	r := rand.New(rand.NewPCG(31, 1))
	for _, c := range []struct {
		name         string
		spread, bias float64
		most         float64 // by √(1-R²)
	}{{"sharp", 6, 0, 1.15}, {"sharp and off", 6, 2, 1.4}, {"vague", 1, 0, 1.15}} {
		held, ratios := 0.0, 0.0
		var explained, all float64
		for range draws {
			p, truth := mat.NewDense(n, 2, nil), make([]float64, n)
			// The answer knows the probabilities from elsewhere, so that its errors are independent.
			left := &labelprop.LabelsLeftOut{P: mat.NewDense(labels, 2, nil),
				Covariance: &labelprop.MissCovariance{Classes: make([]float64, 2)}}
			mean, sampled := 0.0, 0.0
			for u := range n {
				x := c.spread*r.NormFloat64() - 0.5
				own := 1 / (1 + math.Exp(-x))
				if r.Float64() < own {
					truth[u] = 1
				}
				mean += truth[u] / n
				explained += own * (1 - own)
				all++
				said := 1 / (1 + math.Exp(-x-c.bias))
				p.SetRow(u, []float64{1 - said, said})
				if u < labels {
					left.Nodes, left.Y = append(left.Nodes, u), append(left.Y, int(truth[u]))
					left.P.SetRow(u, p.RawRowView(u))
					sampled += truth[u] / labels
				}
			}
			e, err := left.ClassShares(p)
			require.NoError(t, err)
			if e[1].Low <= mean && mean <= e[1].High {
				held++
			}
			alone := 2 * 1.96 * math.Sqrt(sampled*(1-sampled)/labels*(1-float64(labels)/n))
			ratios += (e[1].High - e[1].Low) / alone / draws
		}
		// The share of the variance of the truth that no answer knows: E[q(1-q)] of all, 1/4 at a share of about a half.
		least := math.Sqrt(explained / all / 0.25)
		t.Logf("%s: held in %.3f, width %.3f, at best %.3f", c.name, held/draws, ratios, least)
		assert.InDelta(t, 0.955, held/draws, 0.025, c.name)
		assert.Less(t, ratios, c.most*least, c.name)
		assert.Greater(t, ratios, 0.98*least, c.name)
	}
}

// TestClassSharesByHand writes the formula out for 31 of 100 rows: Student's t with 30 degrees of freedom is 2.0422725.
func TestClassSharesByHand(t *testing.T) {
	const n, l = 100, 31
	p := mat.NewDense(n, 2, nil)
	left := &labelprop.LabelsLeftOut{P: mat.NewDense(l, 2, nil)}
	sum, mean := 0.0, 0.0
	var off []float64
	for u := range n {
		own := float64(u%7) / 10
		p.SetRow(u, []float64{1 - own, own})
		if u >= l {
			sum += own
			continue
		}
		y, said := b2i(u%3 == 0), float64(u%5)/8
		left.Nodes, left.Y = append(left.Nodes, u), append(left.Y, y)
		left.P.SetRow(u, []float64{1 - said, said})
		sum += float64(y)
		off = append(off, float64(y)-said)
		mean += off[u] / l
	}
	square := 0.5
	for _, d := range off {
		square += (d - mean) * (d - mean)
	}
	value := sum/n + 0.69*mean
	known := &labelprop.MissCovariance{Classes: []float64{0.001, 0.002}}
	for variance, c := range map[float64]*labelprop.MissCovariance{
		0.69 * square / (31 * 30) / 0.75:      nil,
		0.69*square/(31*30) + 0.69*0.69*0.002: known,
		// What else is the labels' doing is made up for.
		0.69*square/(31*30)/0.9 + 0.69*0.69*0.002: {Classes: known.Classes, Partial: true},
		0.69 * square / (31 * 30):                 {Classes: []float64{-1, -1}},
	} {
		left.Covariance = c
		half := 2.0422725 * math.Sqrt(variance)
		e, err := left.ClassShares(p)
		require.NoError(t, err)
		assert.InDelta(t, value, e[1].Value, 1e-12)
		assert.InDelta(t, value-half, e[1].Low, 1e-7)
		assert.InDelta(t, value+half, e[1].High, 1e-7)
	}
	left.Covariance = &labelprop.MissCovariance{Classes: make([]float64, 3)}
	_, err := left.ClassShares(p)
	require.ErrorIs(t, err, labelprop.ErrShape)
	left.Covariance = nil
	left.Y[4] = 2
	_, err = left.ClassShares(p)
	assert.ErrorContains(t, err, "label 4: class 2 is not in [0,2)")
	left.Y[4] = 1
	left.P.Set(5, 0, math.NaN())
	_, err = left.ClassShares(p)
	assert.ErrorContains(t, err, "label 5: its probabilities are not finite")
	_, ok := left.ExpectedAccuracy(n)
	assert.False(t, ok)
}

// Of a class without a label, the share is at most that of which 2.5 % of samples have none; and given labels count.
func TestClassSharesOfFewLabels(t *testing.T) {
	const n, l = 100, 40
	p, left := mat.NewDense(n, 3, nil), &labelprop.LabelsLeftOut{P: mat.NewDense(l, 3, nil)}
	for u := range n {
		class := b2i(u < 3)
		p.Set(u, class, 1)
		if u < l {
			left.Nodes, left.Y = append(left.Nodes, u), append(left.Y, class)
			left.P.Set(u, class, 1)
		}
	}
	e, err := left.ClassShares(p)
	require.NoError(t, err)
	assert.Zero(t, e[2].Low)
	// 40 labels of 100 rows are worth 40/0.6 of endlessly many.
	assert.InDelta(t, 0.025, math.Pow(1-e[2].High, 40/0.6), 1e-9)
	assert.Equal(t, 0.03, e[1].Low, "three are given")
	assert.Equal(t, 0.97, e[0].High)
	// The answer may see more of a class without a label than that: the interval holds what is estimated.
	for u := l; u < n; u++ {
		p.SetRow(u, []float64{0.5, 0, 0.5})
	}
	e, err = left.ClassShares(p)
	require.NoError(t, err)
	assert.InDelta(t, 0.3, e[2].Value, 1e-12)
	assert.InDelta(t, 0.3, e[2].High, 1e-12)
}

// With a covariance of hits, the observations are those whose variance is that of the share.
func TestExpectedAccuracyOfDependentHits(t *testing.T) {
	const right = 30
	left, n := leftOutOf(40, right), 1<<40
	left.Covariance = &labelprop.MissCovariance{Classes: make([]float64, 2)}
	e, ok := left.ExpectedAccuracy(n)
	require.True(t, ok)
	assert.InDelta(t, 0.025, atLeast(40, right, e.Low), 1e-6)
	assert.InDelta(t, 0.025, 1-atLeast(40, right+1, e.High), 1e-6)
	// A covariance as large as the variance of the share: half as many.
	p := (right + 0.5) / 41
	left.Covariance.Hits = p * (1 - p) / 40
	e, _ = left.ExpectedAccuracy(n)
	assert.InDelta(t, 0.025, atLeast(20, 15, e.Low), 1e-6)
	assert.InDelta(t, 0.025, 1-atLeast(20, 16, e.High), 1e-6)
	// Without a miss, the variance is that of one miss among those observations: (1-s)/s, s = √V.
	left = leftOutOf(40, 40)
	v := 40.5 / 41 * 0.5 / 41 / 40
	left.Covariance = &labelprop.MissCovariance{Classes: make([]float64, 2), Hits: 1./121 - v}
	e, _ = left.ExpectedAccuracy(n)
	assert.InDelta(t, 0.025, math.Pow(e.Low, 10), 1e-6)
	assert.Equal(t, 1.0, e.High)
	// Labels are worth no more than as many independent ones, also where one miss among those would be too many.
	left.Covariance.Hits = 0
	e, _ = left.ExpectedAccuracy(n)
	assert.InDelta(t, 0.025, math.Pow(e.Low, 40), 1e-6)
}

func b2i(is bool) int {
	if is {
		return 1
	}
	return 0
}

// TestLeaveOutOfAnAnswer checks that labels left out of an answer at hand are those of solving without each, to two
// digits, also where rows are equal; and which answers are refused.
func TestLeaveOutOfAnAnswer(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	net := knn(t, load(t, "digits"), 8, nil, kernel.SelfTuning{})
	seeds := classSeeds(drawn(net.truth, 6, 3))
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.9}, labelprop.BalancedPoisson{}} {
		r, err := labelprop.Solve(t.Context(), net.g, seeds, m, nil)
		require.NoError(t, err)
		got, err := r.LeaveOut(t.Context(), net.g, seeds, m, nil)
		require.NoError(t, err)
		want, err := labelprop.LeaveOut(t.Context(), net.g, seeds, m, nil)
		require.NoError(t, err)
		assert.Equal(t, want.Y, got.Y)
		assert.Equal(t, want.Nodes, got.Nodes)
		for l := range want.Y {
			assert.InDeltaSlice(t, want.P.RawRowView(l), got.P.RawRowView(l), 0.02, "%v: label %d", m, l)
		}
		_, err = (&labelprop.Result{}).LeaveOut(t.Context(), net.g, seeds, m, nil)
		assert.ErrorIs(t, err, labelprop.ErrShape)
		none, err := (*labelprop.Result)(nil).LeaveOut(t.Context(), net.g, seeds, m, nil)
		require.NoError(t, err)
		assert.Equal(t, want, none)
	}
}
