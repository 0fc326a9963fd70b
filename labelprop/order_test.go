package labelprop_test

import (
	"context"
	"fmt"
	"math/rand/v2"
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
	all["connected"] = all["knn"].Connect()
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
	r := rand.New(rand.NewPCG(3, 3))
	for _, size := range []struct{ n, d, values int }{{40, 2, 2}, {60, 3, 2}, {50, 2, 4}, {30, 1, 2}, {12, 1, 1}} {
		x, y := smallTable(r, size.n, size.d, size.values, 2)
		seeds, err := labelprop.Classes(y, 2)
		require.NoError(t, err)
		for name, near := range graphsOf(t, x, nil) {
			for _, k := range orderKernels {
				g, err := near.Weigh(k)
				require.NoError(t, err)
				rows := rowGraph(t, g)
				for _, m := range orderMethods() {
					if _, is := m.(labelprop.PoissonMBO); is && size.values == 1 {
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
	r := rand.New(rand.NewPCG(5, 5))
	for _, size := range []struct{ n, d, values int }{{60, 2, 2}, {120, 5, 2}, {90, 2, 4}, {100, 3, 50}, {1200, 6, 2}} {
		x, y := smallTable(r, size.n, size.d, size.values, 3)
		for p := range 3 {
			order := r.Perm(size.n)
			px, py := permuted(x, y, order)
			for _, metric := range orderMetrics {
				a, b := graphsOf(t, x, metric), graphsOf(t, px, metric)
				for name := range a {
					for _, k := range orderKernels {
						if size.n > 200 && (name == "complete" || k != orderKernels[0] && k != orderKernels[6]) {
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
