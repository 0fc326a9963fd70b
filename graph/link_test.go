package graph_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

func requireLink(t testing.TB, n *graph.Neighbors, x mat.Matrix, k kernel.Kernel) *graph.Links {
	t.Helper()
	l, err := n.Link(t.Context(), x, k)
	require.NoError(t, err)
	return l
}

// naiveLinks lists the neighbours of q in x: the k nearest, or those within r, by
// rising index.
func naiveLinks(x [][]float64, q []float64, distance func(a, b []float64) float64, k int, r float64) []neighbor {
	var all []neighbor
	for j, row := range x {
		all = append(all, neighbor{j, distance(q, row)})
	}
	slices.SortFunc(all, byDistance)
	if k > 0 {
		// The k nearest of different rows, and all that are as near.
		seen, limit := map[string]bool{}, 0.0
		for _, nb := range all {
			if row := fmt.Sprint(x[nb.row]); !seen[row] && len(seen) < k {
				seen[row] = true
				limit = nb.distance
			}
		}
		all = slices.DeleteFunc(all, func(nb neighbor) bool { return nb.distance > limit })
	}
	all = slices.DeleteFunc(all, func(nb neighbor) bool { return nb.distance > r })
	slices.SortFunc(all, func(a, b neighbor) int { return a.row - b.row })
	return all
}

// linkSearches are the searches whose ways Link follows.
var linkSearches = []struct {
	name string
	find func(mat.Matrix, kernel.Metric) (*graph.Neighbors, error)
	k    int
	r    float64
}{
	{"1 nearest", knn(1, false), 1, math.Inf(1)},
	{"5 nearest", knn(5, false), 5, math.Inf(1)},
	{"5 mutual", knn(5, true), 5, math.Inf(1)}, // new rows cannot be asked back
	{"radius 1", radius(1), 0, 1},
	{"complete", complete, 0, math.Inf(1)},
}

func TestLinkAgainstSorting(t *testing.T) {
	rng := random(1)
	for _, data := range []struct {
		name      string
		x, q      [][]float64
		tolerance float64
	}{
		{"grid", integerRows(rng, 30, 3, 3), integerRows(rng, 70, 3, 4), 0},
		{"random", randomRows(rng, 20, 6), randomRows(rng, 9, 6), 1e-11},
		{"the rows themselves", integerRows(random(2), 15, 3, 2), integerRows(random(2), 15, 3, 2), 0},
	} {
		for _, s := range linkSearches {
			for _, m := range metrics {
				if _, cosine := m.metric.(kernel.Cosine); cosine && data.tolerance == 0 {
					continue // see TestSearchesAgainstSorting
				}
				for _, trained := range forms {
					n, err := s.find(trained.of(data.x), m.metric)
					require.NoError(t, err)
					for _, asked := range forms {
						if testing.Short() && asked.name != trained.name {
							continue
						}
						name := fmt.Sprintf("%s, %s, %v, %s to %s", data.name, s.name, m.metric, asked.name, trained.name)
						l := requireLink(t, n, asked.of(data.q), kernel.Laplacian{Gamma: 1})
						require.Equal(t, len(data.q), l.Rows())
						require.Equal(t, len(data.x), l.Nodes())
						for i, q := range data.q {
							requireLinks(t, name, naiveLinks(data.x, q, m.naive, s.k, s.r), l, i, data.tolerance)
						}
					}
				}
			}
		}
	}
}

// requireLinks checks row i of links weighed with exp(-d).
func requireLinks(t *testing.T, name string, want []neighbor, l *graph.Links, i int, tolerance float64) {
	t.Helper()
	ind, _, _ := csrtest.Row(l, i)
	got := map[int]float64{}
	for e, w := range l.LogWeights(nil, i) {
		got[int(ind[e])] = -w
	}
	if len(got) != len(want) || len(got) != len(ind) {
		t.Fatalf("%s: row %d: %v, want %v", name, i, got, want)
	}
	for _, nb := range want {
		if d, ok := got[nb.row]; !ok || math.Abs(d-nb.distance) > tolerance*nb.distance {
			t.Fatalf("%s: row %d: %v, want %v", name, i, got, want)
		}
	}
}

func TestLinkWeights(t *testing.T) {
	x, q := randomRows(random(3), 30, 2), randomRows(random(4), 10, 2)
	n := requireKNN(t, dense(x), 4, nil)
	for _, k := range textbook {
		l := requireLink(t, n, dense(q), k.kernel)
		assert.Equal(t, k.kernel, l.Kernel())
		for i := range q {
			e := 0
			ind, _, _ := csrtest.Row(l, i)
			got := map[int]float64{}
			for e, w := range l.LogWeights(nil, i) {
				got[int(ind[e])] = math.Exp(w)
			}
			for _, nb := range naiveLinks(x, q[i], naiveEuclidean, 4, math.Inf(1)) {
				if w := k.weight(nb.distance); w > 0 {
					require.InEpsilon(t, w, got[nb.row], 1e-12, "%v", k.kernel)
					e++
				}
			}
			require.Len(t, ind, e)
		}
	}
}

func TestLinkSelfTuning(t *testing.T) {
	x, q := randomRows(random(5), 40, 2), randomRows(random(6), 20, 2)
	d := allDistances(x, naiveEuclidean)
	n := requireKNN(t, dense(x), 6, nil)
	sigma := widths(d.nearest(6), joinedOf(n), 5)
	l := requireLink(t, n, dense(q), kernel.SelfTuning{K: 5})
	for i := range q {
		links := naiveLinks(x, q[i], naiveEuclidean, 6, math.Inf(1))
		sorted := slices.SortedFunc(slices.Values(links), byDistance)
		own := widthsAmong(len(x), [][]neighbor{sorted}, [][]neighbor{nil}, 5)[0]
		ind, _, _ := csrtest.Row(l, i)
		for e, got := range l.LogWeights(nil, i) {
			j := int(ind[e])
			at := slices.IndexFunc(links, func(nb neighbor) bool { return nb.row == j })
			want := 0.0
			if r := links[at].distance; r > 0 {
				want = -r * r / (own * sigma[j])
			}
			require.InDelta(t, want, got, 1e-12*math.Abs(want))
		}
	}
}

// A new row among nothing but copies of itself has no width; its nodes' do instead.
func TestLinkSelfTuningOfDuplicates(t *testing.T) {
	n := requireKNN(t, dense(column(1, 1, 1, 1, 5, 6)), 2, nil)
	l := requireLink(t, n, dense(column(1, 3)), kernel.SelfTuning{K: 2})
	assert.Equal(t, []float64{0, 0, 0, 0}, l.LogWeights(nil, 0)[:4])
	for _, w := range l.LogWeights(nil, 1) {
		assert.False(t, math.IsNaN(w) || math.IsInf(w, 0) || w >= 0, "%g", w)
	}
}

// A row that is in the graph already links to itself, at distance 0.
func TestLinkOfARowThatIsThere(t *testing.T) {
	x := integerRows(random(7), 20, 4, 1000)
	n := requireKNN(t, dense(x), 3, nil)
	for _, form := range forms {
		l := requireLink(t, n, form.of(x), kernel.Laplacian{Gamma: math.Inf(1)})
		for i := range x {
			ind, _, _ := csrtest.Row(l, i)
			require.True(t, slices.IsSorted(ind))
			for e, w := range l.LogWeights(nil, i) {
				if int(ind[e]) == i {
					require.Zero(t, w)
				} else {
					require.Equal(t, math.Inf(-1), w)
				}
			}
			require.Contains(t, ints(ind), i)
		}
	}
	// 1/d: half the least positive distance of the graph or of the row stands in for 0.
	n = requireKNN(t, dense(column(0, 4, 8)), 1, nil)
	assert.InDelta(t, -math.Log(2), requireLink(t, n, dense(column(4)), kernel.InverseDistance{}).LogWeights(nil, 0)[0], 1e-15)
	n = requireKNN(t, dense(column(7, 7, 7)), 2, nil)
	assert.Equal(t, []float64{0, 0, 0}, requireLink(t, n, dense(column(7)), kernel.InverseDistance{}).LogWeights(nil, 0))
}

// What a row is linked to does not depend on the rows that come with it.
func TestLinkTakesEachRowByItself(t *testing.T) {
	x := randomRows(random(8), 25, 3)
	q := append(randomRows(random(9), 8, 3), x[3], []float64{1e200, -1e200, 0}, []float64{1e308, 0, 0}, []float64{0, 0, 0},
		[]float64{5e-324, 0, 0}, []float64{1e-200, 1e100, 3})
	for _, scale := range []int{-1000, 0, 600} {
		for _, form := range forms[:4] {
			n := requireKNN(t, form.of(ldexp(x, scale)), 3, nil)
			for _, k := range []kernel.Kernel{kernel.RBF{Gamma: 0.5}, kernel.SelfTuning{K: 2}, kernel.InverseDistance{}} {
				all := requireLink(t, n, form.of(q), k)
				for i := range q {
					alone := requireLink(t, n, form.of(q[i:i+1]), k)
					wantInd, _, _ := csrtest.Row(alone, 0)
					gotInd, _, _ := csrtest.Row(all, i)
					require.Equal(t, wantInd, gotInd, "row %d", i)
					require.Equal(t, alone.LogWeights(nil, 0), all.LogWeights(nil, i), "row %d", i)
				}
			}
		}
	}
}

// ldexp is times where digits may get lost.
func ldexp(x [][]float64, e int) [][]float64 {
	out := make([][]float64, len(x))
	for i, row := range x {
		for _, v := range row {
			out[i] = append(out[i], math.Ldexp(v, e))
		}
	}
	return out
}

func TestLinkOfFarRows(t *testing.T) {
	n := requireKNN(t, dense(column(1, 2, 3, 5)), 2, nil)
	at := func(q float64, k kernel.Kernel) ([]int, []float64) {
		l := requireLink(t, n, dense(column(q)), k)
		ind, _, _ := csrtest.Row(l, 0)
		return ints(ind), l.LogWeights(nil, 0)
	}
	// As long as float64 tells the distances apart, the nearest are found.
	for _, q := range []float64{1e3, 1e6, 1e9, 1e12, 1e14} {
		ind, _ := at(q, kernel.RBF{Gamma: 1})
		assert.ElementsMatch(t, []int{2, 3}, ind, "%g", q)
		ind, _ = at(-q, kernel.RBF{Gamma: 1})
		assert.ElementsMatch(t, []int{0, 1}, ind, "%g", -q)
	}
	// Then they tie, and all weights are the same: never NaN, never 0/0.
	for _, q := range []float64{1e18, 1e100, 1e200, 1e300, math.MaxFloat64, -1e200} {
		for _, k := range []kernel.Kernel{kernel.RBF{Gamma: 1}, kernel.RBF{Gamma: 1e-300}, kernel.Laplacian{Gamma: 1},
			kernel.SelfTuning{}, kernel.InverseDistance{}, kernel.Unweighted{}, cauchy{}} {
			ind, w := at(q, k)
			assert.Equal(t, []int{0, 1, 2, 3}, ind)
			assert.False(t, math.IsNaN(w[0]), "%g, %v", q, k)
			assert.InDelta(t, 1, ratio(w[0], w[1]), 1, "%g, %v: %g", q, k, w)
		}
		l := requireLink(t, n, dense(column(q)), kernel.RBF{Gamma: 1})
		_, parts, _ := csrtest.Row(l, 0)
		assert.Equal(t, parts[0], parts[1])
		assert.False(t, math.IsInf(parts[0], 0), "the exponent stays a number")
	}
}

// ratio returns a/b, 1 for equal infinities.
func ratio(a, b float64) float64 {
	if a == b {
		return 1
	}
	return a / b
}

func TestLinkErrors(t *testing.T) {
	for _, s := range linkSearches[:3] {
		n, err := s.find(dense(integerRows(random(10), 9, 3, 4)), nil)
		require.NoError(t, err)
		for _, form := range forms {
			_, err = n.Link(t.Context(), form.of([][]float64{{1, 2}}), kernel.RBF{})
			assert.EqualError(t, err, "graph: new rows have 2 columns, the graph's have 3")
			_, err = n.Link(t.Context(), form.of([][]float64{{1, 2, 3}, {1, math.NaN(), 3}}), kernel.RBF{})
			assert.EqualError(t, err, "graph: row 1, column 1: NaN is not a finite number")
			_, err = n.Link(t.Context(), form.of([][]float64{{1, math.Inf(-1), 3}}), kernel.RBF{})
			assert.EqualError(t, err, "graph: row 0, column 1: -Inf is not a finite number")
		}
		_, err = n.Link(t.Context(), &mat.Dense{}, kernel.RBF{})
		assert.ErrorIs(t, err, graph.ErrNoRows)
	}
	n := requireKNN(t, dense(column(1, 2, 3)), 1, &graph.SearchOptions{Metric: chebyshev{}})
	_, err := n.Link(t.Context(), dense(column(1e200)), kernel.RBF{})
	assert.ErrorContains(t, err, ": the chebyshev distance is not a number from 0 to 1e+154")
}

func TestLinkDoesNotDependOnWorkers(t *testing.T) {
	n := requireKNN(t, dense(integerRows(random(11), 70, 3, 3)), 5, nil)
	q := dense(integerRows(random(12), 300, 3, 3))
	want := requireLink(t, n, q, kernel.SelfTuning{})
	withWorkers(t, func(t *testing.T) {
		got := requireLink(t, n, q, kernel.SelfTuning{})
		for i := range want.Rows() {
			wantInd, _, _ := csrtest.Row(want, i)
			gotInd, _, _ := csrtest.Row(got, i)
			require.Equal(t, wantInd, gotInd)
			require.Equal(t, want.LogWeights(nil, i), got.LogWeights(nil, i))
		}
	})
}
