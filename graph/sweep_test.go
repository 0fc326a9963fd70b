package graph

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// pointsOf returns n rows of d values of f.
func pointsOf(t testing.TB, n, d int, m kernel.Metric, f func(i, j int) float64) *points {
	t.Helper()
	x := mat.NewDense(n, d, nil)
	x.Apply(func(i, j int, _ float64) float64 { return f(i, j) }, x)
	p, err := newPoints(x, m)
	require.NoError(t, err)
	return p
}

// requireSweep checks that the sweep of every tier gives what comparing all pairs does,
// bit for bit.
func requireSweep(t *testing.T, q, p *points, k int) {
	t.Helper()
	want, err := nearestDirect(t.Context(), q, p, k, &SearchOptions{})
	require.NoError(t, err)
	for _, tier := range vec.Tiers() {
		got, err := nearestBySweep(t.Context(), q, p, k, tier, &SearchOptions{})
		require.NoError(t, err)
		require.Equal(t, want.end, got.end)
		for i := range q.n {
			ind, d2 := want.row(i)
			gotInd, gotD2 := got.row(i)
			require.Equal(t, ind, gotInd, "%v, row %d", tier, i)
			require.Equal(t, d2, gotD2, "%v, row %d", tier, i)
		}
	}
}

// fields are values in which nothing may go wrong: far from the origin, at the ends
// of the range, full of ties.
func fields(rng *rand.Rand) []struct {
	name string
	f    func(i, j int) float64
} {
	normal := func(int, int) float64 { return rng.NormFloat64() }
	return []struct {
		name string
		f    func(i, j int) float64
	}{
		{"normal", normal},
		{"offset 1e8", func(i, j int) float64 { return 1e8 + normal(i, j) }},
		{"offset by column", func(i, j int) float64 { return math.Pow(-10, float64(j%12)) + normal(i, j) }},
		{"1e150", func(i, j int) float64 { return 1e150 * normal(i, j) }},
		{"1e-150", func(i, j int) float64 { return 1e-150 * normal(i, j) }},
		{"1e300", func(i, j int) float64 { return 1e300 * normal(i, j) }},
		{"subnormal", func(i, j int) float64 { return 1e-310 * normal(i, j) }},
		{"columns of all sizes", func(i, j int) float64 { return math.Pow(10, float64(j%9*10-40)) * normal(i, j) }},
		{"one row far away", func(i, j int) float64 {
			if i == 7 {
				return 1e30
			}
			return normal(i, j)
		}},
		{"grid", func(i, j int) float64 { return float64(rng.IntN(3)) }},
		{"bits", func(i, j int) float64 { return float64(rng.IntN(2)) }},
		{"one bit a row", func(i, j int) float64 {
			if i%5 == j {
				return 1
			}
			return 0
		}},
		{"three rows again and again", func(i, j int) float64 { return math.Sin(float64(i % 3 * (j + 1))) }},
		{"all equal", func(i, j int) float64 { return 0.1 }},
		{"constant columns", func(i, j int) float64 {
			if j%2 == 0 {
				return 1e6 / 3
			}
			return normal(i, j)
		}},
		{"close pairs", func(i, j int) float64 { return math.Sin(float64(i/2*(j+1))) + 1e-9*normal(i, j) }},
		{"rows of zeros", func(i, j int) float64 {
			if i%4 == 0 {
				return 0
			}
			return normal(i, j)
		}},
		{"a line", func(i, j int) float64 { return float64(i) }},
	}
}

func TestSweepAgainstAllPairs(t *testing.T) {
	for _, m := range []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}} {
		for _, c := range fields(random(1)) {
			for _, s := range []struct{ n, d, k int }{{130, 3, 5}, {200, 17, 10}, {97, 5, 24}} {
				t.Run(fmt.Sprintf("%v/%s/%d×%d", m, c.name, s.n, s.d), func(t *testing.T) {
					p := pointsOf(t, s.n, s.d, m, c.f)
					if p.gridExp < leastGrid {
						t.Skip("compared directly, always")
					}
					requireSweep(t, p, p, s.k)
				})
			}
		}
	}
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 20261124)) }
