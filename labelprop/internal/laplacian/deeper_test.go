package laplacian

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// depthOfAllWays is Depth by the best of all ways to the ground, found as Floyd and Warshall do.
func depthOfAllWays(s *System) float64 {
	n := s.Len()
	way := make([][]float64, n+1)
	total := make([]float64, n)
	for i := range way {
		way[i] = make([]float64, n+1)
	}
	for i := range n {
		way[i][n], way[n][i], total[i] = s.Ground[i], s.Ground[i], s.Ground[i]
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			way[i][s.Ind[at]] = s.W[at]
			total[i] += s.W[at]
		}
	}
	for k := range way {
		for i := range way {
			for j := range way {
				way[i][j] = max(way[i][j], min(way[i][k], way[k][j]))
			}
		}
	}
	deepest := 0.0
	for i := range n {
		deepest = max(deepest, total[i]/way[i][n])
	}
	return deepest
}

// A quick look at the strong edges never decides otherwise than the bottlenecks of all nodes.
func TestDeeper(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 7))
	quick := 0
	for range 300 {
		s := randomSystem(r, 2+r.IntN(20), 1, 10*r.Float64())
		depth := depthOfAllWays(s)
		require.InEpsilon(t, depth, depthOf(t, s), 1e-12)
		for _, by := range []float64{0.1, 1 - 1e-9, 1, 1 + 1e-9, 10, 1000} {
			deeper, err := Deeper(t.Context(), nil, s, by*depthOf(t, s))
			require.NoError(t, err)
			require.Equal(t, depthOf(t, s) > by*depthOf(t, s), deeper, "%g of %g", by, depth)
			if s.shallow(by * depthOf(t, s)) {
				quick++
			}
		}
	}
	// It decides most of what is not deep.
	require.Greater(t, quick, 300)
	// What cannot be solved is deeper than anything.
	deeper, err := Deeper(t.Context(), nil, &System{Start: []int{0, 0}, Ground: []float64{0}}, math.MaxFloat64)
	require.NoError(t, err)
	require.True(t, deeper)
}
