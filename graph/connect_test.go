package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// clumps returns rows in clumps far apart, on a grid so that ties abound.
func clumps(rng *rand.Rand, count, size int) [][]float64 {
	var x [][]float64
	for range count {
		cx, cy := float64(40*rng.IntN(6)), float64(40*rng.IntN(6))
		for range size {
			x = append(x, []float64{cx + float64(rng.IntN(4)), cy + float64(rng.IntN(4))})
		}
	}
	rng.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
	return x
}

func TestConnectAgainstKruskal(t *testing.T) {
	for _, c := range []struct {
		name string
		x    [][]float64
	}{
		{"clumps of 5", clumps(random(1), 14, 5)},
		{"clumps of 12", clumps(random(2), 7, 12)},
		{"random", randomRows(random(3), 70, 2)},
		{"grid", integerRows(random(4), 66, 2, 8)},
	} {
		for _, m := range metrics {
			if _, cosine := m.metric.(kernel.Cosine); cosine && c.name != "random" {
				continue // see TestSearchesAgainstSorting
			}
			d := allDistances(c.x, m.naive)
			for _, form := range forms {
				t.Run(fmt.Sprintf("%s/%v/%s", c.name, m.metric, form.name), func(t *testing.T) {
					o := &graph.SearchOptions{Metric: m.metric}
					requireConnected(t, d, d.union(2), requireKNN(t, form.of(c.x), 2, o))
					requireConnected(t, d, d.within(0), requireRadius(t, form.of(c.x), 0, o))
					o.Mutual = true
					requireConnected(t, d, d.mutual(3), requireKNN(t, form.of(c.x), 3, o))
				})
			}
		}
	}
}

func requireConnected(t *testing.T, d distances, before joins, n *graph.Neighbors) {
	t.Helper()
	connected := requireJoined(t, n)
	requireAdded(t, d, before, connected)
	requireUndirected(t, connected)
	requireNeighbors(t, d, before, 1e-11, n) // n itself stays as it was
	_, count := connected.Components()
	require.Equal(t, 1, count)
	_, before1 := n.Components()
	require.Equal(t, n.Edges()+before1-1, connected.Edges())
	require.Equal(t, n.String()[:5], connected.String()[:5])
}

// requireAdded checks the lengths of the edges that were added: those of every minimum spanning
// tree are the same, whichever of several edges of one length are in it.
func requireAdded(t *testing.T, d distances, before joins, connected *graph.Neighbors) {
	t.Helper()
	var want, got []float64
	tree := before.connected(d)
	for i := range tree {
		for j := range i {
			if tree[i][j] && !before[i][j] {
				want = append(want, d[i][j])
			}
		}
		ind, _ := connected.Row(i)
		for _, j := range ind {
			if int(j) < i && !before[i][j] && d.first(i) == i && d.first(int(j)) == int(j) {
				got = append(got, d[i][j])
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	require.Len(t, got, len(want))
	if len(want) > 0 {
		require.InDeltaSlice(t, want, got, 1e-11)
	}
}

func TestConnectOfConnectedIsTheSame(t *testing.T) {
	n := requireComplete(t, dense(integerRows(random(5), 30, 2, 3)), nil)
	assert.Same(t, n, requireJoined(t, n))
	once := requireJoined(t, requireRadius(t, dense(column(1, 5, 9, 100)), 0, nil))
	assert.Same(t, once, requireJoined(t, once))
}

func TestConnectDuplicates(t *testing.T) {
	n := requireRadius(t, dense(column(7, 7, 7, 7)), 0, nil) // joined at distance 0
	assert.Same(t, n, requireJoined(t, n))

	apart := requireRadius(t, dense(column(7, 7, 1, 1, 7)), 0, nil)
	ind, _ := apart.Row(0)
	assert.Equal(t, []int{1, 4}, ints(ind))
	joined := requireJoined(t, apart)
	ind, d := joined.Row(0)
	assert.Equal(t, []int{1, 2, 3, 4}, ints(ind), "copies at distance 0, and all of the others")
	assert.Equal(t, []float64{0, 6, 6, 0}, d)
}

func TestConnectDoesNotDependOnWorkers(t *testing.T) {
	x := dense(clumps(random(6), 30, 8))
	want := requireJoined(t, requireKNN(t, x, 2, nil))
	withWorkers(t, func(t *testing.T) { requireSame(t, want, requireJoined(t, requireKNN(t, x, 2, nil))) })
}

// Whatever the search, connecting it makes one component.
func TestConnectAfterEverySearch(t *testing.T) {
	for _, s := range searches {
		for _, x := range []mat.Matrix{dense(clumps(random(7), 6, 9)), sparse(clumps(random(8), 6, 9))} {
			n, err := s.find(x, nil)
			require.NoError(t, err)
			_, count := requireJoined(t, n).Components()
			assert.Equal(t, 1, count, s.name)
		}
	}
}

// TestConnectEndsWithItsContext cancels the search for the edges between components.
func TestConnectEndsWithItsContext(t *testing.T) {
	n := requireRadius(t, dense(column(1, 5, 9, 100)), 0, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got, err := n.Connect(ctx)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Nil(t, got)
}
