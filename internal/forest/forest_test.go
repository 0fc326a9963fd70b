package forest_test

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/stretchr/testify/require"
)

// The oracle writes the least number of its set beside each number.
func TestForestJoinsSets(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		n := 1 + r.IntN(30)
		f, least := forest.New(n), make([]int, n)
		for i := range least {
			least[i] = i
		}
		for range 2 * n {
			a, b := r.IntN(n), r.IntN(n)
			low, high := min(least[a], least[b]), max(least[a], least[b])
			require.Equal(t, low != high, f.Union(a, b))
			for i, k := range least {
				if k == high {
					least[i] = low
				}
				require.Equal(t, least[i], f.Find(i))
			}
		}
	}
}
