package labelprop_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// heavyTails is a table of three classes in two lognormal and two Cauchy columns, as amounts and counts are: some squared
// distances are 10¹⁰ times others. One row in twenty has a label.
func heavyTails(n int, seed uint64) *trial {
	r := rand.New(rand.NewPCG(seed, 9))
	cauchy := func() float64 { return math.Tan(math.Pi * (r.Float64() - 0.5)) }
	tr := &trial{x: mat.NewDense(n, 4, nil), y: make([]int, n), trust: make([]float64, n), other: mat.NewDense(n, 3, nil)}
	for i := range n {
		k := r.IntN(3)
		shift := float64(k)
		tr.x.SetRow(i, []float64{
			math.Exp(shift + 2*r.NormFloat64()), math.Exp(3*r.NormFloat64() - shift), cauchy() + shift, 10*cauchy() - shift,
		})
		if tr.y[i] = none; i%20 == 0 {
			tr.y[i], tr.trust[i] = k, []float64{1, 0.5, 0.9}[r.IntN(3)]
		}
		for c := range 3 {
			tr.other.Set(i, c, r.Float64()*float64(i%4))
		}
		divideRow(tr.other.RawRowView(i))
	}
	tr.soft = oneHot(tr.y, 3)
	return tr
}

// medianDistance2 returns the median of squared distances of rows.
func (tr *trial) medianDistance2() float64 {
	n, _ := tr.x.Dims()
	r, all := rand.New(rand.NewPCG(1, 1)), make([]float64, 4001)
	for i := range all {
		all[i] = distance2(tr.x.RawRowView(r.IntN(n)), tr.x.RawRowView(r.IntN(n)))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// Tables with heavy tails, all methods with a scale at γ of 5·10⁻³²⁴ to 10³⁰⁰: no two solvers prove different labels, and
// no label that one proves is a tie to another. PROPAGATE_MEASURE=10 takes larger tables, for hours.
func TestHeavyTails(t *testing.T) {
	skipIfSlow(t)
	sizes, shares := []int{90}, []float64{1e-300, 1, 1e3, 1e300}
	if often >= 10 {
		sizes, shares = []int{500, 2000}, []float64{1e-300, 1e-3, 0.1, 1, 10, 100, 1e3, 1e5, 1e8, 1e20, 1e300}
	}
	for _, n := range sizes {
		tr := heavyTails(n, 1)
		all, err := graph.Complete(t.Context(), tr.x, nil)
		require.NoError(t, err)
		knn, err := graph.KNN(t.Context(), tr.x, 10, nil)
		require.NoError(t, err)
		for name, near := range map[string]*graph.Neighbors{"complete": all, "kNN": knn} {
			t.Run(name+" "+strconv.Itoa(n), func(t *testing.T) {
				for _, share := range shares {
					gamma := min(max(share/tr.medianDistance2(), 5e-324), 1e300)
					g, err := near.Weigh(kernel.RBF{Gamma: gamma})
					require.NoError(t, err)
					for _, m := range bandwidthMethods {
						tr.solversAgree(t, g, m, fmt.Sprintf("%s %d, c = %g", name, n, share))
					}
				}
			})
		}
	}
}

// solversAgree compares what the solvers of a method prove, and logs how much the chosen one does, and in what time.
func (tr *trial) solversAgree(t *testing.T, g *graph.Graph, m bandwidthMethod, what string) {
	solvers := []labelprop.Solver{labelprop.Auto}
	if g.N() <= 500 {
		solvers = append(solvers, labelprop.ConjugateGradients, labelprop.GaussSeidel, labelprop.ApproximateElimination)
	}
	var first *labelprop.Result
	for _, solver := range solvers {
		if solver != labelprop.Auto && m.dummy {
			continue // nothing is proven
		}
		begin := time.Now()
		o := &labelprop.Options{Solver: solver}
		if solver != labelprop.Auto {
			o.MaxIter = 300
		}
		res, err := labelprop.Solve(t.Context(), g, m.seeds(tr), m.method, o)
		if solver == labelprop.ApproximateElimination && err != nil {
			continue // it is not for this method, or not for these weights
		}
		require.NoError(t, err)
		if first == nil {
			first = res
			t.Logf("%s, %s: %v, %d of %d proven, %d tied, %.1f s; %v", what, m.name, res.Solver, res.CountProven(), g.N(),
				res.Count(labelprop.Tied), time.Since(begin).Seconds(), errors.Join(res.Warnings...))
		}
		for i, label := range res.Labels {
			if res.Proven[i] && first.Proven[i] {
				assert.Equal(t, first.Labels[i], label, "%s, %s by %v: row %d", what, m.name, solver, i)
			}
			tied := res.Proven[i] && first.Status[i] == labelprop.Tied || first.Proven[i] && res.Status[i] == labelprop.Tied
			assert.False(t, tied, "%s, %s by %v: row %d is tied and proven", what, m.name, solver, i)
		}
	}
}
