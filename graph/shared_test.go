package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// lattice has rows in clumps, none equal.
func lattice(rng *rand.Rand, n, d int) *mat.Dense {
	x := mat.NewDense(n, d, nil)
	for i := range n {
		for j := range d {
			x.Set(i, j, float64(rng.IntN(5))+rng.Float64()/8)
		}
	}
	return x
}

// nearestOf lists the k nearest of row i of x to point q and, unless it is new, q itself.
func nearestOf(x *mat.Dense, q []float64, self, k int) map[int]bool {
	set := map[int]bool{}
	if self >= 0 {
		set[self] = true
	}
	for range k {
		best, at := math.Inf(1), -1
		for j := range x.RawMatrix().Rows {
			d := 0.0
			for c, v := range x.RawRowView(j) {
				d += (v - q[c]) * (v - q[c])
			}
			if j != self && !set[j] && d < best {
				best, at = d, j
			}
		}
		if at >= 0 {
			set[at] = true
		}
	}
	return set
}

// jaccard is |A∩B|/|A∪B| with more members in the union than the sets show; at least
// one is common.
func jaccard(a, b map[int]bool, more int) float64 {
	common := 0
	for i := range a {
		if b[i] {
			common++
		}
	}
	common = max(common, 1)
	return float64(common) / float64(len(a)+len(b)+more-common)
}

var sharedBases = []kernel.Kernel{
	kernel.SelfTuning{}, kernel.RBF{Gamma: 0.3}, kernel.Laplacian{Gamma: 2}, kernel.Unweighted{}, kernel.InverseDistance{}, cauchy{},
}

// The weights are those of the base kernel times the Jaccard index of the lists of
// neighbours that brute force finds.
func TestSharedNeighbors(t *testing.T) {
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 3))
		x := lattice(rng, 60, 3)
		const k = 5
		near, err := graph.KNN(t.Context(), x, k, &graph.SearchOptions{Mutual: seed == 3})
		require.NoError(t, err)
		near = requireJoined(t, near)
		for _, base := range sharedBases {
			g, err := near.Weigh(kernel.SharedNeighbors{Of: base})
			require.NoError(t, err)
			plain, err := near.Weigh(base)
			require.NoError(t, err)
			require.NoError(t, sharesFit(g, plain, x, k), "%v", base)
		}
	}
}

func sharesFit(g, plain *graph.Graph, x *mat.Dense, k int) error {
	for i := range g.N() {
		ind, _, _ := csrtest.Row(g, i)
		got, want := g.LogWeights(nil, i), plain.LogWeights(nil, i)
		for e, j := range ind {
			share := jaccard(nearestOf(x, x.RawRowView(i), i, k), nearestOf(x, x.RawRowView(int(j)), int(j), k), 0)
			if w := want[e] + math.Log(share); math.Abs(got[e]-w) > 1e-14*(1+math.Abs(w)) {
				return fmt.Errorf("rows %d and %d: log weight %g, want %g", i, j, got[e], w)
			}
		}
	}
	return nil
}

// New rows count as their own neighbours, and have the k nearest of the old ones.
func TestSharedNeighborsOfNewRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 3))
	x, q := lattice(rng, 50, 3), lattice(rng, 20, 3)
	const k = 4
	near, err := graph.KNN(t.Context(), x, k, nil)
	require.NoError(t, err)
	for _, base := range sharedBases {
		links, err := near.Link(t.Context(), q, kernel.SharedNeighbors{Of: base})
		require.NoError(t, err)
		plain, err := near.Link(t.Context(), q, base)
		require.NoError(t, err)
		for i := range links.Rows() {
			ind, _, _ := csrtest.Row(links, i)
			got, want := links.LogWeights(nil, i), plain.LogWeights(nil, i)
			for e, j := range ind {
				share := jaccard(nearestOf(x, q.RawRowView(i), -1, k), nearestOf(x, x.RawRowView(int(j)), int(j), k), 1)
				assert.InDelta(t, want[e]+math.Log(share), got[e], 1e-12)
			}
		}
	}
}

// All rows of a complete graph have all neighbours in common.
func TestSharedNeighborsOfAll(t *testing.T) {
	x := lattice(rand.New(rand.NewPCG(8, 3)), 30, 3)
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SharedNeighbors{Of: kernel.RBF{Gamma: 1}})
	require.NoError(t, err)
	plain, err := near.Weigh(kernel.RBF{Gamma: 1})
	require.NoError(t, err)
	for i := range g.N() {
		assert.Equal(t, plain.LogWeights(nil, i), g.LogWeights(nil, i))
	}
	assert.Equal(t, "shared neighbours, rbf(γ=1)", g.Kernel().String())
}

// Within a radius the neighbours are all that are joined.
func TestSharedNeighborsWithinRadius(t *testing.T) {
	x := mat.NewDense(4, 1, []float64{0, 1, 2, 3.5})
	near, err := graph.Radius(t.Context(), x, 1.5, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SharedNeighbors{Of: kernel.Unweighted{}})
	require.NoError(t, err)
	// The closed neighbourhoods are {0,1}, {0,1,2}, {1,2,3}, {2,3}.
	assert.InDeltaSlice(t, []float64{math.Log(2. / 3), math.Log(2. / 4)}, g.LogWeights(nil, 1), 1e-15)
	assert.Zero(t, near.K())
	tError, sError := csrtest.Rows(g).TError, csrtest.Rows(g).SError
	assert.Less(t, max(tError, sError), 1e-14)
}
