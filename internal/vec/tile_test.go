package vec_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// guarded32 returns n numbers of f between NaNs, and all of it.
func guarded32(n int, f func() float32) (inner, all []float32) {
	all = make([]float32, n+2*guard)
	for i := range all {
		all[i] = float32(math.NaN())
	}
	inner = all[guard : guard+n : guard+n]
	for i := range inner {
		inner[i] = f()
	}
	return inner, all
}

// newTile returns a tile of whole numbers, whose sums are exact, and what there is
// around its results.
func newTile(tier vec.Tier, rng *rand.Rand, steps int) (x *vec.Tile, around []float32) {
	rows, cols := tier.Shape()
	whole := func() float32 { return float32(rng.IntN(19) - 9) }
	far := func() float32 { return float32(rng.IntN(4001) - 2000) }
	x = &vec.Tile{Steps: steps, Hits: make([]uint64, rows)}
	x.A, _ = guarded32(rows*steps, whole)
	x.B, _ = guarded32(cols*steps, whole)
	x.Rows.Half, _ = guarded32(rows, whole)
	x.Cols.Half, _ = guarded32(cols, whole)
	x.Rows.Level, _ = guarded32(rows, far)
	x.Cols.Level, _ = guarded32(cols, far)
	x.Out, around = guarded32(rows*cols, whole)
	return x, around
}

// checkTile computes every element of a tile again.
func checkTile(t *testing.T, tier vec.Tier, x *vec.Tile, found bool) {
	rows, cols := tier.Shape()
	some := false
	for r := range rows {
		for c := range cols {
			sum := float32(0)
			for k := range x.Steps {
				sum += x.A[k*rows+r] * x.B[k*cols+c]
			}
			sum -= x.Rows.Half[r] + x.Cols.Half[c]
			hit := sum >= min(x.Rows.Level[r], x.Cols.Level[c])
			some = some || hit
			if !math.IsNaN(float64(sum)) {
				require.Equal(t, sum, x.Out[r*cols+c], "row %d, column %d", r, c)
			}
			require.Equal(t, hit, x.Hits[r]>>c&1 == 1, "row %d, column %d", r, c)
		}
		require.Zero(t, x.Hits[r]>>cols)
	}
	require.Equal(t, some, found)
}

func requireGuards(t *testing.T, around []float32) {
	for i := range guard {
		require.True(t, math.IsNaN(float64(around[i])))
		require.True(t, math.IsNaN(float64(around[len(around)-1-i])))
	}
}

func eachTier(t *testing.T, f func(t *testing.T, tier vec.Tier)) {
	for _, tier := range vec.Tiers() {
		t.Run(tier.String(), func(t *testing.T) { f(t, tier) })
	}
}

func TestTile(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		rng := rand.New(rand.NewPCG(1, 1))
		for steps := range 40 {
			x, around := newTile(tier, rng, steps)
			checkTile(t, tier, x, tier.Tile(x))
			requireGuards(t, around)
		}
	})
}

// A sum cut in two gives the bits of the whole, which the levels then see.
func TestTileInParts(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		rng := rand.New(rand.NewPCG(2, 1))
		rows, cols := tier.Shape()
		for cut := range 12 {
			x, around := newTile(tier, rng, 11)
			for i := range x.A {
				x.A[i] = float32(rng.NormFloat64())
			}
			whole := *x
			whole.Out, whole.Hits = make([]float32, rows*cols), make([]uint64, rows)
			found := tier.Tile(&whole)

			first, last := *x, *x
			first.Steps, first.Part, first.Hits = cut, true, nil
			assert.False(t, tier.Tile(&first))
			requireGuards(t, around)
			last.Steps, last.Resume, last.A, last.B = 11-cut, true, x.A[cut*rows:], x.B[cut*cols:]
			assert.Equal(t, found, tier.Tile(&last))
			assert.Equal(t, whole.Out, last.Out)
			assert.Equal(t, whole.Hits, last.Hits)
		}
	})
}

func TestTileWithoutHits(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		x, _ := newTile(tier, rand.New(rand.NewPCG(3, 1)), 5)
		for i := range x.Rows.Level {
			x.Rows.Level[i] = float32(math.Inf(1))
		}
		for i := range x.Cols.Level {
			x.Cols.Level[i] = float32(math.Inf(1))
		}
		assert.False(t, tier.Tile(x))
		x.Cols.Level[len(x.Cols.Level)-1] = -1e6
		assert.True(t, tier.Tile(x), "the last column counts")
	})
}

// Where a half is NaN nothing counts, even where everything else does.
func TestTileOfNothing(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		x, _ := newTile(tier, rand.New(rand.NewPCG(4, 1)), 3)
		for i := range x.Rows.Level {
			x.Rows.Level[i] = float32(math.Inf(-1))
		}
		x.Cols.Half[1] = float32(math.NaN())
		checkTile(t, tier, x, tier.Tile(x))
	})
}

// All tiers round as a sum of fused or unfused products does: within γ of the exact
// sum, which is what the search relies on.
func TestTileRounding(t *testing.T) {
	const steps, u = 1000, 0x1p-24
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		rng := rand.New(rand.NewPCG(5, 1))
		x, _ := newTile(tier, rng, steps)
		for i := range x.A {
			x.A[i] = float32(rng.NormFloat64())
		}
		for i := range x.B {
			x.B[i] = float32(rng.NormFloat64())
		}
		x.Part = true
		tier.Tile(x)
		rows, cols := tier.Shape()
		for r := range rows {
			for c := range cols {
				sum, size := 0.0, 0.0
				for k := range steps {
					p := float64(x.A[k*rows+r]) * float64(x.B[k*cols+c])
					sum, size = sum+p, size+math.Abs(p)
				}
				assert.InDelta(t, sum, x.Out[r*cols+c], size*steps*u/(1-steps*u))
			}
		}
	})
}

func TestTileChecksItsSlices(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		for _, cut := range []func(x *vec.Tile){
			func(x *vec.Tile) { x.A = x.A[:len(x.A)-1] },
			func(x *vec.Tile) { x.B = x.B[:len(x.B)-1] },
			func(x *vec.Tile) { x.Out = x.Out[:len(x.Out)-1] },
			func(x *vec.Tile) { x.Hits = x.Hits[:1] },
			func(x *vec.Tile) { x.Cols.Half = x.Cols.Half[:1] },
			func(x *vec.Tile) { x.Rows.Level = x.Rows.Level[:1] },
		} {
			x, _ := newTile(tier, rand.New(rand.NewPCG(6, 1)), 7)
			cut(x)
			x.A, x.B, x.Out = x.A[:len(x.A):len(x.A)], x.B[:len(x.B):len(x.B)], x.Out[:len(x.Out):len(x.Out)]
			x.Hits = x.Hits[:len(x.Hits):len(x.Hits)]
			x.Cols.Half, x.Rows.Level = x.Cols.Half[:len(x.Cols.Half):len(x.Cols.Half)], x.Rows.Level[:len(x.Rows.Level):len(x.Rows.Level)]
			assert.Panics(t, func() { tier.Tile(x) })
		}
	})
}

// The rate of the kernel alone, with panels in the caches.
func BenchmarkTile(b *testing.B) {
	for _, tier := range vec.Tiers() {
		for _, steps := range []int{32, 784} {
			b.Run(fmt.Sprintf("%v/%d", tier, steps), func(b *testing.B) {
				x, _ := newTile(tier, rand.New(rand.NewPCG(7, 1)), steps)
				rows, cols := tier.Shape()
				for b.Loop() {
					tier.Tile(x)
				}
				b.ReportMetric(2*float64(rows*cols*steps*b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
