package knn

import (
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// divided returns rows of clusters of few dimensions among more columns, divided by steps among so many lists that not
// all are near, and the query.
func divided(t *testing.T, n, d, lists int) *ivf {
	t.Helper()
	rng := random(21)
	normal := func(int, int) float64 { return rng.NormFloat64() }
	centers, out := matrixOf(40, 6, normal), matrixOf(6, d, normal)
	// Each row is a point around one of the centres, times a matrix, plus noise.
	latent := make([]float64, 6)
	p := pointsOf(t, n, d, nil, func(i, j int) float64 {
		if j == 0 {
			for e := range latent {
				latent[e] = 2*centers.At(i%40, e) + rng.NormFloat64()
			}
		}
		v := 0.1 * rng.NormFloat64()
		for e, z := range latent {
			v += z * out.At(e, j)
		}
		return v
	})
	s := &query{ctx: t.Context(), q: p, p: p, k: 8, tier: vec.Best()}
	f := newFrame(p, p, s.tier)
	c := &ivf{query: s, formed: &formed{f, f.precompute(p)}, done: s.newProgress()}
	require.NoError(t, c.divide(lists, true, random(3)))
	require.Less(t, longest(c.near), c.count(), "not all lists are near")
	return c
}

// Rows that are divided by steps: each is in one list, by its true score, and most are in that of the nearest centre.
func TestListsByStepsAgainstBruteForce(t *testing.T) {
	c := divided(t, 3000, 20, 400)
	order := slices.Clone(c.order)
	slices.Sort(order)
	require.Equal(t, identity(c.p.n), order)
	atNearest := 0
	for i := range c.p.n {
		own := c.listOf[i]
		require.Contains(t, c.list(int(own)), int32(i))
		nearest := true
		for l := range c.count() {
			// No border lies between the row and its nearest centre.
			nearest = nearest && (l == int(own) || c.border(i, l) > -1e-6)
		}
		if nearest {
			atNearest++
		}
	}
	assert.Greater(t, float64(atNearest)/float64(c.p.n), 0.98)
}

// The lists near a list are those whose centres are nearest in float64, the nearest first.
func TestNearestListsAgainstBruteForce(t *testing.T) {
	c := divided(t, 3000, 20, 400)
	to := make([]float64, c.count())
	for l, near := range c.near {
		require.Len(t, near, nearLists)
		c.centers.Distances(l, to)
		sorted := slices.Sorted(slices.Values(to))
		for e, other := range near {
			// Centres that float32 cannot tell apart may change places.
			require.InDelta(t, sorted[e], to[other], 1e-4*sorted[nearLists], "list %d, place %d", l, e)
		}
	}
}

// A row probes the lists near its own whose border is within the distance, and no others.
func TestProbesByStepsAgainstBruteForce(t *testing.T) {
	c := divided(t, 3000, 12, 400)
	const within, some = 0.05, 1e-5
	v, err := c.probesWithin(within)
	require.NoError(t, err)
	probes := 0
	for i := range c.p.n {
		own := c.listOf[i]
		for l := range c.count() {
			probed := slices.Contains(v.to(l), int32(i))
			switch b := c.border(i, l); {
			case l == int(own) || b > within+some || !slices.Contains(c.near[own], int32(l)):
				require.False(t, probed, "row %d, list %d", i, l)
			case b < within-some:
				require.True(t, probed, "row %d, list %d", i, l)
				probes++
			}
		}
	}
	assert.Greater(t, probes, c.p.n, "this shows something")
	requireSegments(t, c, v)
}

// The neighbours found by steps are as many of the true ones as asked for and as said, at their true distances.
func TestSearchByStepsAgainstBruteForce(t *testing.T) {
	for _, recall := range []float64{0.7, 0.97} {
		if recall < 0.9 && testing.Short() {
			continue
		}
		c := divided(t, 3000, 20, 400)
		want, err := c.query.bruteForce()
		require.NoError(t, err)
		truth, err := c.query.newSample(random(5), (*query).bruteForce)
		require.NoError(t, err)
		distance, err := c.probeDistance(truth, recall)
		require.NoError(t, err)
		v, err := c.probesWithin(distance)
		require.NoError(t, err)
		got, err := c.search(v)
		require.NoError(t, err)
		both, pair := 0, NewRuler(c.p, c.p)
		for i := range c.p.n {
			ind, d2 := got.Row(i)
			wanted, _ := want.Row(i)
			for e, j := range ind {
				require.Equal(t, pair.between(i, int(j)), d2[e])
				if slices.Contains(wanted, j) {
					both++
				}
			}
		}
		found := float64(both) / float64(len(want.Ind))
		assert.InDelta(t, found, truth.recall(got), 0.05)
		assert.Greater(t, found, recall-0.02-0.1*(1-recall))
		assert.Less(t, c.pairs(v), c.p.n*c.p.n/4, "so far everything was compared: this shows nothing")
	}
}

// Rows that find their neighbours beyond the lists that are near widen them, at last to all.
func TestWidenLists(t *testing.T) {
	c := divided(t, 3000, 20, 400)
	for l := range c.near {
		c.near[l] = c.near[l][:1]
	}
	truth, err := c.query.newSample(random(5), (*query).bruteForce)
	require.NoError(t, err)
	_, err = c.probeDistance(truth, 0.9)
	require.NoError(t, err)
	require.Nil(t, c.near, "4·256 of 400 lists are all")
}
