package vec_test

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/require"
)

// Every tier writes what the definition says, and nothing else.
func TestInterleaveIsTheSameOnEveryTier(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for n := 0; n <= 35; n++ {
		for _, apart := range []int{8, 11, 48} {
			var rows [8][]float64
			for r := range rows {
				rows[r] = guarded(rng, n)
			}
			center := guarded(rng, n)
			want := make([]float32, n*apart+8)
			for i := range want {
				want[i] = -7
			}
			before := append([]float32(nil), want...)
			for r, row := range rows {
				for j, v := range row {
					want[j*apart+r] = float32((v - center[j]) * 0.25)
				}
			}
			for _, tier := range vec.Tiers() {
				got := append([]float32(nil), before...)
				tier.Interleave(got, apart, &rows, center, 0.25)
				require.Equal(t, want, got, "%v, %d columns, %d apart", tier, n, apart)
			}
		}
	}
}
