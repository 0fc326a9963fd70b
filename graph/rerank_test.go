package graph_test

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// rerankRows returns n rows of d numbers, some of them equal.
func rerankRows(n, d int) *mat.Dense {
	r := rand.New(rand.NewPCG(1, 2))
	x := mat.NewDense(n, d, nil)
	x.Apply(func(_, _ int, _ float64) float64 { return float64(r.IntN(8)) + r.NormFloat64()*float64(r.IntN(2)) }, x)
	return x
}

// columnsTimes returns x with every column multiplied by its weight.
func columnsTimes(x *mat.Dense, weights []float64) *mat.Dense {
	var y mat.Dense
	y.Apply(func(_, j int, v float64) float64 { return v * weights[j] }, x)
	return &y
}

// Where all rows are candidates, the search itself finds nothing else.
func TestRerankOfAllRowsIsTheSearch(t *testing.T) {
	x := rerankRows(90, 5)
	near, err := graph.KNN(context.Background(), x, 89, nil)
	require.NoError(t, err)
	weighted := columnsTimes(x, []float64{1, 0.1, 3, 0.5, 0})
	for _, y := range []*mat.Dense{x, weighted} {
		for _, o := range []*graph.SearchOptions{
			nil, {Metric: kernel.Manhattan{}}, {Metric: kernel.Cosine{}}, {Metric: kernel.Manhattan{}, Mutual: true},
		} {
			want, err := graph.KNN(context.Background(), y, 7, o)
			require.NoError(t, err)
			got, err := near.Rerank(context.Background(), y, 7, o)
			require.NoError(t, err)
			assert.Equal(t, want.String(), got.String())
			for i := range 90 {
				wantInd, wantDistance := want.Row(i)
				ind, distance := got.Row(i)
				assert.Equal(t, wantInd, ind)
				assert.InDeltaSlice(t, wantDistance, distance, 1e-12)
			}
		}
	}
}

// Of the candidates alone, brute force over them decides.
func TestRerankIsBruteForceOverTheCandidates(t *testing.T) {
	const k = 4
	x := rerankRows(200, 6)
	near, err := graph.KNN(context.Background(), x, 4*k, nil)
	require.NoError(t, err)
	y := columnsTimes(x, []float64{0.1, 2, 1, 0.3, 1, 5})
	got, err := near.Rerank(context.Background(), y, k, &graph.SearchOptions{Metric: kernel.Manhattan{}})
	require.NoError(t, err)
	// Row i lists its k nearest candidates, and both ends of a pair know it.
	joined := map[[2]int]bool{}
	for i := range 200 {
		all, _ := near.Row(i)
		distance := func(j int32) float64 {
			return kernel.Manhattan{}.Distance(y.RawRowView(i), y.RawRowView(int(j)))
		}
		ranked := slices.Clone(all)
		slices.SortFunc(ranked, func(a, b int32) int {
			return cmp.Or(cmp.Compare(distance(a), distance(b)), cmp.Compare(a, b))
		})
		for _, j := range ranked[:k] {
			joined[[2]int{i, int(j)}], joined[[2]int{int(j), i}] = true, true
		}
	}
	assert.Equal(t, len(joined)/2, got.Edges())
	for i := range 200 {
		ind, _ := got.Row(i)
		for _, j := range ind {
			assert.True(t, joined[[2]int{i, int(j)}])
		}
	}
	assert.Equal(t, k, got.K())
}

func TestRerankErrors(t *testing.T) {
	x := rerankRows(30, 3)
	near, err := graph.KNN(context.Background(), x, 8, nil)
	require.NoError(t, err)
	all, err := graph.Complete(context.Background(), x, nil)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for text, rerank := range map[string]func() error{
		"there are no k nearest in it":   func() error { _, err := all.Rerank(ctx, x, 3, nil); return err },
		"must be from 1 to 8":            func() error { _, err := near.Rerank(ctx, x, 9, nil); return err },
		"k = 0":                          func() error { _, err := near.Rerank(ctx, x, 0, nil); return err },
		"29 rows to rank the neighbours": func() error { _, err := near.Rerank(ctx, x.Slice(0, 29, 0, 3), 3, nil); return err },
		"canceled":                       func() error { _, err := near.Rerank(ctx, x, 3, nil); return err },
	} {
		assert.ErrorContains(t, rerank(), text)
	}
}
