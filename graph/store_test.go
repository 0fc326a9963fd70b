package graph

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestStore holds that neighbours come back in every bit, and weigh and link as before.
func TestStore(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n, d int, scale float64) *mat.Dense {
		x := mat.NewDense(n, d, nil)
		x.Apply(func(int, int, float64) float64 { return scale * rng.NormFloat64() }, x)
		return x
	}
	x, y := random(40, 3, 1), random(7, 3, 1)
	sparse, err := NewCSR(40, 3, append(make([]int, 20), fill(21, 2)...), []int{0, 2}, []float64{1, 3})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		make  func() (*Neighbors, error)
		fresh *mat.Dense
	}{
		"nearest": {func() (*Neighbors, error) { return KNN(t.Context(), x, 4, nil) }, y},
		"mutual":  {func() (*Neighbors, error) { return KNN(t.Context(), x, 4, &SearchOptions{Mutual: true}) }, y},
		"cosine":  {func() (*Neighbors, error) { return KNN(t.Context(), x, 4, &SearchOptions{Metric: kernel.Cosine{}}) }, y},
		"manhattan": {func() (*Neighbors, error) {
			return Radius(t.Context(), x, 2, &SearchOptions{Metric: kernel.Manhattan{}})
		}, y},
		"complete": {func() (*Neighbors, error) { return Complete(t.Context(), x, nil) }, y},
		"huge":     {func() (*Neighbors, error) { return KNN(t.Context(), random(40, 3, 1e200), 4, nil) }, random(7, 3, 1e200)},
		"sparse":   {func() (*Neighbors, error) { return KNN(t.Context(), sparse, 4, nil) }, y},
		"joined":   {func() (*Neighbors, error) { return connectedPairs(t.Context(), x) }, y},
	} {
		want, err := c.make()
		require.NoError(t, err, name)
		var b bytes.Buffer
		require.NoError(t, want.Store(&b))
		got, err := ReadNeighbors(bytes.NewReader(b.Bytes()))
		require.NoError(t, err, name)
		var again bytes.Buffer
		require.NoError(t, got.Store(&again))
		assert.Equal(t, b.Bytes(), again.Bytes(), name)
		assert.Equal(t, want.String(), got.String(), name)
		for _, k := range []kernel.Kernel{kernel.SelfTuning{}, kernel.RBF{Gamma: 2}, kernel.InverseDistance{}} {
			a, err := want.Link(t.Context(), c.fresh, k)
			require.NoError(t, err)
			b, err := got.Link(t.Context(), c.fresh, k)
			require.NoError(t, err)
			// The points differ in whose memory they are.
			a.weights.Points, b.weights.Points = nil, nil
			assert.Equal(t, a, b, name)
		}
	}
}

// Rows that float32 holds take 4 bytes a value, whatever they are kept as, an edge 12 and a neighbour 4; what is read
// has the same bits.
func TestStoredSize(t *testing.T) {
	const n, d, k = 500, 40, 6
	rng := rand.New(rand.NewPCG(3, 4))
	values := make([]float32, n*d)
	for i := range values {
		values[i] = float32(rng.NormFloat64())
	}
	narrow, err := NewDense32(n, d, values)
	require.NoError(t, err)
	for _, m := range []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}} {
		for _, x := range []mat.Matrix{narrow, mat.DenseCopyOf(narrow)} {
			near, err := KNN(t.Context(), x, k, &SearchOptions{Metric: m})
			require.NoError(t, err)
			var b bytes.Buffer
			require.NoError(t, near.Store(&b))
			perValue := 4
			if _, wide := x.(*mat.Dense); wide && m == (kernel.Cosine{}) {
				perValue = 8 // unit vectors, which are rounded
			}
			// Besides, some numbers for each row.
			assert.Less(t, b.Len(), n*d*perValue+12*near.Edges()+4*n*k+44*n+1000, "%v, %T", m, x)
			got, err := ReadNeighbors(&b)
			require.NoError(t, err)
			assert.Equal(t, near.start, got.start)
			assert.Equal(t, near.ind, got.ind)
			assert.Equal(t, near.d2, got.d2)
			assert.Equal(t, near.near, got.near)
			for i := range n {
				assert.Equal(t, near.points.Point(i), got.points.Point(i))
			}
		}
	}
}

// connectedPairs joins each row with the nearest, and then all of them.
func connectedPairs(ctx context.Context, x mat.Matrix) (*Neighbors, error) {
	n, err := KNN(ctx, x, 1, nil)
	if err != nil {
		return nil, err
	}
	return n.Connect(ctx)
}

// fill returns n times v.
func fill(n, v int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = v
	}
	return all
}

type mine struct{ kernel.Euclidean }

// TestStoreRefuses checks the errors, and that no damage is read.
func TestStoreRefuses(t *testing.T) {
	x := mat.NewDense(5, 1, []float64{1, 2, 4, 8, 16})
	near, err := KNN(t.Context(), x, 2, &SearchOptions{Metric: mine{}})
	require.NoError(t, err)
	assert.EqualError(t, near.Store(&bytes.Buffer{}), "graph: neighbours by euclidean distance cannot be stored")
	near, err = KNN(t.Context(), x, 2, nil)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, near.Store(&b))
	for cut := range b.Len() {
		_, err := ReadNeighbors(bytes.NewReader(b.Bytes()[:cut]))
		assert.Error(t, err)
	}
	old := slices.Clone(b.Bytes())
	old[8] = 2 // the version follows the kind, eight bytes
	_, err = ReadNeighbors(bytes.NewReader(old))
	assert.EqualError(t, err, "graph: stored neighbours of an older version: find and store them again")
	near.ind[0] = 5
	b.Reset()
	require.NoError(t, near.Store(&b))
	_, err = ReadNeighbors(&b)
	assert.EqualError(t, err, "graph: stored neighbours do not fit together")
}
