package knn

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/require"
)

// What a row costs stays small where many rows are equal, or columns constant.
func TestTreeDoesNotDegenerate(t *testing.T) {
	skipIfSlow(t)
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
			s, err := (&query{ctx: t.Context(), q: p, p: p, k: 10, tier: vec.Best()}).chooseTree()
			require.NoError(t, err)
			require.NotNil(t, s)
			w := newTreeWorker(s)
			for leaf := range s.qTree.leaves {
				w.search(leaf)
			}
			require.Less(t, w.work/p.n, 150)
		})
	}
}

// A tree is searched where that costs less, and whoever asks for pairs gets pairs.
func TestChooseTree(t *testing.T) {
	rng := random(5)
	normal := func(int, int) float64 { return rng.NormFloat64() }
	few, many := pointsOf(t, 3000, 3, nil, normal), pointsOf(t, 3000, 32, nil, normal)
	worth := func(q, p *Points, o Options) bool {
		s, err := (&query{ctx: t.Context(), q: q, p: p, k: 10, tier: vec.Best(), Options: o}).chooseTree()
		require.NoError(t, err)
		return s != nil
	}
	require.True(t, worth(few, few, Options{}))
	require.False(t, worth(many, many, Options{}))
	require.False(t, worth(few, few, Options{Direct: true}))
	require.False(t, worth(pointsOf(t, 130, 3, nil, normal), few, Options{}))
}
