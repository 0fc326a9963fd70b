package labelprop_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// smallTable returns rows of d small whole numbers, with copies, and labels of c classes at some.
func smallTable(r *rand.Rand, n, d, values, c int) (*mat.Dense, []int) {
	x := mat.NewDense(n, d, nil)
	y := make([]int, n)
	for i := range n {
		for j := range d {
			x.Set(i, j, float64(r.IntN(values)))
		}
		if y[i] = labelprop.Unlabeled; r.IntN(4) == 0 {
			y[i] = r.IntN(c)
		}
	}
	for k := range c {
		y[k*n/c] = k
	}
	return x, y
}

// rowGraph joins every copy of a row with every copy of the rows that it is joined to: what the
// folded graph stands for.
func rowGraph(t *testing.T, g *graph.Graph) *graph.Graph {
	out, err := graph.FromMatrix(g.Weights())
	require.NoError(t, err)
	return out
}

// graphsOf returns the graphs that are tested, by name.
func graphsOf(t *testing.T, x *mat.Dense, metric kernel.Metric) map[string]*graph.Neighbors {
	o := &graph.SearchOptions{Metric: metric}
	all := map[string]*graph.Neighbors{}
	n, _ := x.Dims()
	var err error
	all["knn"], err = graph.KNN(context.Background(), x, min(4, n-1), o)
	require.NoError(t, err)
	all["connected"] = requireJoined(t, all["knn"])
	o.Mutual = true
	all["mutual"], err = graph.KNN(context.Background(), x, min(4, n-1), o)
	require.NoError(t, err)
	all["radius"], err = graph.Radius(context.Background(), x, 1.1, o)
	require.NoError(t, err)
	all["complete"], err = graph.Complete(context.Background(), x, o)
	require.NoError(t, err)
	return all
}

var orderKernels = []kernel.Kernel{
	kernel.RBF{Gamma: 0.5}, kernel.Laplacian{Gamma: 1}, kernel.SelfTuning{}, kernel.Unweighted{},
	kernel.InverseDistance{}, kernel.Perplexity{P: 3},
	kernel.SharedNeighbors{Of: kernel.RBF{Gamma: 0.5}},
}

var orderMetrics = []kernel.Metric{kernel.Euclidean{}, kernel.Manhattan{}, kernel.Cosine{}}

// Rows that are equal are solved for together: the answer is that of the graph of the rows.
func TestCopiesHaveTheAnswerOfTheRows(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	for _, size := range []struct{ n, d, values int }{{40, 2, 2}, {50, 2, 4}, {30, 1, 2}, {12, 1, 1}} {
		x, y := smallTable(r, size.n, size.d, size.values, 2)
		seeds, err := labelprop.Classes(y, 2)
		require.NoError(t, err)
		for name, near := range graphsOf(t, x, nil) {
			for _, k := range orderKernels {
				g, err := near.Weigh(k)
				require.NoError(t, err)
				rows := rowGraph(t, g)
				for _, m := range orderMethods() {
					_, is := m.(labelprop.PoissonMBO)
					if is && (size.values == 1 || name == "complete" && k == kernel.Kernel(kernel.Unweighted{})) {
						continue // all rows tie, and rounding decides
					}
					msg := fmt.Sprint(size, name, k, m)
					want, err := labelprop.Solve(context.Background(), rows, seeds, m, nil)
					require.NoError(t, err, msg)
					got, err := labelprop.Solve(context.Background(), g, seeds, m, nil)
					require.NoError(t, err, msg)
					same(t, want, got, msg)
					got, err = labelprop.SolveSharing(context.Background(), g, seeds, m)
					require.NoError(t, err, msg)
					same(t, want, got, msg+" sharing")
				}
			}
		}
	}
}

// The same of correct and smooth, whose copies may have different probabilities.
func TestCopiesAreCorrectedAsRows(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(6, 3))
	for _, size := range []struct{ n, d, values int }{{40, 2, 2}, {50, 2, 4}, {12, 1, 1}} {
		x, y := smallTable(r, size.n, size.d, size.values, 2)
		seeds, err := labelprop.Classes(y, 2)
		require.NoError(t, err)
		z := mat.NewDense(size.n, 2, nil)
		for i := range size.n {
			p := float64(1+r.IntN(2)) / 4
			z.SetRow(i, []float64{p, 1 - p})
		}
		for name, near := range graphsOf(t, x, nil) {
			g, err := near.Weigh(kernel.RBF{Gamma: 0.5})
			require.NoError(t, err)
			want, err := labelprop.CorrectSmooth{}.Improve(ctx, rowGraph(t, g), seeds, z)
			require.NoError(t, err)
			got, err := labelprop.ImproveSharing(ctx, g, seeds, z)
			require.NoError(t, err)
			require.InDeltaSlice(t, want.RawMatrix().Data, got.RawMatrix().Data, 1e-9, "%v %s", size, name)
		}
	}
}

// Copies of a row are one question, be they nodes of their own or not.
func TestNoTwoCopiesAreSuggested(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 6))
	for _, n := range []int{60, 2000} {
		x, y := smallTable(r, n, 2, 3, 2)
		for i := range y {
			if i > 3 {
				y[i] = labelprop.Unlabeled
			}
		}
		y[0], y[1] = 0, 1
		near, err := graph.KNN(context.Background(), x, 3, nil)
		require.NoError(t, err)
		g, err := near.Weigh(kernel.RBF{Gamma: 1})
		require.NoError(t, err)
		seeds, err := labelprop.Classes(y, 2)
		require.NoError(t, err)
		for by := labelprop.Sigma; by <= labelprop.Coverage; by++ {
			list, err := labelprop.Suggest(context.Background(), g, seeds, labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 20, By: by})
			require.NoError(t, err)
			seen := map[string]bool{}
			for _, s := range list {
				pattern := fmt.Sprint(x.RawRowView(s.Row))
				require.False(t, seen[pattern], "%v, %d rows: %s twice", by, n, pattern)
				seen[pattern] = true
			}
			require.GreaterOrEqual(t, len(list), 5, "%v, %d rows", by, n)
		}
	}
}

func same(t *testing.T, want, got *labelprop.Result, msg string) {
	t.Helper()
	a, b := want.Scores.RawMatrix().Data, got.Scores.RawMatrix().Data
	top := 0.0
	for _, v := range a {
		top = max(top, v, -v)
	}
	for i := range a {
		require.InDelta(t, a[i], b[i], 2e-3*top, "%s: score %d", msg, i)
	}
}

func orderMethods() []labelprop.Method {
	all := []labelprop.Method{labelprop.BalancedPoisson{}, labelprop.PoissonMBO{}, labelprop.MAD{}}
	for _, m := range methods {
		all = append(all, m.method)
	}
	return all
}

// permuted returns the rows and labels in another order: row i is row order[i].
func permuted(x *mat.Dense, y []int, order []int) (*mat.Dense, []int) {
	n, d := x.Dims()
	px, py := mat.NewDense(n, d, nil), make([]int, n)
	for i, j := range order {
		px.SetRow(i, x.RawRowView(j))
		py[i] = y[j]
	}
	return px, py
}

// A permutation of the rows permutes the answer, bit for bit.
func TestTheOrderOfTheRowsDecidesNothing(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	// One in 81 of all kernels, graphs and orders is tried at each run, an eighth when measuring, and all by
	// PROPAGATE_MEASURE=8.
	every := 81
	if measuring {
		every = max(1, 8/often)
	}
	r := rand.New(rand.NewPCG(5, 5))
	tried := 0
	for _, size := range []struct{ n, d, values int }{{60, 2, 2}, {120, 5, 2}, {90, 2, 4}, {100, 3, 50}, {1200, 6, 2}} {
		x, y := smallTable(r, size.n, size.d, size.values, 3)
		for p := range 2 {
			order := r.Perm(size.n)
			px, py := permuted(x, y, order)
			for _, metric := range orderMetrics {
				a, b := graphsOf(t, x, metric), graphsOf(t, px, metric)
				for _, name := range slices.Sorted(maps.Keys(a)) {
					for _, k := range orderKernels {
						if tried++; tried%every != 0 {
							continue
						}
						if size.n > 200 && (name != "knn" && name != "mutual") {
							continue
						}
						msg := fmt.Sprint(size, p, metric, name, k)
						checkOrder(t, a[name], b[name], k, y, py, order, msg)
					}
				}
			}
		}
	}
}

func checkOrder(t *testing.T, a, b *graph.Neighbors, k kernel.Kernel, y, py, order []int, msg string) {
	ctx := context.Background()
	g, err := a.Weigh(k)
	require.NoError(t, err, msg)
	pg, err := b.Weigh(k)
	require.NoError(t, err, msg)
	seeds, err := labelprop.Classes(y, 3)
	require.NoError(t, err)
	pseeds, err := labelprop.Classes(py, 3)
	require.NoError(t, err)
	for _, m := range orderMethods() {
		want, err := labelprop.Solve(ctx, g, seeds, m, nil)
		require.NoError(t, err, msg)
		got, err := labelprop.Solve(ctx, pg, pseeds, m, nil)
		require.NoError(t, err, msg)
		p, pp := want.Probabilities(), got.Probabilities()
		for i, j := range order {
			msg := fmt.Sprint(msg, m, " row ", i)
			require.Equal(t, want.Scores.RawRowView(j), got.Scores.RawRowView(i), msg)
			require.Equal(t, p.RawRowView(j), pp.RawRowView(i), msg)
			require.Equal(t, want.Labels[j], got.Labels[i], msg)
			require.Equal(t, want.Status[j], got.Status[i], msg)
			require.Equal(t, want.Proven[j], got.Proven[i], msg)
		}
	}
}

// The same for what is built on solving. Copies with one label are alike: which of them is named
// is up to their order, so rows are compared by their values.
func TestTheOrderOfTheRowsDecidesNothingElse(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	ctx := context.Background()
	r := rand.New(rand.NewPCG(9, 9))
	for _, values := range []int{2, 3, 40} {
		x, y := smallTable(r, 90, 3, values, 3)
		order := r.Perm(90)
		px, py := permuted(x, y, order)
		type all struct {
			loo                  map[string]string
			suspects, cross      []string
			suggested, explained []string
			tuned, held          []labelprop.Tuned
			predicted            []float64
			entropy, calibrated  float64
		}
		answer := func(x *mat.Dense, y []int, row func(int) int) all {
			var a all
			name := func(i int) string { return fmt.Sprint(x.RawRowView(i), y[i]) }
			near, err := graph.KNN(ctx, x, 5, nil)
			require.NoError(t, err)
			g, err := near.Weigh(kernel.SelfTuning{})
			require.NoError(t, err)
			seeds, err := labelprop.Classes(y, 3)
			require.NoError(t, err)
			for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}} {
				loo, err := labelprop.LeaveOneOut(ctx, g, seeds, m, nil)
				require.NoError(t, err)
				a.loo = map[string]string{}
				for l, i := range loo.Nodes {
					a.loo[name(i)] += fmt.Sprint(loo.Probabilities.RawRowView(l), loo.Labels[l], loo.Status[l])
				}
				temper, err := loo.Calibrate()
				require.NoError(t, err)
				a.calibrated = temper.LogLoss
				suspects, err := labelprop.Suspects(ctx, g, seeds, m, nil)
				require.NoError(t, err)
				for _, s := range suspects {
					a.suspects = append(a.suspects, fmt.Sprint(name(s.Node), s.Probability, s.Likely))
					for _, v := range s.Against {
						a.suspects = append(a.suspects, fmt.Sprint(name(v.Node), v.Share))
					}
				}
				for i := range 20 {
					e, err := labelprop.Explain(ctx, g, seeds, m, row(i), nil)
					require.NoError(t, err)
					a.explained = append(a.explained, fmt.Sprint(name(e.Row), e.Scores))
					for _, s := range e.Shares {
						a.explained = append(a.explained, fmt.Sprint(name(s.Node), s.Share, s.PathProbability, len(s.Path)))
					}
				}
			}
			cross, err := labelprop.CrossSuspects(ctx, g, seeds, labelprop.BalancedPoisson{}, 4, nil)
			require.NoError(t, err)
			for _, s := range cross {
				a.cross = append(a.cross, fmt.Sprint(name(s.Node), s.Probability, s.Likely))
			}
			for by := labelprop.Sigma; by <= labelprop.Coverage; by++ {
				list, err := labelprop.Suggest(ctx, g, seeds, labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 8, By: by})
				require.NoError(t, err)
				for _, s := range list {
					a.suggested = append(a.suggested, fmt.Sprint(by, name(s.Row), s.Gain, s.Opens))
				}
			}
			candidates := func(yield func(labelprop.Candidate) bool) {
				for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}, labelprop.BalancedPoisson{}} {
					if !yield(labelprop.Candidate{Name: m.String(), Graph: g, Method: m}) {
						return
					}
				}
			}
			a.tuned, err = labelprop.Tune(ctx, candidates, seeds, nil)
			require.NoError(t, err)
			a.held, err = labelprop.TuneHoldOut(ctx, candidates, seeds, labelprop.HoldOut{Repeats: 2, Seed: 4}, nil)
			require.NoError(t, err)
			a.entropy, err = labelprop.LabelEntropy(ctx, g, seeds, 0, nil)
			require.NoError(t, err)
			fresh, _ := smallTable(rand.New(rand.NewPCG(1, 1)), 30, 3, values+1, 3)
			links, err := near.Link(ctx, fresh, kernel.SelfTuning{})
			require.NoError(t, err)
			for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.BalancedPoisson{}} {
				res, err := labelprop.Solve(ctx, g, seeds, m, nil)
				require.NoError(t, err)
				p, err := res.Predict(links)
				require.NoError(t, err)
				a.predicted = append(a.predicted, p.Scores.RawMatrix().Data...)
				projected, err := res.ClassMassNormalized(nil)
				require.NoError(t, err)
				for i := range y {
					a.predicted = append(a.predicted, projected.Scores.RawRowView(row(i))...)
				}
			}
			return a
		}
		place := make([]int, len(order))
		for i, j := range order {
			place[j] = i
		}
		want := answer(x, y, func(i int) int { return i })
		got := answer(px, py, func(i int) int { return place[i] })
		require.Equal(t, want, got, "%d values", values)
	}
}

// edgesInOrder is a random graph of n nodes in an order: node i is node order[i] of the graph of r.
func edgesInOrder(r *rand.Rand, n int, order []int) ([]string, []graph.Edge) {
	place, names := make([]int, n), make([]string, n)
	for i, k := range order {
		place[k], names[i] = i, fmt.Sprint("node", k)
	}
	var edges []graph.Edge
	for i := range n {
		for range 3 {
			j, w := r.IntN(n), 1+r.Float64()
			edges = append(edges, graph.Edge{From: place[i], To: place[(i+1+j)%n], Weight: w})
		}
	}
	// A pair that comes twice has one weight.
	slices.SortStableFunc(edges, func(a, b graph.Edge) int {
		return cmp.Or(cmp.Compare(min(a.From, a.To), min(b.From, b.To)), cmp.Compare(max(a.From, a.To), max(b.From, b.To)))
	})
	edges = slices.CompactFunc(edges, func(a, b graph.Edge) bool {
		return min(a.From, a.To) == min(b.From, b.To) && max(a.From, a.To) == max(b.From, b.To)
	})
	return names, edges
}

// Nodes with names are computed in the order of their names: a permutation of the nodes permutes the answer, bit
// for bit. Without names it does so up to rounding.
func TestTheOrderOfTheNodesDecidesNothing(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(measured(3, 50)) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := 30 + r.IntN(100)
		y := make([]int, n)
		for i := range y {
			if y[i] = labelprop.Unlabeled; i < 3 || r.IntN(6) == 0 {
				y[i] = i % 3
			}
		}
		solve := func(order []int, named bool, m labelprop.Method) *labelprop.Result {
			names, edges := edgesInOrder(rand.New(rand.NewPCG(seed, 4)), n, order)
			g, err := graph.FromEdges(n, edges)
			if named {
				g, err = graph.FromNamedEdges(names, edges)
			}
			require.NoError(t, err)
			py := make([]int, n)
			for i, k := range order {
				py[i] = y[k]
			}
			seeds, err := labelprop.Classes(py, 3)
			require.NoError(t, err)
			res, err := labelprop.Solve(ctx, g, seeds, m, nil)
			require.NoError(t, err)
			return res
		}
		identity := make([]int, n)
		for i := range identity {
			identity[i] = i
		}
		order := r.Perm(n)
		for _, m := range orderMethods() {
			want, got := solve(identity, true, m), solve(order, true, m)
			plain, other := solve(identity, false, m), solve(order, false, m)
			same(t, want, plain, m.String())
			for i, k := range order {
				require.Equal(t, want.Scores.RawRowView(k), got.Scores.RawRowView(i), "%v node %d", m, k)
				require.Equal(t, want.Labels[k], got.Labels[i], "%v node %d", m, k)
				require.Equal(t, want.Status[k], got.Status[i], "%v node %d", m, k)
				require.InDeltaSlice(t, plain.Scores.RawRowView(k), other.Scores.RawRowView(i), 1e-3, "%v node %d", m, k)
				if plain.Proven[k] && other.Proven[i] {
					require.Equal(t, plain.Labels[k], other.Labels[i], "%v node %d", m, k)
				}
			}
		}
	}
}

// Graphs of a matrix and of listed pairs have no names: their nodes are computed in their order. Another one may change
// the last bits of scores, and no proven label.
func TestTheOrderOfTheNodesChangesNoProvenLabel(t *testing.T) {
	for seed := range uint64(measured(4, 100)) {
		r := rand.New(rand.NewPCG(seed, 21))
		n := 40 + r.IntN(60)
		x, y := smallTable(r, n, 3, 6, 3)
		var list [][2]int
		for i := range n {
			list = append(list, [2]int{i, r.IntN(n)}, [2]int{i, r.IntN(n)})
		}
		solve := func(order []int, matrix bool, m labelprop.Method) *labelprop.Result {
			px, py := permuted(x, y, order)
			g := pairsInOrder(t, px, list, order)
			if matrix {
				g = rowGraph(t, g)
			}
			return must(labelprop.Solve(t.Context(), g, must(labelprop.Classes(py, 3)), m, nil))
		}
		identity := make([]int, n)
		for i := range identity {
			identity[i] = i
		}
		order := r.Perm(n)
		for _, m := range orderMethods() {
			for _, matrix := range []bool{false, true} {
				want, got := solve(identity, matrix, m), solve(order, matrix, m)
				for i, k := range order {
					if want.Proven[k] && got.Proven[i] {
						require.Equal(t, want.Labels[k], got.Labels[i], "%v, node %d", m, k)
					}
				}
			}
		}
	}
}

// pairsInOrder is a graph of listed pairs of rows, which stand in an order, row k at the place i of order[i] = k.
func pairsInOrder(t *testing.T, x *mat.Dense, list [][2]int, order []int) *graph.Graph {
	place := make([]int, len(order))
	for i, k := range order {
		place[k] = i
	}
	var pairs [][2]int
	for _, e := range list {
		pairs = append(pairs, [2]int{place[e[0]], place[e[1]]})
	}
	near, err := graph.Pairs(x, pairs, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 0.3})
	require.NoError(t, err)
	return g
}
