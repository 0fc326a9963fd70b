package vec

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// guarded returns n normal numbers with NaN on both sides, which must be neither read
// nor written.
func guarded(rng *rand.Rand, n int) (all, inside []float64) {
	all = make([]float64, n+2*octet)
	for i := range all {
		all[i] = math.NaN()
	}
	inside = all[octet : octet+n]
	copy(inside, normals(rng, n))
	return all, inside
}

// bits makes NaN equal to itself.
func bits(x []float64) []uint64 {
	out := make([]uint64, len(x))
	for i, v := range x {
		out[i] = math.Float64bits(v)
	}
	return out
}

// Every tier gives the bits of the formulas, for every number of columns, and touches
// nothing beside its matrices.
func TestBlocks(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for cols := 1; cols <= 37; cols++ {
		for _, rows := range []int{0, 1, 7} {
			b := Block{rows, cols}
			var all, in [7][]float64 // x, r, p, q, omega, step, sum
			for i, n := range []int{rows * cols, rows * cols, rows * cols, rows * cols, rows, cols, cols} {
				all[i], in[i] = guarded(rng, n)
			}
			for name, run := range map[string]func(t Tier, v [7][]float64){
				"descend":       func(t Tier, v [7][]float64) { t.descend(b, v[0], v[1], v[2], v[3], v[4], v[5], v[6]) },
				"nextDirection": func(t Tier, v [7][]float64) { t.nextDirection(b, v[2], v[1], v[5]) },
				"subtractFrom":  func(t Tier, v [7][]float64) { t.subtractFrom(b, v[3], v[2], v[4], v[6]) },
			} {
				want := blockOracle(name, rows, cols, in)
				for _, tier := range Tiers() {
					var whole, got [7][]float64
					for i := range got {
						whole[i] = slices.Clone(all[i])
						got[i] = whole[i][octet : len(whole[i])-octet]
					}
					run(tier, got)
					for i := range got {
						require.Equal(t, want[i], got[i], "%s by %v: %d rows, %d columns: argument %d", name, tier, rows, cols, i)
						copy(got[i], in[i])
						require.Equal(t, bits(all[i]), bits(whole[i]), "%s by %v: beside argument %d", name, tier, i)
					}
				}
			}
		}
	}
}

// blockOracle applies a formula entry by entry.
func blockOracle(name string, rows, cols int, in [7][]float64) [7][]float64 {
	var v [7][]float64
	for i := range v {
		v[i] = slices.Clone(in[i])
	}
	x, r, p, q, omega, step, sum := v[0], v[1], v[2], v[3], v[4], v[5], v[6]
	for e := range rows * cols {
		i, k := e/cols, e%cols
		switch name {
		case "descend":
			x[e] += float64(step[k] * p[e])
			r[e] -= float64(step[k] * q[e])
			sum[k] += float64(float64(omega[i]*r[e]) * r[e])
		case "nextDirection":
			p[e] = r[e] + float64(step[k]*p[e])
		default:
			q[e] = p[e] - q[e]
			sum[k] += float64(float64(omega[i]*p[e]) * q[e])
		}
	}
	return v
}

func TestBlocksPanicWhereShort(t *testing.T) {
	b := Block{Rows: 2, Cols: 3}
	six, three, two := make([]float64, 6), make([]float64, 3), make([]float64, 2)
	assert.NotPanics(t, func() { b.NextDirection(six, six, three) })
	assert.Panics(t, func() { b.NextDirection(six[:5:5], six, three) })
	assert.Panics(t, func() { b.NextDirection(six, six, two) })
	assert.Panics(t, func() { b.SubtractFrom(six, six, two[:1:1], three) })
	assert.Panics(t, func() { b.SubtractFrom(six, six, two, two) })
	assert.Panics(t, func() { b.Descend(six, six, six, six[:5:5], two, three, three) })
}

func TestBlocksDoNotAllocate(t *testing.T) {
	b := Block{Rows: 50, Cols: 11}
	x, step, omega := make([]float64, 550), make([]float64, 11), make([]float64, 50)
	r, p, q, sum := make([]float64, 550), make([]float64, 550), make([]float64, 550), make([]float64, 11)
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		b.Descend(x, r, p, q, omega, step, sum)
		b.NextDirection(p, r, step)
		b.SubtractFrom(q, p, omega, sum)
	}))
}
