package graph_test

import (
	"context"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// measuring is set where the longest searches are tried too: PROPAGATE_MEASURE=1 go test -count=1 ./graph
var measuring = os.Getenv("PROPAGATE_MEASURE") != ""

// manyRows is enough for the cells to be searched, with columns too many for a tree.
const manyRows = 20_000

// clusters returns rows around some random centres.
func clusters(t testing.TB, seed uint64, n, d, count int) *mat.Dense {
	if testing.Short() && n >= manyRows {
		t.Skip("takes minutes under the race detector")
	}
	rng := random(seed)
	centers := randomRows(rng, count, d)
	x := mat.NewDense(n, d, nil)
	x.Apply(func(i, j int, _ float64) float64 { return 3*centers[i%count][j] + rng.NormFloat64() }, x)
	return x
}

// share returns how many of the edges of want are in got.
func share(want, got *graph.Neighbors) float64 {
	edges, both := 0, 0
	for i := range want.N() {
		a, _ := want.Row(i)
		b, _ := got.Row(i)
		in := map[int32]bool{}
		for _, j := range b {
			in[j] = true
		}
		for _, j := range a {
			edges++
			if in[j] {
				both++
			}
		}
	}
	return float64(both) / float64(edges)
}

// What is found is near enough to the share asked for, and is what it is said to be.
func TestRecall(t *testing.T) {
	x := clusters(t, 1, manyRows, 12, 40)
	for _, m := range []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}} {
		exact := requireKNN(t, x, 10, &graph.SearchOptions{Metric: m})
		require.Equal(t, 1.0, exact.Recall())
		for _, target := range []float64{0.5, 0.9, 0.99} {
			near := requireKNN(t, x, 10, &graph.SearchOptions{Metric: m, Recall: target})
			found := share(exact, near)
			assert.InDelta(t, found, near.Recall(), 0.03, "%v, %g", m, target)
			assert.GreaterOrEqual(t, found, target-0.01-0.1*(1-target), "%v", m)
			assert.Less(t, near.Recall(), 1.0, "so far everything was compared: this shows nothing")
			if target == 0.9 {
				requireUndirected(t, near)
			}
		}
	}
}

// Every edge has the distance of its rows, and no row has fewer than k.
func TestRecallDistances(t *testing.T) {
	x := clusters(t, 2, manyRows, 33, 7)
	near := requireKNN(t, x, 4, &graph.SearchOptions{Recall: 0.6})
	require.Less(t, near.Recall(), 1.0)
	for i := 0; i < near.N(); i += 97 {
		ind, d := near.Row(i)
		require.GreaterOrEqual(t, len(ind), 4)
		for e, j := range ind {
			require.InDelta(t, naiveEuclidean(x.RawRowView(i), x.RawRowView(int(j))), d[e], 1e-12)
		}
	}
}

func TestRecallDoesNotDependOnWorkers(t *testing.T) {
	x := clusters(t, 3, manyRows, 33, 9)
	o := &graph.SearchOptions{Recall: 0.8, Seed: 5}
	want := requireKNN(t, x, 6, o)
	withWorkers(t, func(t *testing.T) { requireSame(t, want, requireKNN(t, x, 6, o)) })
}

// Rows of many columns are compared in codes with errors: neither workers nor the order of the rows change what is found.
func TestRecallInCodesDependsOnValuesAlone(t *testing.T) {
	x := clusters(t, 8, manyRows, 64, 25)
	o := &graph.SearchOptions{Recall: 0.8, Seed: 5}
	want := requireKNN(t, x, 6, o)
	require.Less(t, want.Recall(), 1.0)
	withWorkers(t, func(t *testing.T) { requireSame(t, want, requireKNN(t, x, 6, o)) })
	// Row i of the others is row to[i] here.
	to := random(9).Perm(manyRows)
	mixed := mat.NewDense(manyRows, 64, nil)
	for i, at := range to {
		mixed.SetRow(at, x.RawRowView(i))
	}
	got := requireKNN(t, mixed, 6, o)
	for i := range manyRows {
		wanted, lengths := want.Row(i)
		ind, d := got.Row(to[i])
		require.Len(t, ind, len(wanted))
		for e, j := range wanted {
			at, ok := slices.BinarySearch(ind, int32(to[j]))
			require.True(t, ok, "row %d: neighbour %d", i, j)
			require.Equal(t, lengths[e], d[at])
		}
	}
}

// Rows that cannot be told apart, or hardly, leave nothing to divide.
func TestRecallOfRowsAlike(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes under the race detector")
	}
	if measuring { // every row as near as every other: all n² pairs are measured one by one
		same := mat.NewDense(manyRows, 33, nil)
		assert.Equal(t, 1.0, requireKNN(t, same, 3, &graph.SearchOptions{Recall: 0.9}).Recall())
	}
	few := mat.NewDense(manyRows, 33, nil)
	few.Apply(func(i, j int, _ float64) float64 { return float64(i % 50 * (j + 1)) }, few)
	near := requireKNN(t, few, 3, &graph.SearchOptions{Recall: 0.9})
	for i := 0; i < near.N(); i += 7 { // a row has all its 400 copies as neighbours
		_, d := near.Row(i)
		require.Zero(t, slices.Min(d))
	}
	assert.Equal(t, 1.0, near.Recall())
}

// A row without a direction is at no distance from any.
func TestRecallOfZeroRows(t *testing.T) {
	x := clusters(t, 4, manyRows, 33, 5)
	for i := 0; i < manyRows; i += 1000 {
		clear(x.RawRowView(i))
	}
	near := requireKNN(t, x, 3, &graph.SearchOptions{Metric: kernel.Cosine{}, Recall: 0.9})
	for i := 0; i < manyRows; i += 1000 {
		ind, _ := near.Row(i)
		require.Empty(t, ind)
	}
	assert.Equal(t, manyRows/1000, near.Undefined())
}

func TestRecallFarFromTheOrigin(t *testing.T) {
	x := clusters(t, 5, manyRows, 34, 30)
	x.Apply(func(_, j int, v float64) float64 { return math.Ldexp(v+1e6, 400*(j%2)) }, x)
	near := requireKNN(t, x, 3, &graph.SearchOptions{Recall: 0.9})
	assert.GreaterOrEqual(t, near.Recall(), 0.85)
}

func TestRecallErrors(t *testing.T) {
	x := clusters(t, 6, 30, 2, 2)
	for _, recall := range []float64{-0.1, 1.1, math.NaN()} {
		_, err := graph.KNN(t.Context(), x, 3, &graph.SearchOptions{Recall: recall})
		assert.ErrorContains(t, err, "graph: recall")
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := graph.KNN(ctx, clusters(t, 7, manyRows, 33, 9), 3, &graph.SearchOptions{
		Recall: 0.9, Observe: func(int, int) { cancel() }})
	assert.ErrorIs(t, err, context.Canceled)
}

// topics returns sparse rows of some 20 words, most of them those of a topic.
func topics(t *testing.T, n, words int) *graph.CSR {
	if testing.Short() {
		t.Skip("takes minutes under the race detector")
	}
	rng := random(11)
	start, ind, data := []int{0}, []int{}, []float64{}
	for i := range n {
		count := map[int]float64{}
		for range 20 {
			word := rng.IntN(words)
			if rng.IntN(4) > 0 {
				word = (i%50*37 + rng.IntN(30)) % words
			}
			count[word] += 1 + rng.Float64()
		}
		for word := range words {
			if v, ok := count[word]; ok {
				ind, data = append(ind, word), append(data, v)
			}
		}
		start = append(start, len(ind))
	}
	x, err := graph.NewCSR(n, words, start, ind, data)
	require.NoError(t, err)
	return x
}

// cubic is the Minkowski distance of order 3, a metric from outside.
type cubic struct{}

func (cubic) Distance(x, y []float64) float64 {
	sum := 0.0
	for i, v := range x {
		d := math.Abs(v - y[i])
		sum += d * d * d
	}
	return math.Cbrt(sum)
}

func (cubic) String() string { return "cubic" }

// Other distances, and sparse rows, are searched by proxy: the share found of all rows' k
// nearest, by brute force on some of them, is as asked for and as said, and the distances
// are those of the metric.
func TestRecallByReranking(t *testing.T) {
	dense := clusters(t, 8, manyRows, 40, 30)
	sparse := topics(t, manyRows, 300)
	for _, c := range []struct {
		name   string
		x      mat.Matrix
		metric kernel.Metric
		naive  func(a, b []float64) float64
	}{
		{"manhattan", dense, kernel.Manhattan{}, naiveManhattan},
		{"from outside", dense, cubic{}, cubic{}.Distance},
		{"sparse cosine", sparse, kernel.Cosine{}, naiveCosine},
		{"sparse euclidean", sparse, kernel.Euclidean{}, naiveEuclidean},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.name == "sparse cosine" && !measuring {
				t.Skip("takes as long as the others together")
			}
			const k, target = 5, 0.8
			near := requireKNN(t, c.x, k, &graph.SearchOptions{Metric: c.metric, Recall: target})
			require.Less(t, near.Recall(), 1.0, "everything was compared: this shows nothing")
			hits, wanted := 0, 0
			rows := mat.DenseCopyOf(c.x)
			for i := 0; i < manyRows; i += 199 {
				to := distancesFrom(rows, i, c.naive)
				ind, d := near.Row(i)
				for e, j := range ind {
					require.InDelta(t, to[j], d[e], 1e-9)
				}
				sorted := slices.Sorted(slices.Values(to))
				for _, v := range d {
					if v <= sorted[k]+1e-12 { // sorted[0] is the row itself
						hits++
					}
				}
				wanted += k
			}
			found := float64(hits) / float64(wanted)
			assert.InDelta(t, found, near.Recall(), 0.06)
			assert.GreaterOrEqual(t, found, target-0.05)
		})
	}
}

// distancesFrom returns the distances of row i to all rows.
func distancesFrom(x *mat.Dense, i int, distance func(a, b []float64) float64) []float64 {
	n, _ := x.Dims()
	d := make([]float64, n)
	for j := range d {
		d[j] = distance(x.RawRowView(i), x.RawRowView(j))
	}
	return d
}

// naiveCosine is 1 less the cosine of the angle between two rows, of which none is zero.
func naiveCosine(a, b []float64) float64 {
	return 1 - floats.Dot(a, b)/(floats.Norm(a, 2)*floats.Norm(b, 2))
}

func TestRecallByRerankingDoesNotDependOnWorkers(t *testing.T) {
	x := topics(t, manyRows, 300)
	o := &graph.SearchOptions{Metric: kernel.Cosine{}, Recall: 0.8, Seed: 5}
	want := requireKNN(t, x, 6, o)
	withWorkers(t, func(t *testing.T) { requireSame(t, want, requireKNN(t, x, 6, o)) })
}
