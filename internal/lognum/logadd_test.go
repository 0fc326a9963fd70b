package lognum

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLogAddOfNearNumbersIsThatOfLog1p compares with an evaluation whose own error is below 2·2⁻⁵³.
func TestLogAddOfNearNumbersIsThatOfLog1p(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for range 2_000_000 {
		y := 40 * rng.Float64()
		if rng.IntN(4) == 0 {
			y = math.Exp(-40 * rng.Float64())
		}
		worst = math.Max(worst, math.Abs(near(y)-math.Log1p(math.Exp(-y))))
	}
	require.Less(t, worst, 4.5*0x1p-53)
	t.Logf("worst difference %.2f·2⁻⁵³", worst*0x1p53)
}

func BenchmarkAdd(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for name, gamma := range map[string]float64{"near": 1, "far": 1e4} {
		b.Run(name, func(b *testing.B) {
			r := NewGamma(gamma)
			xs := make([]Num, 1024)
			for i := range xs {
				xs[i] = Num{Exponent: rng.Float64() * 4, LogCoeff: rng.NormFloat64()}
			}
			var sum Num
			i := 0
			for b.Loop() {
				sum = r.Add(xs[i&1023], xs[(i+77)&1023])
				i++
			}
			_ = sum
		})
	}
}
