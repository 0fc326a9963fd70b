package knn

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKthLargestIsThatOfSorting(t *testing.T) {
	rng := random(9)
	for range 2000 {
		values := make([]float64, 1+rng.IntN(90))
		for i := range values {
			values[i] = float64(rng.IntN(40)) // with ties
		}
		k := 1 + rng.IntN(len(values))
		sorted := slices.Sorted(slices.Values(values))
		require.Equal(t, sorted[len(sorted)-k], kthLargest(values, k))
	}
}
