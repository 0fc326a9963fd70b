package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// behind returns the rows that are reached from a row without the edge {from, to}.
func behind(n *graph.Neighbors, from, to int) map[int]bool {
	seen, stack := map[int]bool{from: true}, []int{from}
	for len(stack) > 0 {
		u := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		ind, _ := n.Row(u)
		for _, v := range ind {
			if int(v) != to && !seen[int(v)] || u != from && int(v) == to {
				seen[int(v)] = true
				stack = append(stack, int(v))
			}
		}
	}
	return seen
}

// TestHangingByFlooding cuts each added edge in turn: the rows that then reach no label hang on it.
func TestHangingByFlooding(t *testing.T) {
	found := 0
	for seed := range uint64(12) {
		rng := random(seed)
		var x [][]float64
		for _, row := range clumps(rng, 9, 6) {
			// No two rows are equal, so that an edge joins two rows and no more.
			x = append(x, []float64{row[0] + rng.Float64()/2, row[1] + rng.Float64()/2})
		}
		m := mat.NewDense(len(x), 2, slices.Concat(x...))
		before := requireKNN(t, m, 2, nil)
		after := requireJoined(t, before)
		labelled := make([]bool, len(x))
		for range 1 + seed%4 {
			labelled[rng.IntN(len(x))] = true
		}
		var want []string
		var sides []map[int]bool
		for i := range x {
			ind, distance := after.Row(i)
			old, _ := before.Row(i)
			for e, j := range ind {
				if slices.Contains(old, j) {
					continue
				}
				side := behind(after, i, int(j))
				if !slices.ContainsFunc(labelled, func(is bool) bool { return is }) || side[int(j)] ||
					slices.ContainsFunc(slices.Collect(maps.Keys(side)), func(row int) bool { return labelled[row] }) {
					continue
				}
				sides = append(sides, side)
				want = append(want, fmt.Sprintf("%d %d %.9g %d", i, j, distance[e], len(side)))
			}
		}
		// A side within another one is counted there.
		for k := len(sides) - 1; k >= 0; k-- {
			if slices.ContainsFunc(sides, func(s map[int]bool) bool {
				return len(s) > len(sides[k]) && s[slices.Collect(maps.Keys(sides[k]))[0]]
			}) {
				want = slices.Delete(want, k, k+1)
			}
		}
		var got []string
		for _, h := range after.Hanging(labelled) {
			got = append(got, fmt.Sprintf("%d %d %.9g %d", h.From, h.To, h.Distance, h.Rows))
		}
		found += len(got)
		assert.ElementsMatch(t, want, got, "seed %d", seed)
		assert.Nil(t, before.Hanging(labelled), "no edge was added")
		assert.Nil(t, after.Hanging(make([]bool, len(x))), "no label anywhere")
	}
	assert.Greater(t, found, 20)
}

// TestHangingInOrder checks that the largest part comes first, and that of copies the first row is named.
func TestHangingInOrder(t *testing.T) {
	x := mat.NewDense(13, 1, []float64{40, 40, 40.1, 40.2, 100, 100.1, 100.2, 100.3, 1, 1.1, 1.2, 1.3, 1.4})
	labelled := make([]bool, 13)
	// What is at 100 hangs on what is at 40, and is counted there.
	labelled[8] = true
	got := requireJoined(t, requireKNN(t, x, 2, nil)).Hanging(labelled)
	if assert.Len(t, got, 1) {
		assert.Equal(t, []int{0, 12, 8}, []int{got[0].From, got[0].To, got[0].Rows})
	}
	labelled[2], labelled[8] = true, false
	sizes := []int{}
	for _, h := range requireJoined(t, requireKNN(t, x, 2, nil)).Hanging(labelled) {
		sizes = append(sizes, h.Rows)
	}
	assert.Equal(t, []int{5, 4}, sizes)
}
