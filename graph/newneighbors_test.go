package graph_test

import (
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One search serves all kernels, in any order, again and again: the weights are those of a search for each.
func TestOneSearchForAllKernels(t *testing.T) {
	x, q := randomRows(random(21), 60, 3), append(randomRows(random(22), 30, 3), randomRows(random(21), 2, 3)...)
	kernels := []kernel.Kernel{kernel.SharedNeighbors{}, kernel.SelfTuning{}, kernel.RBF{Gamma: 2}, kernel.Unweighted{},
		kernel.InverseDistance{}, kernel.Laplacian{Gamma: 3}}
	for _, s := range linkSearches {
		near, err := s.find(dense(x), kernel.Euclidean{})
		require.NoError(t, err)
		found, err := near.Find(t.Context(), dense(q), nil)
		require.NoError(t, err)
		for range 2 {
			for _, k := range kernels {
				want := requireLink(t, near, dense(q), k)
				got, err := found.Weigh(k)
				require.NoError(t, err)
				require.Equal(t, want.Rows(), got.Rows())
				for i := range q {
					ind, _, _ := csrtest.Row(want, i)
					others, _, _ := csrtest.Row(got, i)
					require.Equal(t, ind, others, "%s, %v", s.name, k)
					require.Equal(t, want.LogWeights(nil, i), got.LogWeights(nil, i), "%s, %v", s.name, k)
					require.Equal(t, want.NearestDistance(i), got.NearestDistance(i))
				}
			}
		}
	}
}

func TestNoNewNeighbors(t *testing.T) {
	var none *graph.NewNeighbors
	links, err := none.Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	assert.Zero(t, links.Rows())
	_, err = none.Weigh(nil)
	assert.ErrorContains(t, err, "no kernel")
}
