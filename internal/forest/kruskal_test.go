package forest_test

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type line struct{ a, b, w, index int }

func byWeight(x, y line) int { return cmp.Or(cmp.Compare(y.w, x.w), cmp.Compare(x.index, y.index)) }

// drawLines draws edges with many equal weights.
func drawLines(r *rand.Rand, n, count, weights int) []line {
	all := make([]line, count)
	for k := range all {
		all[k] = line{r.IntN(n), r.IntN(n), r.IntN(weights), k}
	}
	return all
}

// The oracle sorts all edges.
func TestKruskalIsSortingAllEdges(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, c := range []struct{ n, count, weights int }{
		{5, 0, 1}, {1, 10, 3}, {50, 30, 10}, {300, 40_000, 1 << 30}, {300, 40_000, 5}, {300, 40_000, 1}, {9000, 12_000, 100},
	} {
		all := drawLines(r, c.n, c.count, c.weights)
		sorted := slices.SortedFunc(slices.Values(all), byWeight)
		var want, got []line
		sets := forest.New(c.n)
		for _, e := range sorted {
			if sets.Union(e.a, e.b) {
				want = append(want, e)
			}
		}
		sets = forest.New(c.n)
		passed := 0
		err := forest.Kruskal(all, byWeight, func(e line) bool { return sets.Find(e.a) == sets.Find(e.b) },
			func(e line) {
				got = append(got, e)
				sets.Union(e.a, e.b)
			}, func(edges int) error {
				passed += edges
				return nil
			})
		require.NoError(t, err)
		require.Equal(t, want, got, "%+v", c)
		assert.LessOrEqual(t, passed, 8*c.count)
	}
}

func TestKruskalEndsWithItsWork(t *testing.T) {
	enough, calls := errors.New("enough"), 0
	all := drawLines(rand.New(rand.NewPCG(3, 3)), 100, 50_000, 1000)
	err := forest.Kruskal(all, byWeight, func(line) bool { return false }, func(line) {}, func(int) error {
		if calls++; calls == 3 {
			return enough
		}
		return nil
	})
	require.ErrorIs(t, err, enough)
	require.Equal(t, 3, calls)
}
