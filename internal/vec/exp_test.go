package vec

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Results are those of math.Exp but for rounding, the same bits in every tier, each in its
// place, and nothing else is written.
func TestExps(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 1))
	least := math.Log(0x1p-1000)
	for _, tier := range Tiers() {
		rows, _ := tier.GramShape()
		for vectors := range 6 {
			apart := rows + 3
			x, a := make([]float64, vectors*rows), make([]float64, vectors*rows)
			for i := range x {
				a[i], x[i] = -math.Exp(8*rng.Float64()-1), -rng.Float64()
				switch rng.IntN(8) {
				case 0:
					a[i] = math.Inf(-1)
				case 1:
					a[i], x[i] = 0, 0
				case 2:
					a[i] = least + rng.Float64() - 0.5
				}
			}
			to := make([]float64, vectors*apart+8)
			for i := range to {
				to[i] = math.NaN()
			}
			tier.Exps(to, apart, x, a, -0.25, 0.5, least)
			for i := range to {
				v, r := i/apart, i%apart
				if v >= vectors || r >= rows {
					require.True(t, math.IsNaN(to[i]), "place %d is not ours", i)
					continue
				}
				e := 0.5*x[v*rows+r] + (a[v*rows+r] - 0.25)
				require.Equal(t, math.Float64bits(expOf(e, least)), math.Float64bits(to[i]), "%v: exp(%g)", tier, e)
				if e < least {
					require.Zero(t, to[i])
				} else {
					require.InEpsilon(t, math.Exp(e), to[i], 5*0x1p-53)
				}
			}
		}
	}
}

// The error is what it is said to be, all over the range.
func TestExpError(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	least, worst := math.Log(0x1p-1000), 0.0
	for range 300_000 {
		e := least * rng.Float64() * rng.Float64()
		worst = max(worst, math.Abs(expOf(e, least)/math.Exp(e)-1))
	}
	assert.Less(t, worst, 5*0x1p-53, "math.Exp is off by one of them itself")
	assert.Equal(t, 1.0, expOf(0, least))
	assert.Zero(t, expOf(math.Inf(-1), least))
}

func TestExpsPanicWhereShort(t *testing.T) {
	rows, _ := Best().GramShape()
	x := make([]float64, 2*rows)
	assert.Panics(t, func() { Best().Exps(make([]float64, 2*rows-1), rows, x, x, 0, 1, -1) })
	assert.Panics(t, func() { Best().Exps(x, rows, x, x[:rows:rows], 0, 1, -1) })
}
