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

// scattering is n random rows and a class for some of them, -1 for the others.
func scattering(rng *rand.Rand, n int) (*mat.Dense, []int) {
	x, y := mat.NewDense(n, 2, nil), make([]int, n)
	for i := range n {
		y[i] = rng.IntN(6) - 3
		y[i] = max(y[i], -1)
		x.SetRow(i, []float64{rng.NormFloat64(), rng.NormFloat64()})
	}
	y[0], y[1] = 0, 1
	return x, y
}

// bottleneck is the least d₀ such that steps of at most d₀ lead from a label to one
// of another class, by transitive closure.
func bottleneck(x *mat.Dense, y []int, joined func(i, j int) bool) float64 {
	n := len(y)
	way := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			if way.Set(i, j, math.Inf(1)); joined(i, j) {
				way.Set(i, j, math.Hypot(x.At(i, 0)-x.At(j, 0), x.At(i, 1)-x.At(j, 1)))
			}
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				way.Set(i, j, min(way.At(i, j), max(way.At(i, k), way.At(k, j))))
			}
		}
	}
	least := math.Inf(1)
	for i := range n {
		for j := range n {
			if y[i] >= 0 && y[j] >= 0 && y[i] != y[j] {
				least = min(least, way.At(i, j))
			}
		}
	}
	return least
}

// TestTreeGamma compares the spanning-tree rule with the bottleneck between labels of
// different classes, on the complete graph and on neighbours.
func TestTreeGamma(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 7))
		x, y := scattering(rng, 40)
		whole, err := graph.Complete(t.Context(), x, nil)
		require.NoError(t, err)
		near, err := graph.KNN(t.Context(), x, 3, nil)
		require.NoError(t, err)
		for _, n := range []*graph.Neighbors{whole, requireJoined(t, near)} {
			d0 := bottleneck(x, y, func(i, j int) bool {
				ind, _ := n.Row(i)
				return slices.Contains(ind, int32(j))
			})
			gamma, err := n.TreeGamma(kernel.RBF{}, y)
			require.NoError(t, err)
			assert.InEpsilon(t, 9/(d0*d0), gamma, 1e-12)
			gamma, err = n.TreeGamma(kernel.Laplacian{}, y)
			require.NoError(t, err)
			assert.InEpsilon(t, 3/d0, gamma, 1e-12)
		}
	}
}

func TestTreeGammaByHand(t *testing.T) {
	x := mat.NewDense(6, 1, []float64{0, 0, 1, 3, 6, 10})
	n, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	for _, c := range []struct {
		y    []int
		want float64
	}{
		{[]int{0, -1, -1, 1, -1, -1}, 9.0 / 4},
		{[]int{0, -1, -1, 0, -1, 1}, 9.0 / 16},
		{[]int{0, 1, -1, -1, 0, -1}, 9.0 / 9}, // duplicates of two classes do not count
		{[]int{5, 1, 1, -1, -1, -1}, 9.0 / 1},
	} {
		gamma, err := n.TreeGamma(kernel.RBF{}, c.y)
		require.NoError(t, err)
		assert.InEpsilon(t, c.want, gamma, 1e-15, "%v", c.y)
	}
	_, err = n.TreeGamma(kernel.RBF{}, []int{0, 0, -1, -1, 0, 0})
	assert.ErrorIs(t, err, graph.ErrOneClass)
	_, err = n.TreeGamma(kernel.RBF{}, []int{0, 1})
	assert.ErrorContains(t, err, "2 labels for 6 rows")
}

// TestNeighborGamma compares with sorted distances, in any unit.
func TestNeighborGamma(t *testing.T) {
	x, _ := scattering(rand.New(rand.NewPCG(1, 8)), 31)
	for _, unit := range []float64{1, 1e6, 1e-9} {
		var scaled mat.Dense
		scaled.Scale(unit, x)
		n, err := graph.KNN(t.Context(), &scaled, 9, nil)
		require.NoError(t, err)
		for _, rank := range []int{1, 4, 9} {
			var far []float64
			for i := range 31 {
				var d []float64
				for j := range 31 {
					d = append(d, math.Hypot(scaled.At(i, 0)-scaled.At(j, 0), scaled.At(i, 1)-scaled.At(j, 1)))
				}
				slices.Sort(d)
				far = append(far, d[rank])
			}
			slices.Sort(far)
			gamma, err := n.NeighborGamma(kernel.RBF{}, rank)
			require.NoError(t, err)
			assert.InEpsilon(t, 1/(far[15]*far[15]), gamma, 1e-12)
			gamma, err = n.NeighborGamma(kernel.Laplacian{}, rank)
			require.NoError(t, err)
			assert.InEpsilon(t, 1/far[15], gamma, 1e-12)
		}
	}
	n, err := graph.KNN(t.Context(), x, 2, nil)
	require.NoError(t, err)
	_, err = n.NeighborGamma(kernel.RBF{}, 0)
	assert.ErrorContains(t, err, "counted from 1")
}

// TestNeighborGammaOfFewRows checks that the width of two groups of rows is none that joins them, whatever the rank.
func TestNeighborGammaOfFewRows(t *testing.T) {
	for _, larger := range []int{3, 5, 9} {
		x := mat.NewDense(2+larger, 1, nil)
		x.Set(1, 0, 1)
		for i := range larger {
			x.Set(2+i, 0, 100+float64(i))
		}
		n, err := graph.KNN(t.Context(), x, 1+larger, nil)
		require.NoError(t, err)
		for _, rank := range []int{3, 7, 10, 1000} {
			gamma, err := n.NeighborGamma(kernel.RBF{}, rank)
			require.NoError(t, err)
			assert.Greater(t, math.Exp(-gamma), float64(larger)*math.Exp(-gamma*99*99), "%d rows, neighbour %d", larger, rank)
		}
	}
}

// TestTruncateIsASearchForFewer compares the nearest of many neighbours with a search for as many.
func TestTruncateIsASearchForFewer(t *testing.T) {
	x, _ := scattering(rand.New(rand.NewPCG(2, 8)), 300)
	x.SetRow(7, []float64{0, 0})
	x.SetRow(8, []float64{0, 0}) // ties and duplicates
	x.SetRow(9, []float64{0, 0})
	for _, o := range []*graph.SearchOptions{nil, {Mutual: true}, {Direct: true}} {
		many, err := graph.KNN(t.Context(), x, 12, o)
		require.NoError(t, err)
		for _, k := range []int{1, 5, 12} {
			want, err := graph.KNN(t.Context(), x, k, o)
			require.NoError(t, err)
			got, err := many.Truncate(k)
			require.NoError(t, err)
			assert.Equal(t, want.String(), got.String())
			for i := range 300 {
				ind, d := want.Row(i)
				gotInd, gotD := got.Row(i)
				require.Equal(t, ind, gotInd)
				require.Equal(t, d, gotD)
			}
			a, err := want.Weigh(kernel.SelfTuning{K: 3})
			require.NoError(t, err)
			b, err := got.Weigh(kernel.SelfTuning{K: 3})
			require.NoError(t, err)
			require.True(t, mat.Equal(a.Weights(), b.Weights()))
		}
		_, err = many.Truncate(13)
		assert.ErrorContains(t, err, "k = 13: must be from 1 to 12")
		_, err = many.Truncate(0)
		assert.Error(t, err)
	}
	whole, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	_, err = whole.Truncate(3)
	assert.ErrorContains(t, err, "complete graph")
}

// Copies count as many neighbours as they are: the width is that of all rows, found by brute force.
func TestNeighborGammaOfCopies(t *testing.T) {
	r := rand.New(rand.NewPCG(29, 4))
	for range 200 {
		n, values := 4+r.IntN(12), 2+r.IntN(5)
		x := mat.NewDense(n, 1, nil)
		for i := range n {
			x.Set(i, 0, float64(r.IntN(values)*(1+9*r.IntN(2))))
		}
		rank := 1 + r.IntN(5)
		near, err := graph.KNN(t.Context(), x, min(9, n-1), nil)
		require.NoError(t, err)
		got, err := near.NeighborGamma(kernel.Laplacian{}, rank)
		require.NoError(t, err)
		// The distance of each row to the rank-th of all others; of copies of all of these the least above 0.
		var widths []float64
		for i := range n {
			var all []float64
			for j := range n {
				if j != i {
					all = append(all, math.Abs(x.At(i, 0)-x.At(j, 0)))
				}
			}
			slices.Sort(all)
			w := all[min(rank, (n-1)/2)-1]
			for _, d := range all {
				if w == 0 && d > 0 {
					w = d
				}
			}
			widths = append(widths, w)
		}
		slices.Sort(widths)
		want := 1.0
		if w := widths[n/2]; w > 0 {
			want = 1 / w
		}
		require.InDelta(t, want, got, 1e-12*want, "%d rows %v, rank %d", n, x.RawMatrix().Data, rank)
	}
}
