package knn

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestProgressNeverFalls: an approximate search that ends as a comparison of all pairs, as lists are of no use among
// rows without clusters, tells of numbers of rows that rise to their total, which is that of the rows until the work is known better.
func TestProgressNeverFalls(t *testing.T) {
	const n = 3000
	p := pointsOf(t, n, 20, nil, func(i, j int) float64 { return math.Sin(float64((i*20 + j) * (i*20 + j))) })
	told, last, fell := 0, 0, 0
	s := &query{ctx: t.Context(), q: p, p: p, k: 10, tier: vec.Best(), Options: Options{Recall: 0.9999,
		Observe: func(done, total int) {
			if told == 0 {
				assert.Equal(t, n, total)
			}
			if done < told {
				fell++
			}
			told, last = done, total
		}}}
	_, recall, err := s.ivf()
	require.NoError(t, err)
	assert.Equal(t, 1., recall, "all pairs were compared")
	assert.Equal(t, last, told)
	assert.Zero(t, fell)
}
