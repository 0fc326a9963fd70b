package kernelridge

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Any rank is that of the sorted values, with few different ones and with many.
func TestAtRank(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	for range 500 {
		values := make([]float64, 1+r.IntN(400))
		different := 1 + r.IntN(500)
		for i := range values {
			values[i] = float64(r.IntN(different))
		}
		// Rising, falling and mixed.
		switch r.IntN(3) {
		case 0:
			slices.Sort(values)
		case 1:
			slices.Sort(values)
			slices.Reverse(values)
		}
		sorted, rank := slices.Sorted(slices.Values(values)), r.IntN(len(values))
		assert.Equal(t, sorted[rank], atRank(values, rank))
	}
}
