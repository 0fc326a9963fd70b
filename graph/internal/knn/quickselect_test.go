package knn

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// The lowest keys are what sorting gives, whatever the values.
func TestSelectLowest(t *testing.T) {
	rng := random(3)
	for n := 1; n < 400; n += 7 {
		for values := 1; values < 1000; values *= 4 {
			keys := make([]key, n)
			for i := range keys {
				keys[i] = key{float64(rng.IntN(values)), int32(i)}
			}
			sorted := slices.Clone(keys)
			slices.SortFunc(sorted, byKey)
			m := rng.IntN(n + 1)
			selectLowest(keys, m)
			slices.SortFunc(keys[:m], byKey)
			slices.SortFunc(keys[m:], byKey)
			require.Equal(t, sorted, keys)
		}
	}
}
