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
)

// A user's own kernels, one of each sort.

// cauchy has the weight 1/(1+d²).
type cauchy struct{}

func (cauchy) String() string               { return "cauchy" }
func (cauchy) LogWeight(d2 float64) float64 { return -math.Log1p(d2) }

// ball joins what is nearer than its radius, with weight 2.
type ball float64

func (b ball) String() string { return "ball" }
func (b ball) LogWeight(d2 float64) float64 {
	if d2 < float64(b*b) {
		return math.Ln2
	}
	return math.Inf(-1)
}

// steep has the weight exp(-3d), by Decay.
type steep struct{ power int }

func (steep) String() string                      { return "steep" }
func (steep) LogWeight(d2 float64) float64        { return -3 * math.Sqrt(d2) }
func (k steep) Decay() (gamma float64, power int) { return 3, k.power }

// localBall is ball in units of local widths.
type localBall struct{ ball }

func (localBall) Rank() int { return 2 }

// broken returns one number whatever the distance.
type broken float64

func (broken) String() string              { return "broken" }
func (k broken) LogWeight(float64) float64 { return float64(k) }
func (k broken) local() kernel.Kernel      { return brokenLocal{k} }

type brokenLocal struct{ broken }

func (brokenLocal) Rank() int { return 1 }

// textbook weights.
var textbook = []struct {
	kernel kernel.Kernel
	weight func(d float64) float64
}{
	{kernel.RBF{Gamma: 0.3}, func(d float64) float64 { return math.Exp(-0.3 * d * d) }},
	{kernel.Laplacian{Gamma: 0.3}, func(d float64) float64 { return math.Exp(-0.3 * d) }},
	{kernel.Unweighted{}, func(float64) float64 { return 1 }},
	{kernel.InverseDistance{}, func(d float64) float64 { return 1 / d }},
	{cauchy{}, func(d float64) float64 { return 1 / (1 + d*d) }},
	{ball(3), func(d float64) float64 {
		if d < 3 {
			return 2
		}
		return 0
	}},
	{steep{1}, func(d float64) float64 { return math.Exp(-3 * d) }},
}

func TestWeighAgainstTextbook(t *testing.T) {
	for _, s := range searches {
		for _, m := range metrics {
			n, err := s.find(dense(randomRows(random(1), 30, 3)), m.metric)
			require.NoError(t, err)
			for _, k := range textbook {
				g := requireWeigh(t, n, k.kernel)
				w := g.Weights()
				for i := range n.N() {
					ind, d := n.Row(i)
					requireWeights(t, g, w, i, ind, func(e int) float64 { return k.weight(d[e]) })
				}
			}
		}
	}
}

// requireWeights checks row i: its neighbours are those of ind whose weight is not
// 0, with that weight.
func requireWeights(t *testing.T, g *graph.Graph, w *graph.CSR, i int, ind []int32, weight func(e int) float64) {
	t.Helper()
	var rows []int32
	var weights []float64
	for e, j := range ind {
		if w := weight(e); w > 0 {
			rows, weights = append(rows, j), append(weights, w)
		}
	}
	got, _, _ := csrtest.Row(g, i)
	require.Equal(t, ints(rows), ints(got), "%v, row %d", g, i)
	for e, l := range g.LogWeights(nil, i) {
		for _, got := range []float64{math.Exp(l), w.At(i, int(rows[e]))} {
			if math.Abs(got-weights[e]) > 1e-12*weights[e] {
				t.Fatalf("%v: rows %d and %d: weight %g, want %g", g, i, rows[e], got, weights[e])
			}
		}
	}
}

// The weight is exp(s - γt) with the parts that Row and Rate return.
func TestRowAndRateMakeTheWeight(t *testing.T) {
	n := requireKNN(t, dense(randomRows(random(2), 30, 2)), 4, nil)
	for _, k := range append(textbook, struct {
		kernel kernel.Kernel
		weight func(float64) float64
	}{kernel: kernel.SelfTuning{}}) {
		g := requireWeigh(t, n, k.kernel)
		assert.Equal(t, k.kernel, g.Kernel())
		for i := range g.N() {
			ind, parts, s := csrtest.Row(g, i)
			l := g.LogWeights(make([]float64, 1), i)[1:]
			require.Len(t, l, len(ind))
			for e := range ind {
				want := -csrtest.Rows(g).Gamma.Float64() * parts[e]
				if s != nil {
					want += s[e]
				}
				require.InDelta(t, want, l[e], 1e-13)
			}
		}
	}
}

func TestWeighExtremeGamma(t *testing.T) {
	n := requireKNN(t, dense(column(0, 2, 2, 5)), 2, nil) // squares 0, 4, 9, 25
	for _, c := range []struct {
		kernel kernel.Kernel
		zero, two, three/* apart */ float64
	}{
		{kernel.Unweighted{}, 0, 0, 0},
		{kernel.RBF{Gamma: 5e-324}, 0, -4 * 5e-324, -9 * 5e-324},
		{kernel.RBF{Gamma: 1e300}, 0, -4e300, -9e300},
		{kernel.RBF{Gamma: 1e308}, 0, math.Inf(-1), math.Inf(-1)},
		{kernel.RBF{Gamma: math.Inf(1)}, 0, math.Inf(-1), math.Inf(-1)},
		{kernel.Laplacian{Gamma: 5e-324}, 0, -2 * 5e-324, -3 * 5e-324},
		{kernel.Laplacian{Gamma: 1e300}, 0, -2e300, -3e300},
		{kernel.Laplacian{Gamma: math.Inf(1)}, 0, math.Inf(-1), math.Inf(-1)},
	} {
		g := requireWeigh(t, n, c.kernel)
		ind, _, _ := csrtest.Row(g, 1)
		require.Equal(t, []int{0, 2, 3}, ints(ind), "an edge stays, however small its weight")
		l := g.LogWeights(nil, 1)
		for e, want := range []float64{c.two, c.zero, c.three} {
			if want == 0 || math.IsInf(want, 0) {
				assert.Equal(t, want, l[e]+0, "%v", c.kernel)
				continue
			}
			assert.InEpsilon(t, want, l[e], 1e-15, "%v", c.kernel)
		}
		_, count := g.Components()
		assert.Equal(t, 1, count)
	}
}

func TestWeighDropsAbsentEdgesInBothRows(t *testing.T) {
	for _, k := range []kernel.Kernel{ball(2.5), localBall{1.1}} {
		n := requireComplete(t, dense(column(0, 1, 2, 4, 8, 8.5)), nil)
		g := requireWeigh(t, n, k)
		assert.Less(t, g.Edges(), n.Edges())
		assert.Positive(t, g.Edges())
		edges := 0
		for i := range g.N() {
			ind, _, _ := csrtest.Row(g, i)
			edges += len(ind)
			for _, j := range ind {
				back, _, _ := csrtest.Row(g, int(j))
				assert.Contains(t, back, int32(i))
			}
			for _, l := range g.LogWeights(nil, i) {
				assert.Equal(t, math.Ln2, l)
			}
		}
		assert.Equal(t, 2*g.Edges(), edges)
		assert.Equal(t, 15, n.Edges(), "the neighbours stay as they were")
	}
	_, count := requireWeigh(t, requireComplete(t, dense(column(0, 1, 5, 6)), nil), ball(2)).Components()
	assert.Equal(t, 2, count)
}

func TestWeighErrors(t *testing.T) {
	n := requireKNN(t, dense(column(0, 1, 3)), 1, nil)
	for _, c := range []struct {
		kernel kernel.Kernel
		want   string
	}{
		{kernel.RBF{}, "graph: rbf(γ=0): set Gamma to a value above 0, or use kernel.Unweighted to weigh all edges alike"},
		{kernel.Laplacian{}, "graph: laplacian(γ=0): set Gamma to a value above 0, or use kernel.Unweighted to weigh all edges alike"},
		{kernel.SharedNeighbors{Of: kernel.RBF{}}, "graph: rbf(γ=0): set Gamma to a value above 0, or use kernel.Unweighted to weigh all edges alike"},
		{kernel.RBF{Gamma: -1}, "graph: rbf(γ=-1): γ must not be negative"},
		{kernel.RBF{Gamma: math.NaN()}, "graph: rbf(γ=NaN): γ must not be negative"},
		{kernel.Laplacian{Gamma: math.Inf(-1)}, "graph: laplacian(γ=-Inf): γ must not be negative"},
		{kernel.SelfTuning{K: -1}, "graph: self-tuning(K=-1): K must be at least 1"},
		{steep{3}, "graph: steep: the power of the distance must be 1 or 2, not 3"},
		{broken(math.NaN()), "graph: broken: log weight of distance 1 is NaN"},
		{broken(math.Inf(1)), "graph: broken: log weight of distance 1 is +Inf"},
		{broken(math.NaN()).local(), "graph: broken: log weight of 1 is NaN"},
		{broken(math.Inf(1)).local(), "graph: broken: log weight of 1 is +Inf"},
	} {
		g, err := n.Weigh(c.kernel)
		assert.Nil(t, g)
		assert.EqualError(t, err, c.want)
		l, err := n.Link(t.Context(), dense(column(-1)), c.kernel)
		assert.Nil(t, l)
		assert.EqualError(t, err, c.want)
	}
}

func TestInverseDistanceOfDuplicates(t *testing.T) {
	weight := func(g *graph.Graph, i, j int) float64 { return g.Weights().At(i, j) }

	g := requireWeigh(t, requireComplete(t, dense(column(3, 3, 3.5, 8)), nil), kernel.InverseDistance{})
	assert.InEpsilon(t, 4.0, weight(g, 0, 1), 1e-15, "half of the smallest positive distance, 0.5, stands in for 0")
	assert.InEpsilon(t, 2.0, weight(g, 1, 2), 1e-15)

	g = requireWeigh(t, requireComplete(t, dense(column(3, 3, 3)), nil), kernel.InverseDistance{})
	assert.Equal(t, 1.0, weight(g, 0, 1), "without one, all weights are 1")
	assert.Equal(t, 1.0, weight(g, 1, 2))
}

// A kernel that overflows at 0 only for lack of range is treated alike.
func TestKernelsSeeDistancesInRange(t *testing.T) {
	for _, e := range []int{-1074, 1000} {
		x := dense(times(column(1, 2, 9), e))
		g := requireWeigh(t, requireComplete(t, x, nil), cauchy{})
		for i := range 3 {
			for _, l := range g.LogWeights(nil, i) {
				assert.False(t, math.IsNaN(l) || math.IsInf(l, 0), "2^%d: %g", e, l)
			}
		}
	}
}

func TestReweighingLeavesTheFirstGraphAlone(t *testing.T) {
	n := requireKNN(t, dense(integerRows(random(3), 40, 2, 6)), 4, nil)
	kernels := []kernel.Kernel{kernel.RBF{Gamma: 0.3}, kernel.SelfTuning{}, ball(3), kernel.Laplacian{Gamma: 2},
		kernel.InverseDistance{}, localBall{1}, kernel.Unweighted{}}
	dump := func(g *graph.Graph) string {
		text := ""
		for i := range g.N() {
			ind, _, _ := csrtest.Row(g, i)
			text += fmt.Sprint(ind, g.LogWeights(nil, i))
		}
		return text
	}
	var graphs []*graph.Graph
	var before []string
	for _, k := range kernels {
		g := requireWeigh(t, n, k)
		graphs, before = append(graphs, g), append(before, dump(g))
	}
	for i, g := range graphs {
		assert.Equal(t, before[i], dump(g), "%v", kernels[i])
		assert.Equal(t, before[i], dump(requireWeigh(t, n, kernels[i])), "%v again", kernels[i])
	}
}

// Self-tuning: d²/(σᵢσⱼ), σ the distance to the K-th of the nearest, or to the last
// of them, or where that is 0 to the first that is not.
func TestSelfTuningAgainstTextbook(t *testing.T) {
	sets := map[string][][]float64{
		"random": randomRows(random(4), 40, 3),
		"clumps": append(randomRows(random(6), 22, 1), column(100, 100.5, 101, 300, 700)...),
	}
	for name, x := range sets {
		d := allDistances(x, naiveEuclidean)
		for _, k := range []int{1, 3, 0, 30} {
			rank := k
			if k == 0 {
				rank = 7
			}
			for _, searched := range []int{4, 9} {
				for _, mutual := range []bool{false, true} {
					n := requireKNN(t, dense(x), searched, &graph.SearchOptions{Mutual: mutual})
					sigma := widths(d.nearest(searched), joinedOf(n), rank)
					requireSelfTuned(t, fmt.Sprintf("%s, K=%d, %d nearest", name, k, searched), n, k, sigma)
					requireSelfTuned(t, name+" connected", requireJoined(t, n), k, widths(d.nearest(searched), joinedOf(requireJoined(t, n)), rank))
				}
			}
			for _, n := range []*graph.Neighbors{requireComplete(t, dense(x), nil), requireRadius(t, dense(x), 1.5, nil),
				requireJoined(t, requireRadius(t, dense(x), 0, nil))} {
				requireSelfTuned(t, name, n, k, widths(joinedOf(n), joinedOf(n), rank))
			}
		}
	}
}

func joinedOf(n *graph.Neighbors) [][]neighbor {
	lists := make([][]neighbor, n.N())
	for i := range lists {
		ind, d := n.Row(i)
		for e, j := range ind {
			lists[i] = append(lists[i], neighbor{int(j), d[e]})
		}
		slices.SortFunc(lists[i], byDistance)
	}
	return lists
}

// widths returns σ given the neighbours found and the neighbours joined.
func widths(found, joined [][]neighbor, rank int) []float64 {
	return widthsAmong(len(found), found, joined, rank)
}

// widthsAmong returns the σ of rows whose neighbours are among n.
func widthsAmong(n int, found, joined [][]neighbor, rank int) []float64 {
	sigma, share := make([]float64, len(found)), 1.0
	if most := (n - 1) / 2; rank > most {
		// Too few rows for the rank.
		rank, share = most, math.Sqrt(1./8)
	}
	for i, list := range found {
		if len(list) > 0 {
			sigma[i] = list[min(rank, len(list))-1].distance
		}
		for _, nb := range append(slices.Clone(list), joined[i]...) {
			if sigma[i] == 0 {
				sigma[i] = share * nb.distance
			}
		}
	}
	return sigma
}

func requireSelfTuned(t *testing.T, name string, n *graph.Neighbors, k int, sigma []float64) {
	t.Helper()
	g := requireWeigh(t, n, kernel.SelfTuning{K: k})
	for i := range n.N() {
		ind, d := n.Row(i)
		got := g.LogWeights(nil, i)
		for e, j := range ind {
			want := 0.0
			if d[e] > 0 {
				want = -d[e] * d[e] / (sigma[i] * sigma[j])
			}
			require.InDelta(t, want, got[e], 1e-12*math.Abs(want), "%s: rows %d and %d", name, i, j)
		}
	}
}

func TestNames(t *testing.T) {
	x := dense(column(0, 1, 3))
	for want, v := range map[string]fmt.Stringer{
		"1 nearest neighbours by euclidean distance: 3 rows, 2 edges":                         requireKNN(t, x, 1, nil),
		"2 mutual nearest neighbours by cosine distance: 3 rows, 1 of them distinct, 0 edges": requireKNN(t, x, 2, &graph.SearchOptions{Mutual: true, Metric: kernel.Cosine{}}),
		"neighbours within 1.5 by manhattan distance: 3 rows, 1 edges":                        requireRadius(t, x, 1.5, &graph.SearchOptions{Metric: kernel.Manhattan{}}),
		"complete graph by chebyshev distance: 3 rows, 3 edges":                               requireComplete(t, x, &graph.SearchOptions{Metric: chebyshev{}}),
		"graph: 3 nodes, 2 edges, rbf(γ=0.5)":                                                 requireWeigh(t, requireKNN(t, x, 1, nil), kernel.RBF{Gamma: 0.5}),
	} {
		assert.Equal(t, want, v.String())
	}
}

// An exponential kernel is kept as γ and dᵖ: that is its LogWeight of the distance.
func TestExponentialWeightsAreLogWeights(t *testing.T) {
	for _, scale := range []float64{1e-100, 1, 1e100} {
		n := requireComplete(t, dense(column(0, scale, 3.5*scale, 3.5*scale, 11*scale)), nil)
		for _, k := range []kernel.Kernel{
			kernel.RBF{Gamma: 0.3}, kernel.RBF{Gamma: 1e100}, kernel.RBF{Gamma: 1e-100}, kernel.RBF{Gamma: math.Inf(1)},
			kernel.Laplacian{Gamma: 0.3}, kernel.Laplacian{Gamma: 1e-100}, kernel.Laplacian{Gamma: math.Inf(1)},
		} {
			g := requireWeigh(t, n, k)
			for i := range g.N() {
				_, d := n.Row(i)
				for e, got := range g.LogWeights(nil, i) {
					want := k.LogWeight(d[e] * d[e])
					if want == 0 || math.IsInf(want, -1) {
						require.Equal(t, want, got+0, "%v of %g", k, d[e])
						continue
					}
					require.InEpsilon(t, want, got, 1e-14, "%v of %g", k, d[e])
				}
			}
		}
	}
}
