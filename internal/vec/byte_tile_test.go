package vec_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// byteProblem is a tile with the codes that it was made of.
type byteProblem struct {
	tile   *vec.ByteTile
	a, b   [][]int8 // the codes of each row and of each column
	around []float32
}

// newByteTile returns a tile of codes of f.
func newByteTile(tier vec.Tier, rng *rand.Rand, steps int, f func() int8) *byteProblem {
	rows, cols := tier.ByteShape()
	p := &byteProblem{tile: &vec.ByteTile{Steps: steps, Hits: make([]uint64, rows), Start: make([]int32, cols)}}
	p.a, p.tile.A = packedCodes(rows, steps, f, tier.RowWord)
	p.b, p.tile.B = packedCodes(cols, steps, f, func(w uint32) uint32 { return w })
	for c, codes := range p.b {
		sum := int32(0)
		for _, v := range codes {
			sum += int32(v)
		}
		p.tile.Start[c] = tier.ColumnStart(sum)
	}
	p.tile.Rows, p.tile.Cols = newByteSide(rows, rng), newByteSide(cols, rng)
	p.tile.Out, p.around = guarded32(rows*cols, func() float32 { return 0 })
	return p
}

func newByteSide(n int, rng *rand.Rand) vec.ByteSide {
	var s vec.ByteSide
	// Powers of two as scales and whole numbers for the rest: nothing rounds.
	whole := func() float32 { return float32(rng.IntN(19)) }
	s.Half, _ = guarded32(n, whole)
	s.Level, _ = guarded32(n, func() float32 { return float32(rng.IntN(4001) - 2000) })
	s.Scale, _ = guarded32(n, func() float32 { return float32(math.Ldexp(1, rng.IntN(3)-1)) })
	s.Length, _ = guarded32(n, whole)
	s.Error, _ = guarded32(n, whole)
	return s
}

// packedCodes returns rows of codes, and their words as a tile reads them.
func packedCodes(rows, steps int, f func() int8, change func(uint32) uint32) (codes [][]int8, words []uint32) {
	codes, words = make([][]int8, rows), make([]uint32, rows*steps)
	for r := range codes {
		for range steps {
			codes[r] = append(codes[r], f(), f(), f(), f())
		}
		for k := range steps {
			w := uint32(0)
			for i, v := range codes[r][4*k:][:4] {
				w |= uint32(uint8(v)) << (8 * i)
			}
			words[k*rows+r] = change(w)
		}
	}
	return codes, words
}

// product returns the product of a row and a column.
func (p *byteProblem) product(r, c int) int {
	sum := 0
	for i, v := range p.a[r] {
		sum += int(v) * int(p.b[c][i])
	}
	return sum
}

// check computes every element again.
func (p *byteProblem) check(t *testing.T, found bool) {
	t.Helper()
	x, some := p.tile, false
	a, b := &x.Rows, &x.Cols
	for r := range p.a {
		for c := range p.b {
			want := float32(p.product(r, c))*a.Scale[r]*b.Scale[c] - a.Half[r] - b.Half[c] +
				a.Length[r]*b.Error[c] + a.Error[r]*b.Length[c]
			hit := want >= min(a.Level[r], b.Level[c])
			some = some || hit
			if !math.IsNaN(float64(want)) {
				require.Equal(t, want, x.Out[r*len(p.b)+c], "row %d, column %d", r, c)
			}
			require.Equal(t, hit, x.Hits[r]>>c&1 == 1, "row %d, column %d", r, c)
		}
		require.Zero(t, x.Hits[r]>>len(p.b))
	}
	require.Equal(t, some, found)
	requireGuards(t, p.around)
}

func anyCode(rng *rand.Rand) func() int8 { return func() int8 { return int8(rng.Uint32()) } }

func TestByteTile(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		rng := rand.New(rand.NewPCG(1, 2))
		for steps := range 20 {
			p := newByteTile(tier, rng, steps, anyCode(rng))
			p.check(t, tier.ByteTile(p.tile))
			// A level that is just reached.
			copy(p.tile.Cols.Level, p.tile.Out)
			for r := range p.tile.Rows.Level {
				p.tile.Rows.Level[r] = float32(math.Inf(1))
			}
			p.check(t, tier.ByteTile(p.tile))
			require.Equal(t, uint64(1)<<len(p.b)-1, p.tile.Hits[0])
		}
	})
}

// Sums stay exact where they are largest: all codes at an end of their range.
func TestByteTileOfLargestCodes(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		rng := rand.New(rand.NewPCG(2, 2))
		rows, cols := tier.ByteShape()
		for _, ends := range [][]int8{{-128}, {127}, {-128, 127}} {
			p := newByteTile(tier, rng, vec.MaxByteSteps, func() int8 { return ends[rng.IntN(len(ends))] })
			p.tile.Part, p.tile.Sums = true, make([]int32, rows*cols)
			require.False(t, tier.ByteTile(p.tile))
			// Some pairs, not one row or column alone.
			for i := 0; i < rows*cols; i += 29 {
				require.EqualValues(t, p.product(i/cols, i%cols), p.tile.Sums[i])
			}
		}
	})
}

// A sum cut in two gives the bits of the whole.
func TestByteTileInParts(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		rng := rand.New(rand.NewPCG(3, 2))
		rows, cols := tier.ByteShape()
		for cut := range 12 {
			p := newByteTile(tier, rng, 11, anyCode(rng))
			first := *p.tile
			first.Steps, first.Part, first.Hits, first.Sums = cut, true, nil, make([]int32, rows*cols)
			assert.False(t, tier.ByteTile(&first))
			x := p.tile
			a, b := x.A, x.B
			x.Steps, x.Resume, x.Sums, x.A, x.B = 11-cut, true, first.Sums, a[cut*rows:], b[cut*cols:]
			p.check(t, tier.ByteTile(x))
		}
	})
}

// Where a half is NaN nothing counts, even where everything else does.
func TestByteTileOfNothing(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		rng := rand.New(rand.NewPCG(4, 2))
		p := newByteTile(tier, rng, 3, anyCode(rng))
		for i := range p.tile.Rows.Level {
			p.tile.Rows.Level[i] = float32(math.Inf(-1))
		}
		p.tile.Cols.Half[1] = float32(math.NaN())
		p.check(t, tier.ByteTile(p.tile))
	})
}

// All tiers round nine times at most, see [vec.ByteTile.Out]: the search relies on 9u of the sum of all magnitudes, and
// they stay within 8u.
func TestByteTileRounding(t *testing.T) {
	const u = 0x1p-24
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		rng := rand.New(rand.NewPCG(5, 2))
		_, cols := tier.ByteShape()
		for range 12 {
			p := newByteTile(tier, rng, 1+rng.IntN(30), anyCode(rng))
			x := p.tile
			for _, s := range [][]float32{
				x.Rows.Half, x.Rows.Scale, x.Rows.Length, x.Rows.Error, x.Cols.Half, x.Cols.Scale, x.Cols.Length, x.Cols.Error,
			} {
				size := math.Exp(4 * rng.NormFloat64())
				for i := range s {
					s[i] = float32(size * rng.ExpFloat64())
				}
			}
			tier.ByteTile(x)
			for i, got := range x.Out {
				want, size := exactBound(x, p.product(i/cols, i%cols), i/cols, i%cols)
				require.InDelta(t, want, got, size*8*u)
			}
		}
	})
}

// exactBound returns the number of a pair before it rounds, and the sum of the magnitudes in it.
func exactBound(x *vec.ByteTile, product, r, c int) (value, size float64) {
	exact := func(sign float64, factors ...float64) *big.Float {
		v := new(big.Float).SetPrec(300).SetFloat64(sign)
		for _, f := range factors {
			v.Mul(v, new(big.Float).SetPrec(300).SetFloat64(f))
		}
		return v
	}
	f := func(s []float32, i int) float64 { return float64(s[i]) }
	total := new(big.Float).SetPrec(300)
	a, b := &x.Rows, &x.Cols
	for _, term := range []*big.Float{
		exact(float64(product), f(a.Scale, r), f(b.Scale, c)),
		exact(-1, f(a.Half, r)), exact(-1, f(b.Half, c)),
		exact(1, f(a.Length, r), f(b.Error, c)), exact(1, f(a.Error, r), f(b.Length, c)),
	} {
		total.Add(total, term)
		v, _ := term.Float64()
		size += math.Abs(v)
	}
	value, _ = total.Float64()
	return value, size
}

func TestByteTileChecksItsSlices(t *testing.T) {
	eachTier(t, func(t *testing.T, tier vec.Tier) {
		for _, cut := range []func(x *vec.ByteTile){
			func(x *vec.ByteTile) { x.A = x.A[: len(x.A)-1 : len(x.A)-1] },
			func(x *vec.ByteTile) { x.B = x.B[: len(x.B)-1 : len(x.B)-1] },
			func(x *vec.ByteTile) { x.Start = x.Start[:1:1] },
			func(x *vec.ByteTile) { x.Resume = true },
			func(x *vec.ByteTile) { x.Part = true },
			func(x *vec.ByteTile) { x.Out = x.Out[: len(x.Out)-1 : len(x.Out)-1] },
			func(x *vec.ByteTile) { x.Hits = x.Hits[:1:1] },
			func(x *vec.ByteTile) { x.Cols.Half = x.Cols.Half[:1:1] },
			func(x *vec.ByteTile) { x.Rows.Error = x.Rows.Error[:1:1] },
			func(x *vec.ByteTile) { x.Cols.Length = x.Cols.Length[:1:1] },
			func(x *vec.ByteTile) { x.Rows.Scale = x.Rows.Scale[:1:1] },
		} {
			rng := rand.New(rand.NewPCG(6, 2))
			p := newByteTile(tier, rng, 7, anyCode(rng))
			cut(p.tile)
			assert.Panics(t, func() { tier.ByteTile(p.tile) })
		}
	})
}

// Codes are the nearest integers, in every tier, and nothing else is written.
func TestCodes(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 2))
	for n := 0; n <= 35; n++ {
		row, center := guarded(rng, n), guarded(rng, n)
		for j := range row {
			// Halves are tied, and the ends of the range are met.
			row[j], center[j] = float64(rng.IntN(511)-256)/4, float64(rng.IntN(3))
			row[j] = max(row[j], -64+center[j])
			row[j] = min(row[j], 63.5+center[j])
		}
		for _, tier := range vec.Tiers() {
			got := make([]byte, n+2)
			got[n] = 77
			tier.Codes(got[:n:n], row, center, 2)
			for j := range row {
				require.EqualValues(t, math.RoundToEven((row[j]-center[j])*2), int8(got[j]), "%v, %d of %d", tier, j, n)
			}
			require.Equal(t, []byte{77, 0}, got[n:])
		}
	}
}

// The rate of the kernel alone, with panels in the caches.
func BenchmarkByteTile(b *testing.B) {
	for _, tier := range vec.Tiers() {
		for _, columns := range []int{32, 784} {
			b.Run(fmt.Sprintf("%v/%d", tier, columns), func(b *testing.B) {
				rng := rand.New(rand.NewPCG(8, 2))
				x := newByteTile(tier, rng, columns/4, anyCode(rng)).tile
				rows, cols := tier.ByteShape()
				for b.Loop() {
					tier.ByteTile(x)
				}
				b.ReportMetric(2*float64(rows*cols*columns*b.N)/b.Elapsed().Seconds()/1e9, "GOP/s")
			})
		}
	}
}
