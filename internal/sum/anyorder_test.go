package sum_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/sum"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// terms are numbers of both signs and of very different sizes around 10^magnitude.
func terms(r *rand.Rand, n int, magnitude float64) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = r.NormFloat64() * math.Pow(10, magnitude-20*r.Float64())
	}
	return xs
}

func TestSumsInAnyOrderAreRightAndAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, magnitude := range []float64{0, 300, -300, 12, -9} {
		for range 50 {
			xs := terms(r, 1+r.IntN(300), magnitude)
			want, most := new(big.Float).SetPrec(3000), 0.0
			for _, x := range xs {
				want.Add(want, big.NewFloat(x))
				most = max(most, math.Abs(x))
			}
			exact, _ := want.Float64()
			got := sum.InAnyOrder(xs)
			require.InDelta(t, exact, got, 0x1p-50*most+math.SmallestNonzeroFloat64)
			// Not a bit differs in another order, or from parts that are joined.
			r.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
			require.Equal(t, got, sum.InAnyOrder(xs))
			a, b := sum.Below(most), sum.Below(most)
			for i, x := range xs {
				if i%3 == 0 {
					a.Add(x)
				} else {
					b.Add(x)
				}
			}
			a.Join(b)
			require.Equal(t, got, a.Total())
		}
	}
}

func TestSumsInAnyOrderAtTheEnds(t *testing.T) {
	assert.Zero(t, sum.InAnyOrder(nil))
	assert.Zero(t, sum.InAnyOrder([]float64{0, 0}))
	assert.Equal(t, -3*math.SmallestNonzeroFloat64, sum.InAnyOrder([]float64{
		-math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64}))
	assert.Equal(t, math.MaxFloat64, sum.InAnyOrder([]float64{math.MaxFloat64, -1, 1}))
	assert.Equal(t, -math.MaxFloat64, sum.InAnyOrder([]float64{-math.MaxFloat64}))
}

// TestMoments compares mean and variance with those of big numbers, also of values beside which their spread is tiny,
// in any order.
func TestMoments(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	for _, shift := range []float64{0, 1, 1e6, -1e9} {
		xs := make([]float64, 1+r.IntN(200))
		n := new(big.Float).SetPrec(500).SetInt64(int64(len(xs)))
		total, squares := new(big.Float).SetPrec(500), new(big.Float).SetPrec(500)
		for i := range xs {
			xs[i] = shift + r.NormFloat64()
			x := new(big.Float).SetPrec(500).SetFloat64(xs[i])
			total.Add(total, x)
			squares.Add(squares, x.Mul(x, x))
		}
		exact := total.Quo(total, n)
		variance := squares.Quo(squares, n)
		variance.Sub(variance, new(big.Float).SetPrec(500).Mul(exact, exact))
		wantMean, _ := exact.Float64()
		want, _ := variance.Float64()
		mean, got := sum.MeanVariance(xs)
		assert.InDelta(t, wantMean, mean, 1e-15*(1+math.Abs(shift)))
		assert.InDelta(t, want, got, 1e-12*(1+want))
		assert.Equal(t, mean, sum.Mean(xs))
		r.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
		again, same := sum.MeanVariance(xs)
		assert.Equal(t, []float64{mean, got}, []float64{again, same})
	}
	_, none := sum.MeanVariance([]float64{0.1, 0.1, 0.1})
	assert.Zero(t, none)
}
