package network

import (
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/stretchr/testify/require"
)

// scattered returns the ring of n nodes, whose neighbours are far apart in number.
func scattered(t *testing.T, n, step int) *graph.Graph {
	t.Helper()
	edges := make([]graph.Edge, n)
	for i := range edges {
		edges[i] = graph.Edge{From: i * step % n, To: (i + 1) * step % n, Weight: 1}
	}
	g, err := graph.FromEdges(n, edges)
	require.NoError(t, err)
	return g
}

func TestNearbyNamesEveryNodeOnce(t *testing.T) {
	for _, region := range []int{1, 2, 10, 1000} {
		order := nearby(scattered(t, 101, 37), region)
		slices.Sort(order)
		for i, u := range order {
			require.Equal(t, i, u)
		}
		require.Len(t, order, 101)
	}
}

func TestNearbyBringsNeighboursTogether(t *testing.T) {
	g := scattered(t, 1009, 370)
	place := make([]int, g.N())
	for i, u := range nearby(g, 100) {
		place[u] = i
	}
	far := 0
	for u := range place {
		ind, _, _ := csrtest.Row(g, u)
		for _, v := range ind {
			if d := place[u] - place[v]; d > 100 || d < -100 {
				far++
			}
		}
	}
	require.Less(t, far, 50) // of 2,018; nearly all in the order of the numbers
}
