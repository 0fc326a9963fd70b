package graph_test

import (
	"context"
	"math"
	"sync/atomic"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

func TestSearchesNameTheCellThatIsNotFinite(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		x := integerRows(random(1), 12, 4, 3)
		x[7][2] = bad
		for _, s := range searches {
			for _, m := range metrics {
				for _, form := range forms {
					got, err := s.find(form.of(x), m.metric)
					require.Nil(t, got)
					require.ErrorContains(t, err, "graph: row 7, column 2: ", "%s, %v, %s", s.name, m.metric, form.name)
				}
			}
		}
	}
}

func TestSearchesRefuseTheEmptyMatrix(t *testing.T) {
	noColumns, err := graph.NewCSR(3, 0, []int{0, 0, 0, 0}, nil, nil)
	require.NoError(t, err)
	noRows, err := graph.NewCSR(0, 3, []int{0}, nil, nil)
	require.NoError(t, err)
	for _, s := range searches {
		for _, x := range []mat.Matrix{&mat.Dense{}, noColumns, noRows} {
			_, err := s.find(x, nil)
			assert.ErrorIs(t, err, graph.ErrNoRows, s.name)
		}
	}
}

func TestOneRow(t *testing.T) {
	x := dense(column(3))
	_, err := graph.KNN(t.Context(), x, 1, nil)
	assert.EqualError(t, err, "graph: k = 1: must be at least 1 and below the number of rows, 1")
	for _, n := range []*graph.Neighbors{requireRadius(t, x, 1, nil), requireComplete(t, x, nil)} {
		assert.Equal(t, 1, n.N())
		assert.Zero(t, n.Edges())
		assert.Same(t, n, requireJoined(t, n))
		g := requireWeigh(t, n, kernel.SelfTuning{})
		_, count := g.Components()
		assert.Equal(t, 1, count)
	}
}

func TestKNNRefusesK(t *testing.T) {
	x := dense(integerRows(random(2), 5, 2, 3))
	for _, k := range []int{-1, 0, 5, 6} {
		_, err := graph.KNN(t.Context(), x, k, nil)
		assert.ErrorContains(t, err, "graph: k = ")
	}
	requireKNN(t, x, 4, nil)
}

func TestRadiusRefusesR(t *testing.T) {
	for _, r := range []float64{-1, -5e-324, math.Inf(-1), math.NaN()} {
		_, err := graph.Radius(t.Context(), dense(column(1, 2)), r, nil)
		assert.ErrorContains(t, err, "graph: radius ")
	}
	requireRadius(t, dense(column(1, 2)), math.Copysign(0, -1), nil)
}

// tall has many rows and reads none of them.
type tall struct {
	mat.Matrix
	rows, cols int
}

func (m tall) Dims() (r, c int) { return m.rows, m.cols }

func TestTooManyRowsOrColumns(t *testing.T) {
	many := mat.NewDense(36001, 1, nil)
	many.Apply(func(i, _ int, _ float64) float64 { return float64(i) }, many)
	_, err := graph.Complete(t.Context(), many, nil)
	assert.EqualError(t, err, "graph: the complete graph of 36001 rows needs 16 GB: use k nearest neighbours above 36000 rows")
	_, err = graph.KNN(t.Context(), tall{rows: math.MaxInt32 + 1, cols: 1}, 3, nil)
	assert.ErrorContains(t, err, "at most 2147483647 rows and columns")
	_, err = graph.Radius(t.Context(), tall{rows: 1, cols: math.MaxInt32 + 1}, 3, nil)
	assert.ErrorContains(t, err, "at most 2147483647 rows and columns")
}

// Copies of a row are one node: only the different rows have to fit into memory.
func TestCompleteGraphOfManyCopies(t *testing.T) {
	x := mat.NewDense(100_000, 2, nil)
	x.Apply(func(i, j int, _ float64) float64 { return float64(i % (300 - 100*j)) }, x)
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	assert.Equal(t, 600, near.Distinct())
}

// always is no metric: it gives every pair the same number.
type always float64

func (always) String() string                    { return "always" }
func (m always) Distance(_, _ []float64) float64 { return float64(m) }

func TestMetricThatReturnsNoDistance(t *testing.T) {
	x := dense(column(1, 2, 3, 4, 5, 6, 7, 8, 9))
	for _, bad := range []always{always(math.NaN()), always(math.Inf(1)), -1, 1e200} {
		for _, s := range searches {
			_, err := s.find(x, bad)
			assert.ErrorContains(t, err, "graph: rows ", "%s, %g", s.name, float64(bad))
			assert.ErrorContains(t, err, ": the always distance is not a number from 0 to 1e+154")
		}
	}
	for _, good := range []always{0, 1e-200, 1e154} {
		n := requireKNN(t, x, 1, &graph.SearchOptions{Metric: good})
		ind, _ := n.Row(8)
		assert.Equal(t, []int{0, 1, 2, 3, 4, 5, 6, 7}, ints(ind), "all are equally near")
	}
	// A distance whose square underflows stays apart from 0.
	ind, d := requireRadius(t, x, 1e-300, &graph.SearchOptions{Metric: always(1e-200)}).Row(0)
	assert.Empty(t, ind, "%v", d)
}

// directed is no metric: it is longer towards smaller numbers.
type directed struct{}

func (directed) String() string { return "directed" }
func (directed) Distance(a, b []float64) float64 {
	if b[0] < a[0] {
		return 2 * (a[0] - b[0])
	}
	return b[0] - a[0]
}

// Such a metric is read from the lower row to the higher.
func TestMetricThatIsNotSymmetric(t *testing.T) {
	for _, s := range searches {
		n, err := s.find(dense(column(8, 4, 1, 7, 0, 3, 2, 6, 5)), directed{})
		require.NoError(t, err)
		requireUndirected(t, n)
		requireUndirected(t, requireJoined(t, n))
	}
}

func TestObserve(t *testing.T) {
	x := dense(randomRows(random(3), 300, 2))
	withWorkers(t, func(t *testing.T) {
		for _, s := range observed {
			var seen []int
			err := s(t.Context(), x, func(done, total int) {
				assert.Equal(t, 300, total)
				seen = append(seen, done) // without a lock: calls come one at a time
			})
			require.NoError(t, err)
			assert.IsIncreasing(t, seen)
			assert.Equal(t, 300, seen[len(seen)-1])
			assert.Greater(t, len(seen), 1)
		}
	})
}

// A search stops soon after its context is cancelled, and returns the context's error.
func TestCancelStopsTheSearch(t *testing.T) {
	x := dense(integerRows(random(4), 3000, 1, 9))
	withWorkers(t, func(t *testing.T) {
		for _, s := range observed {
			ctx, cancel := context.WithCancel(t.Context())
			var calls atomic.Int32
			err := s(ctx, x, func(int, int) {
				calls.Add(1)
				cancel()
			})
			require.ErrorIs(t, err, context.Canceled)
			assert.LessOrEqual(t, calls.Load(), int32(7), "no more than one chunk a worker")
		}
	})
}

// A search that is cancelled before it begins finds nothing, whatever way it would go.
func TestCancelledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, form := range forms {
		for _, d := range []int{2, 40} {
			for _, m := range metrics {
				x := form.of(randomRows(random(5), 200, d))
				o := &graph.SearchOptions{Metric: m.metric}
				for _, s := range observed {
					require.ErrorIs(t, s(ctx, x, nil), context.Canceled)
				}
				_, err := graph.KNN(ctx, x, 3, o)
				require.ErrorIs(t, err, context.Canceled)
				_, err = requireKNN(t, x, 3, o).Link(ctx, x, kernel.SelfTuning{})
				require.ErrorIs(t, err, context.Canceled)
			}
		}
	}
}

// Without a context a search runs to its end.
func TestNilContext(t *testing.T) {
	var none context.Context
	x := dense(randomRows(random(6), 20, 2))
	near, err := graph.KNN(none, x, 3, nil)
	require.NoError(t, err)
	_, err = near.Link(none, x, kernel.SelfTuning{})
	require.NoError(t, err)
	for _, s := range observed {
		require.NoError(t, s(none, x, nil))
	}
}

var observed = []func(ctx context.Context, x mat.Matrix, f func(done, total int)) error{
	func(ctx context.Context, x mat.Matrix, f func(done, total int)) error {
		_, err := graph.KNN(ctx, x, 3, &graph.SearchOptions{Observe: f})
		return err
	},
	func(ctx context.Context, x mat.Matrix, f func(done, total int)) error {
		_, err := graph.Radius(ctx, x, 1, &graph.SearchOptions{Observe: f})
		return err
	},
	func(ctx context.Context, x mat.Matrix, f func(done, total int)) error {
		_, err := graph.Complete(ctx, x, &graph.SearchOptions{Observe: f})
		return err
	},
	func(ctx context.Context, x mat.Matrix, f func(done, total int)) error {
		near, err := graph.KNN(context.Background(), x, 3, nil)
		if err == nil {
			_, err = near.Find(ctx, x, f)
		}
		return err
	},
}
