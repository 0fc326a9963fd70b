package vec_test

import (
	"fmt"
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

// sums are the functions that add a term of two rows up, in every tier.
var sums = []struct {
	name string
	f    func(a, b []float64) float64
	tier func(t vec.Tier, a, b []float64) float64
	term func(x, y float64) float64
}{
	{"squared", vec.SquaredDistance, vec.Tier.SquaredDistance, func(x, y float64) float64 { return (x - y) * (x - y) }},
	{"absolute", vec.AbsoluteDistance, vec.Tier.AbsoluteDistance, func(x, y float64) float64 { return math.Abs(x - y) }},
	{"dot", vec.Dot, vec.Tier.Dot, func(x, y float64) float64 { return x * y }},
}

// inParts is how the sums are defined: eight parts, added up in pairs.
func inParts(a, b []float64, term func(x, y float64) float64) float64 {
	var p [8]float64
	for i := range a {
		t := term(a[i], b[i])
		p[i%8] += t
	}
	return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]))
}

func TestSums(t *testing.T) {
	for _, c := range sums {
		rng := rand.New(rand.NewPCG(1, 1))
		for n := 0; n <= longest; n++ {
			a, b := guarded(rng, n), guarded(rng, n)
			want := inParts(a, b, c.term)
			for _, tier := range vec.Tiers() {
				assert.Equal(t, want, c.tier(tier, a, b), "%s, %v, %d elements", c.name, tier, n)
				assert.Equal(t, want, c.tier(tier, b, a), "%s, %v, %d elements, swapped", c.name, tier, n)
			}
			assert.Equal(t, want, c.f(a, b), "%s, %d elements", c.name, n)
		}
	}
}

func TestDistanceToItselfIsZero(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for n := 0; n <= longest; n++ {
		a := guarded(rng, n)
		for _, tier := range vec.Tiers() {
			assert.Zero(t, tier.SquaredDistance(a, a))
			assert.Zero(t, tier.AbsoluteDistance(a, a))
		}
	}
}

// Every tier meets the ends of the range as Go does.
func TestSumsOfExtremes(t *testing.T) {
	extremes := []float64{0, math.Copysign(0, -1), 5e-324, -1e-310, 1e154, -1e200, math.MaxFloat64, math.Inf(1), math.NaN()}
	for n := 1; n <= 20; n++ {
		for _, v := range extremes {
			a, b := make([]float64, n), make([]float64, n)
			a[n-1], b[n/2] = v, 1
			for _, c := range sums {
				want := math.Float64bits(c.tier(vec.Generic, a, b))
				for _, tier := range vec.Tiers() {
					got := c.tier(tier, a, b)
					if math.IsNaN(math.Float64frombits(want)) {
						assert.True(t, math.IsNaN(got), "%s, %v, %g in %d elements", c.name, tier, v, n)
						continue
					}
					assert.Equal(t, want, math.Float64bits(got), "%s, %v, %g in %d elements", c.name, tier, v, n)
				}
			}
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
	assert.Panics(t, func() { vec.Dot([]float64{1, 2}, []float64{1}) })
}

func BenchmarkSquaredDistance(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{4, 64, 784} {
		x, y := guarded(rng, n), guarded(rng, n)
		for _, tier := range vec.Tiers() {
			b.Run(fmt.Sprintf("%v/%d", tier, n), func(b *testing.B) {
				b.SetBytes(int64(16 * n))
				for b.Loop() {
					tier.SquaredDistance(x, y)
				}
			})
		}
	}
}
