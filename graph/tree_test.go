package graph

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
)

// requireTree checks that the tree gives with every tier what comparing all pairs does,
// bit for bit.
func requireTree(t *testing.T, q, p *points, k int) {
	t.Helper()
	want, err := nearestDirect(t.Context(), q, p, k, &SearchOptions{})
	require.NoError(t, err)
	for _, tier := range vec.Tiers() {
		s, err := newTreeSearch(t.Context(), q, p, k, tier)
		require.NoError(t, err)
		got, err := nearestByTree(t.Context(), s, &SearchOptions{})
		require.NoError(t, err)
		require.Equal(t, want.end, got.end)
		for i := range q.n {
			ind, d2 := want.row(i)
			gotInd, gotD2 := got.row(i)
			require.Equal(t, ind, gotInd, "%v, row %d", tier, i)
			require.Equal(t, d2, gotD2, "%v, row %d", tier, i)
		}
	}
}

func TestTreeAgainstAllPairs(t *testing.T) {
	for _, m := range []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}, kernel.Manhattan{}} {
		for _, c := range fields(random(1)) {
			for _, s := range []struct{ n, d, k int }{{2, 1, 1}, {300, 1, 3}, {33, 2, 32}, {700, 3, 10}, {1100, 9, 7}, {200, 17, 40}} {
				t.Run(fmt.Sprintf("%v/%s/%d×%d", m, c.name, s.n, s.d), func(t *testing.T) {
					p := pointsOf(t, s.n, s.d, m, c.f)
					if p.hasZero() {
						t.Skip("has no tree")
					}
					requireTree(t, p, p, s.k)
				})
			}
		}
	}
}

// Rows for whom a tree is built on their own have their neighbours among others.
func TestTreeOfNewRows(t *testing.T) {
	rng := random(2)
	for _, c := range fields(rng) {
		p, q := pointsOf(t, 900, 4, nil, c.f), pointsOf(t, 250, 4, nil, c.f)
		if p.exp == q.exp {
			requireTree(t, q, p, 6)
		}
	}
}

// Halves are what sorting gives, whatever the values.
func TestHalve(t *testing.T) {
	rng := random(3)
	for n := 1; n < 400; n += 7 {
		for values := 1; values < 1000; values *= 4 {
			keys := make([]treeKey, n)
			for i := range keys {
				keys[i] = treeKey{float64(rng.IntN(values)), int32(i)}
			}
			sorted := slices.Clone(keys)
			slices.SortFunc(sorted, byKey)
			m := rng.IntN(n + 1)
			halve(keys, m)
			slices.SortFunc(keys[:m], byKey)
			slices.SortFunc(keys[m:], byKey)
			require.Equal(t, sorted, keys)
		}
	}
}

// What a row costs stays small where many rows are equal, or columns constant.
func TestTreeDoesNotDegenerate(t *testing.T) {
	rng := random(4)
	for _, c := range []struct {
		name string
		f    func(i, j int) float64
	}{
		{"all equal", func(int, int) float64 { return 0.1 }},
		{"50 rows again and again", func(i, j int) float64 { return math.Sin(float64(i % 50 * (j + 1))) }},
		{"one column that is not constant", func(i, j int) float64 {
			if j == 2 {
				return rng.NormFloat64()
			}
			return 7
		}},
		{"half of them equal", func(i, j int) float64 {
			if i%2 == 0 {
				return 1
			}
			return rng.NormFloat64()
		}},
		{"bits", func(int, int) float64 { return float64(rng.IntN(2)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := pointsOf(t, 20000, 4, nil, c.f)
			s, err := worthTree(t.Context(), p, p, 10, &SearchOptions{})
			require.NoError(t, err)
			require.NotNil(t, s)
			w := newTreeWorker(s)
			for leaf := range s.q.leaves {
				w.search(leaf)
			}
			require.Less(t, w.work/p.n, 150)
		})
	}
}

// A tree is searched where that costs less, and whoever asks for pairs gets pairs.
func TestWorthTree(t *testing.T) {
	rng := random(5)
	normal := func(int, int) float64 { return rng.NormFloat64() }
	few, many := pointsOf(t, 3000, 3, nil, normal), pointsOf(t, 3000, 32, nil, normal)
	worth := func(q, p *points, o *SearchOptions) bool {
		s, err := worthTree(t.Context(), q, p, 10, o)
		require.NoError(t, err)
		return s != nil
	}
	require.True(t, worth(few, few, &SearchOptions{}))
	require.False(t, worth(many, many, &SearchOptions{}))
	require.False(t, worth(few, few, &SearchOptions{Direct: true}))
	require.False(t, worth(pointsOf(t, 130, 3, nil, normal), few, &SearchOptions{}))
}
