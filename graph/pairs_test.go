package graph_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPairsAgainstDistances(t *testing.T) {
	rng := random(1)
	for _, x := range [][][]float64{integerRows(rng, 40, 3, 2), randomRows(rng, 20, 6)} {
		list, want := [][2]int{}, newJoins(len(x))
		for range 3 * len(x) {
			i, j := rng.IntN(len(x)), rng.IntN(len(x))
			list = append(list, [2]int{i, j}) // some twice, some loops
			want[i][j], want[j][i] = i != j, i != j
		}
		for _, m := range metrics {
			d := allDistances(x, m.naive)
			for _, form := range forms {
				n, err := graph.Pairs(form.of(x), list, &graph.SearchOptions{Metric: m.metric})
				require.NoError(t, err)
				requireUndirected(t, n)
				requireNeighbors(t, d, want, 1e-11, n)
				added, edges := want.connected(d), 0
				for i := range added {
					edges += len(trueIn(added[i]))
				}
				require.Equal(t, edges/2, requireJoined(t, n).Edges())
			}
		}
	}
}

// Pairs has the same distances as a search, in the same units.
func TestPairsAndSearchAgree(t *testing.T) {
	for _, e := range powers {
		x := times(integerRows(random(2), 30, 3, 1000), e)
		near := requireKNN(t, dense(x), 4, nil)
		var list [][2]int
		for i := range x {
			ind, _ := near.Row(i)
			for _, j := range ind {
				list = append(list, [2]int{i, int(j)})
			}
		}
		n, err := graph.Pairs(dense(x), list, nil)
		require.NoError(t, err)
		requireSame(t, near, n)
		requireSameWeights(t, requireWeigh(t, near, kernel.RBF{Gamma: 0.1}), requireWeigh(t, n, kernel.RBF{Gamma: 0.1}))
	}
}

func TestPairsWeighedByLocalScaling(t *testing.T) {
	x := integerRows(random(3), 25, 2, 3)
	var list [][2]int
	for i := range x {
		list = append(list, [2]int{i, (i + 1) % 25}, [2]int{i, (i + 7) % 25})
	}
	n, err := graph.Pairs(dense(x), list, nil)
	require.NoError(t, err)
	requireSelfTuned(t, "pairs", n, 3, widths(joinedOf(n), joinedOf(n), 3))
}

func TestPairsErrors(t *testing.T) {
	x := dense(column(1, 2, 1e200))
	for _, c := range []struct {
		list   [][2]int
		metric kernel.Metric
		want   string
	}{
		{[][2]int{{0, 1}, {3, 1}}, nil, "graph: pair 1: joins 3 and 1: rows are numbered from 0 to 2"},
		{[][2]int{{0, -1}}, nil, "graph: pair 0: joins 0 and -1: rows are numbered from 0 to 2"},
		{[][2]int{{0, 1}, {2, 1}}, chebyshev{}, "graph: rows 1 and 2: the chebyshev distance is not a number from 0 to 1e+154"},
	} {
		n, err := graph.Pairs(x, c.list, &graph.SearchOptions{Metric: c.metric})
		assert.Nil(t, n)
		assert.EqualError(t, err, c.want)
	}
	_, err := graph.Pairs(dense(column(1, math.NaN())), nil, nil)
	assert.EqualError(t, err, "graph: row 1, column 0: NaN is not a finite number")
}

func TestPairsHaveNoRuleForNewRows(t *testing.T) {
	n, err := graph.Pairs(dense(column(1, 2, 4)), [][2]int{{2, 0}}, nil)
	require.NoError(t, err)
	assert.Equal(t, "given pairs by euclidean distance: 3 rows, 1 edges", fmt.Sprint(n))
	_, err = n.Link(t.Context(), dense(column(1)), kernel.RBF{})
	assert.EqualError(t, err, "graph: neighbours from given pairs: there is no rule to find those of new rows")
}
