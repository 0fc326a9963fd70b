package vec_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/assert"
)

const (
	longest = 70
	guard   = 5
)

// guarded returns n random numbers between NaNs: one read beyond either end shows
// in the sum.
func guarded(rng *rand.Rand, n int) []float64 {
	all := make([]float64, n+2*guard)
	for i := range all {
		all[i] = math.NaN()
	}
	row := all[guard : guard+n]
	for i := range row {
		row[i] = rng.NormFloat64()
	}
	return row
}

func TestSums(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func(a, b []float64) float64
		term func(x float64) float64
	}{
		{"squared", vec.SquaredDistance, func(x float64) float64 { return x * x }},
		{"absolute", vec.AbsoluteDistance, math.Abs},
	} {
		rng := rand.New(rand.NewPCG(1, 1))
		for n := 0; n <= longest; n++ {
			a, b := guarded(rng, n), guarded(rng, n)
			want := 0.0
			for i := range a {
				want += c.term(a[i] - b[i])
			}
			got := c.f(a, b)
			assert.InDelta(t, want, got, 1e-14*want, "%s, %d elements", c.name, n)
			assert.Equal(t, got, c.f(b, a), "%s, %d elements, swapped", c.name, n)
			assert.Zero(t, c.f(a, a), "%s, %d elements", c.name, n)
		}
	}
}

// Every element counts, and counts once: integers add up without rounding.
func TestSumsOfIntegersAreExact(t *testing.T) {
	for n := 0; n <= longest; n++ {
		a, b := make([]float64, n), make([]float64, n)
		squares, sizes := 0, 0
		for i := range a {
			x := 1 + 3*i
			a[i], b[i] = float64(-i), float64(1+2*i)
			squares, sizes = squares+x*x, sizes+x
		}
		assert.Equal(t, float64(squares), vec.SquaredDistance(a, b), "%d elements", n)
		assert.Equal(t, float64(sizes), vec.AbsoluteDistance(a, b), "%d elements", n)
	}
}

func TestMaxAbs(t *testing.T) {
	for n := 1; n <= longest; n++ {
		for at := range n {
			x := make([]float64, n)
			for i := range x {
				x[i] = math.Pow(-1, float64(i)) * float64(i) / longest
			}
			x[at] = -2
			assert.Equal(t, 2.0, vec.MaxAbs(x), "%d elements, largest at %d", n, at)
		}
	}
	assert.Zero(t, vec.MaxAbs(nil))
	assert.Zero(t, vec.MaxAbs([]float64{0, math.Copysign(0, -1)}))
	assert.Equal(t, math.Inf(1), vec.MaxAbs([]float64{1, math.Inf(-1)}))
	assert.True(t, math.IsNaN(vec.MaxAbs([]float64{1, math.NaN(), 2})))
}

func TestUnequalLengthsPanic(t *testing.T) {
	assert.Panics(t, func() { vec.SquaredDistance([]float64{1, 2}, []float64{1}) })
	assert.Panics(t, func() { vec.AbsoluteDistance([]float64{1, 2}, []float64{1}) })
}

func BenchmarkSquaredDistance(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := guarded(rng, 64), guarded(rng, 64)
	for b.Loop() {
		vec.SquaredDistance(x, y)
	}
}
