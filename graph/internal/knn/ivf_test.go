package knn

import (
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
)

// Each row is in the list of the centre that float64 finds nearest, and probes the lists whose borders float64 finds
// within the distance: in float32 but for what it rounds, in codes without an exception.
func TestListsAgainstBruteForce(t *testing.T) {
	for _, c := range codeFields(random(11)) {
		if !c.exact {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			p := pointsOf(t, 900, 70, kernel.Euclidean{}, c.f)
			for _, tier := range vec.Tiers() {
				s := &query{ctx: t.Context(), q: p, p: p, k: 3, tier: tier}
				requireLists(t, s, newFrame(p, p, tier), 1e-5)
				requireLists(t, s, newCodeFrame(p, p, tier), 1e-6)
			}
		})
	}
}

// requireLists checks the lists and the probes of one form. Distances from borders may be wrong by some of a length of
// 1 in the frame.
func requireLists(t *testing.T, s *query, f frame, some float64) {
	t.Helper()
	c, err := newIVF(s, &formed{f, f.precompute(s.p)}, random(3))
	require.NoError(t, err)
	var borders []float64
	for i := range s.p.n {
		for l := range c.count() {
			if b := c.border(i, l); l != int(c.listOf[i]) {
				// A border on the other side of the row would be of a centre that is nearer.
				require.GreaterOrEqual(t, b, -some, "row %d, list %d", i, l)
				borders = append(borders, b)
			}
		}
	}
	slices.Sort(borders)
	within := borders[len(borders)/3]
	v, err := c.probesWithin(within)
	require.NoError(t, err)
	for i := range s.p.n {
		for l := range c.count() {
			b, probed := c.border(i, l), slices.Contains(v.to(l), int32(i))
			switch {
			case l == int(c.listOf[i]) || b > within+some:
				require.False(t, probed, "row %d, list %d", i, l)
			case b < within-some:
				require.True(t, probed, "row %d, list %d", i, l)
			}
		}
	}
	requireSegments(t, c, v)
}

// requireSegments checks that the segments of a list are its rows among those that probe each other list.
func requireSegments(t *testing.T, c *ivf, v *probes) {
	t.Helper()
	for own := range c.count() {
		want := map[int32][]int32{}
		for l := range c.count() {
			for _, i := range v.to(l) {
				if int(c.listOf[i]) == own {
					want[int32(l)] = append(want[int32(l)], i)
				}
			}
		}
		got := map[int32][]int32{}
		for _, s := range v.segments[own] {
			got[s.list] = append(got[s.list], v.rows(s)...)
		}
		require.Equal(t, want, got, "list %d", own)
	}
}
