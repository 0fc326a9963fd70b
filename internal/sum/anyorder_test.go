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
