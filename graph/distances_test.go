package graph

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWeighDistances compares with the formula, where the scale of a node is the distance of its 7th nearest.
func TestWeighDistances(t *testing.T) {
	const n = 12
	at := func(i int) float64 { return float64(i*i) + 1 }
	var edges []Edge
	for i := range n {
		for j := i + 1; j < n; j++ {
			edges = append(edges, Edge{i, j, at(j) - at(i)})
		}
	}
	scale := func(i int) float64 {
		// Count those at most as far, rather than sort.
		for _, d := range edges {
			if d.From != i && d.To != i {
				continue
			}
			near := 0
			for j := range n {
				if j != i && math.Abs(at(j)-at(i)) <= d.Weight {
					near++
				}
			}
			if near == 7 {
				return d.Weight
			}
		}
		return math.NaN()
	}
	for k, e := range WeighDistances(n, edges) {
		want := math.Exp(-edges[k].Weight * edges[k].Weight / (scale(e.From) * scale(e.To)))
		assert.InDelta(t, want, e.Weight, 1e-12)
	}
	far := WeighDistances(4, []Edge{{0, 1, 0}, {1, 2, 1e-200}, {2, 3, 1e200}})
	assert.Equal(t, 1.0, far[0].Weight)
	for _, e := range far {
		assert.True(t, e.Weight > 0, "%v stays joined", e)
	}
	_, err := FromEdges(4, far)
	require.NoError(t, err)
}
