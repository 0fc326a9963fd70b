package vec

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every tier rounds as Go does, denormal and infinite results included, and writes no more
// than it was given.
func TestNarrowAndWiden(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 1))
	for _, tier := range Tiers() {
		for n := range 70 {
			x, small, again := make([]float64, n), make([]float32, n+3), make([]float64, n+3)
			for i := range x {
				x[i] = math.Ldexp(rng.NormFloat64(), rng.IntN(300)-170)
			}
			for i := range small {
				small[i], again[i] = -7, -7
			}
			tier.Narrow(small, x)
			tier.Widen(again, small[:n])
			for i := range small {
				if i >= n {
					require.Equal(t, float32(-7), small[i])
					require.Equal(t, -7.0, again[i])
					continue
				}
				require.Equal(t, float32(x[i]), small[i], "%v: %g", tier, x[i])
				require.Equal(t, float64(small[i]), again[i])
			}
		}
		assert.Panics(t, func() { tier.Narrow(make([]float32, 8), make([]float64, 9)) })
		assert.Panics(t, func() { tier.Widen(make([]float64, 8), make([]float32, 9)) })
	}
}
