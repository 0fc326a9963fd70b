package kernel_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var metrics = []struct {
	metric kernel.Metric
	naive  func(a, b []float64) float64
}{
	{kernel.Euclidean{}, naiveEuclidean},
	{kernel.Manhattan{}, naiveManhattan},
	{kernel.Cosine{}, naiveCosine},
}

func naiveEuclidean(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += math.Pow(a[i]-b[i], 2)
	}
	return math.Sqrt(sum)
}

func naiveManhattan(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += math.Max(a[i]-b[i], b[i]-a[i])
	}
	return sum
}

func naiveCosine(a, b []float64) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab, aa, bb = ab+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	return 1 - ab/(math.Sqrt(aa)*math.Sqrt(bb))
}

func randomRow(rng *rand.Rand, d int) []float64 {
	row := make([]float64, d)
	for j := range row {
		row[j] = rng.NormFloat64()
	}
	return row
}

func scaledBy(row []float64, f float64) []float64 {
	out := make([]float64, len(row))
	for j, v := range row {
		out[j] = v * f
	}
	return out
}

func TestMetricsAgainstTextbook(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, m := range metrics {
		for d := 1; d <= 40; d++ {
			a, b := randomRow(rng, d), randomRow(rng, d)
			got := m.metric.Distance(a, b)
			assert.InDelta(t, m.naive(a, b), got, 1e-13, "%v, %d columns", m.metric, d)
			assert.Equal(t, got, m.metric.Distance(b, a), "%v is not symmetric", m.metric)
			assert.Zero(t, m.metric.Distance(a, a), "%v", m.metric)
		}
	}
}

func TestCosineKnownAngles(t *testing.T) {
	for _, c := range []struct {
		a, b []float64
		want float64
	}{
		{[]float64{1, 0}, []float64{0, 5}, 1},
		{[]float64{1, 1}, []float64{-2, -2}, 2},
		{[]float64{1, 1}, []float64{3, 3}, 0},
		{[]float64{1, 0}, []float64{1, 1}, 1 - math.Sqrt2/2},
		{[]float64{0, 0}, []float64{1, 1}, 1},
		{[]float64{1, 1}, []float64{0, 0}, 1},
		{[]float64{0, 0}, []float64{0, 0}, 1},
		{[]float64{1e300, 1e300}, []float64{1e-300, 0}, 1 - math.Sqrt2/2},
		{[]float64{1e-300, 1e-300}, []float64{0, -1e300}, 1 + math.Sqrt2/2},
		{[]float64{5e-324, 0}, []float64{5e-324, 5e-324}, 1 - math.Sqrt2/2},
		{[]float64{math.MaxFloat64, math.MaxFloat64}, []float64{0, math.MaxFloat64}, 1 - math.Sqrt2/2},
	} {
		assert.InDelta(t, c.want, kernel.Cosine{}.Distance(c.a, c.b), 1e-15, "%v, %v", c.a, c.b)
	}
}

func TestCosineLeavesItsArgumentsAlone(t *testing.T) {
	a, b := []float64{3, 4}, []float64{5, 12}
	kernel.Cosine{}.Distance(a, b)
	assert.Equal(t, []float64{3, 4}, a)
	assert.Equal(t, []float64{5, 12}, b)
}

func TestCosineIgnoresLength(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		a, b := randomRow(rng, 5), randomRow(rng, 5)
		want := kernel.Cosine{}.Distance(a, b)
		for _, f := range []float64{0x1p-900, 0x1p-3, 0x1p900} {
			assert.Equal(t, want, kernel.Cosine{}.Distance(scaledBy(a, f), b), "times %g", f)
		}
		assert.InDelta(t, want, kernel.Cosine{}.Distance(scaledBy(a, 1e300), scaledBy(b, 1e-300)), 1e-15)
	}
}

// 1 - cos θ for (1, 0) and (1, tan θ), in 400 bits; 1 - cos in float64 would keep
// no digit of the last ones.
func TestCosineKeepsTheDigitsOfSmallAngles(t *testing.T) {
	for e := 0; e <= 8; e++ {
		tan := math.Pow(10, -float64(e))
		got := kernel.Cosine{}.Distance([]float64{1, 0}, []float64{1, tan})
		want := exactCosineDistance(tan)
		assert.InEpsilon(t, want, got, 0x1p-51/tan, "tan θ = %g", tan)
	}
	// Where the unit vectors are exact but for a part in 2⁵⁴, nothing is lost.
	assert.InEpsilon(t, 5e-25, kernel.Cosine{}.Distance([]float64{1, 0}, []float64{1, 1e-12}), 1e-15)
}

// exactCosineDistance returns 1 - 1/√(1+tan²).
func exactCosineDistance(tan float64) float64 {
	x := new(big.Float).SetPrec(400).SetFloat64(tan)
	one := new(big.Float).SetPrec(400).SetInt64(1)
	root := new(big.Float).SetPrec(400)
	root.Mul(x, x).Add(root, one).Sqrt(root)
	d, _ := root.Sub(one, root.Quo(one, root)).Float64()
	return d
}

func TestNormalize(t *testing.T) {
	s := math.Sqrt(0.5)
	for _, c := range []struct{ row, want []float64 }{
		{[]float64{3, 4}, []float64{0.6, 0.8}},
		{[]float64{-2}, []float64{-1}},
		{[]float64{1e300, 0, -1e300}, []float64{s, 0, -s}},
		{[]float64{1e-300, 1e-300}, []float64{s, s}},
		{[]float64{5e-324, 5e-324}, []float64{s, s}},
		{[]float64{math.MaxFloat64, 0}, []float64{1, 0}},
		{[]float64{1e300, 1e-300}, []float64{1, 0}},
	} {
		require.True(t, kernel.Normalize(c.row))
		assert.InDeltaSlice(t, c.want, c.row, 2e-16)
	}
}

func TestNormalizeRefusesZero(t *testing.T) {
	for _, row := range [][]float64{{}, {0}, {0, 0, 0}} {
		before := append([]float64(nil), row...)
		assert.False(t, kernel.Normalize(row))
		assert.Equal(t, before, append([]float64(nil), row...))
	}
}
