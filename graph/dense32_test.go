package graph_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// rows32 returns n rows of d random values, every fourth row again, as float32 and as float64.
func rows32(t testing.TB, rng *rand.Rand, n, d int) (*graph.Dense32, *mat.Dense) {
	t.Helper()
	data := make([]float32, n*d)
	for e := range data {
		data[e] = float32(rng.NormFloat64())
		if i := e / d; i%4 == 3 {
			data[e] = data[e-2*d]
		}
	}
	m, err := graph.NewDense32(n, d, data)
	require.NoError(t, err)
	return m, mat.DenseCopyOf(m)
}

// Whatever is made of rows of float32 is what is made of the same values in float64: every bit of it, and of the files
// that are stored.
func TestFloat32IsFloat64(t *testing.T) {
	x, same := rows32(t, random(31), 90, 5)
	news, sameNews := rows32(t, random(32), 12, 5)
	stored := func(n *graph.Neighbors) []byte {
		var b bytes.Buffer
		require.NoError(t, n.Store(&b))
		return b.Bytes()
	}
	for _, s := range searches {
		for _, m := range metrics {
			t.Run(fmt.Sprintf("%s/%v", s.name, m.metric), func(t *testing.T) {
				got, err := s.find(x, m.metric)
				require.NoError(t, err)
				want, err := s.find(same, m.metric)
				require.NoError(t, err)
				requireSame(t, want, got)
				switch m.metric {
				case kernel.Metric(chebyshev{}):
				case kernel.Metric(kernel.Cosine{}):
					// Unit vectors in float64 are stored as such, rows of float32 with their lengths.
					read, err := graph.ReadNeighbors(bytes.NewReader(stored(got)))
					require.NoError(t, err)
					requireSame(t, want, read)
				default:
					require.Equal(t, stored(want), stored(got))
				}
				lows, highs := got.Ranges()
				wantLows, wantHighs := want.Ranges()
				require.Equal(t, [][]float64{wantLows, wantHighs}, [][]float64{lows, highs})
				requireSame(t, requireJoined(t, want), requireJoined(t, got))
				// Neighbours of new rows, each against each.
				k := kernel.RBF{Gamma: 0.7}
				links, err := want.Link(t.Context(), sameNews, k)
				require.NoError(t, err)
				for _, n := range []*graph.Neighbors{got, want} {
					for _, x := range []mat.Matrix{news, sameNews} {
						again, err := n.Link(t.Context(), x, k)
						require.NoError(t, err)
						for i := range links.Rows() {
							nodes, weights := links.Neighbors(i)
							gotNodes, gotWeights := again.Neighbors(i)
							require.Equal(t, nodes, gotNodes)
							require.Equal(t, weights, gotWeights)
						}
					}
				}
				if got.K() > 1 {
					o := &graph.SearchOptions{Metric: kernel.Manhattan{}}
					ranked, err := got.Rerank(t.Context(), x, 1, o)
					require.NoError(t, err)
					wanted, err := want.Rerank(t.Context(), same, 1, o)
					require.NoError(t, err)
					requireSame(t, wanted, ranked)
				}
			})
		}
	}
}

// A complete graph whose pairs are not listed is made of the rows themselves.
func TestFloat32ImplicitGraph(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	x, same := rows32(t, random(33), 2600, 2)
	got, want := requireComplete(t, x, nil), requireComplete(t, same, nil)
	g, w := requireWeigh(t, got, kernel.RBF{Gamma: 1}), requireWeigh(t, want, kernel.RBF{Gamma: 1})
	for _, i := range []int{0, 7, 2599} {
		ind, weights := g.Neighbors(i)
		wantInd, wantWeights := w.Neighbors(i)
		require.Equal(t, wantInd, ind)
		require.Equal(t, wantWeights, weights)
	}
}

func TestDense32(t *testing.T) {
	m, err := graph.NewDense32(2, 3, []float32{1, 2, 3, 4, 5, 6})
	require.NoError(t, err)
	n, d := m.Dims()
	assert.Equal(t, []int{2, 3}, []int{n, d})
	assert.Equal(t, 6.0, m.At(1, 2))
	assert.Equal(t, 6.0, m.T().At(2, 1))
	assert.PanicsWithValue(t, mat.ErrRowAccess, func() { m.At(2, 0) })
	assert.PanicsWithValue(t, mat.ErrColAccess, func() { m.At(0, 3) })
	for _, c := range []struct{ rows, cols, values int }{{2, 3, 5}, {-1, -6, 6}, {0, 3, 3}, {3, 0, 3}, {1 << 62, 4, 0}} {
		_, err := graph.NewDense32(c.rows, c.cols, make([]float32, c.values))
		assert.ErrorContains(t, err, "graph: ", "%v", c)
	}
	for _, c := range [][2]int{{0, 0}, {0, 3}, {3, 0}} {
		m, err := graph.NewDense32(c[0], c[1], nil)
		require.NoError(t, err)
		_, err = graph.KNN(t.Context(), m, 1, nil)
		assert.ErrorIs(t, err, graph.ErrNoRows)
	}
	_, err = graph.KNN(t.Context(), (*graph.Dense32)(nil), 1, nil)
	assert.ErrorIs(t, err, graph.ErrNoRows)
}
