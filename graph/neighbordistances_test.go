package graph_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestDistancesOfNewRows compares the distance of new rows to the nearest, and the largest distance among the rows, with
// all distances.
func TestDistancesOfNewRows(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	x, z := mat.NewDense(40, 3, nil), mat.NewDense(5, 3, nil)
	for _, m := range []*mat.Dense{x, z} {
		data := m.RawMatrix().Data
		for i := range data {
			data[i] = r.NormFloat64()
		}
	}
	z.SetRow(0, []float64{1e12, 0, 0})
	distance := func(a, b []float64) float64 {
		sum := 0.0
		for j := range a {
			sum += (a[j] - b[j]) * (a[j] - b[j])
		}
		return math.Sqrt(sum)
	}
	for _, s := range linkSearches {
		near, err := s.find(x, kernel.Euclidean{})
		require.NoError(t, err)
		links, err := near.Link(t.Context(), z, kernel.Unweighted{})
		require.NoError(t, err)
		for i := range 5 {
			least := math.Inf(1)
			for j := range 40 {
				if d := distance(z.RawRowView(i), x.RawRowView(j)); d <= s.r {
					least = min(least, d)
				}
			}
			got := links.NearestDistance(i)
			assert.True(t, got == least || math.Abs(got-least) <= 1e-12*least, "%s: %g, not %g", s.name, got, least)
		}
		// The k-th nearest of each row, the last within the radius, the nearest in a complete graph.
		largest, nearest := 0.0, []float64{}
		for i := range 40 {
			var rows [][]float64
			for j := range 40 {
				if j != i {
					rows = append(rows, x.RawRowView(j))
				}
			}
			all := naiveLinks(rows, x.RawRowView(i), distance, max(s.k, 0), s.r)
			own := 0.0
			for _, nb := range all {
				own = max(own, nb.distance)
			}
			if s.k == 0 && math.IsInf(s.r, 1) {
				for _, nb := range all {
					own = min(own, nb.distance)
				}
			}
			largest = max(largest, own)
			if len(all) > 0 {
				nearest = append(nearest, slices.MinFunc(all, byDistance).distance)
			}
		}
		slices.Sort(nearest)
		for _, n := range []*graph.Neighbors{near, requireJoined(t, near)} {
			least, got, err := n.NeighborDistances(t.Context())
			require.NoError(t, err)
			assert.InDelta(t, largest, slices.Max(got), 1e-12, "%s: added edges do not count", s.name)
			slices.Sort(least)
			assert.InDeltaSlice(t, nearest, least, 1e-12, s.name)
		}
	}
}

// TestNoDistancesOfEqualRows checks that copies of a row do not count.
func TestNoDistancesOfEqualRows(t *testing.T) {
	near, err := graph.KNN(t.Context(), mat.NewDense(6, 2, nil), 2, nil)
	require.NoError(t, err)
	nearest, farthest, err := near.NeighborDistances(t.Context())
	require.NoError(t, err)
	assert.Empty(t, nearest)
	assert.Empty(t, farthest)
}
