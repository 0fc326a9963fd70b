package network

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// blobs draws n rows of d features in ten classes whose clouds overlap, one row in
// a hundred labelled.
func blobs(n, d int) (x *mat.Dense, y []int) {
	r := rand.New(rand.NewPCG(1, 1))
	x, y = mat.NewDense(n, d, nil), make([]int, n)
	centres := mat.NewDense(10, d, nil)
	centres.Apply(func(_, _ int, _ float64) float64 { return 1.2 * r.NormFloat64() }, centres)
	for i := range n {
		k := r.IntN(10)
		for j := range d {
			x.Set(i, j, centres.At(k, j)+r.NormFloat64())
		}
		if y[i] = unlabeled; i%100 == 0 {
			y[i] = k
		}
	}
	return x, y
}

// BenchmarkEliminate500 is the exact answer on a complete graph of 500 rows.
func BenchmarkEliminate500(b *testing.B) {
	x, y := blobs(500, 16)
	near, err := graph.Complete(b.Context(), x, nil)
	require.NoError(b, err)
	for _, gamma := range []float64{5e-324, 1e-3, 0.1, 1, 20, 1e3, 1e6, 1e300, math.Inf(1)} {
		b.Run(fmt.Sprintf("gamma=%g", gamma), func(b *testing.B) {
			g, err := near.Weigh(kernel.RBF{Gamma: gamma})
			require.NoError(b, err)
			var sol *Solution
			for b.Loop() {
				_, sol, err = Solve(b.Context(), g, classLabels(y), harmonic(), Options{Tol: 1e-6})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(len(sol.Proven)-sol.unproven()), "proven")
		})
	}
}

// large is a 10-nearest-neighbour graph of 20,000 rows in 30 dimensions with the
// γ at which the median edge has the weight 1/e.
var large = sync.OnceValues(func() (near *graph.Neighbors, y []int) {
	x, y := blobs(20_000, 30)
	near, err := graph.KNN(context.Background(), x, 10, nil)
	if err != nil {
		panic(err)
	}
	return near, y
})

func medianGamma(near *graph.Neighbors) float64 {
	var all []float64
	for i := range near.N() {
		_, d := near.Row(i)
		all = append(all, d...)
	}
	slices.Sort(all)
	return 1 / (all[len(all)/2] * all[len(all)/2])
}

// BenchmarkCertificate compares conjugate gradients that stop when every label is
// proven, the whole of Solve, and the same gradients stopped by their residual. It
// also counts the sweeps of plain iteration to the same residual.
func BenchmarkCertificate(b *testing.B) {
	near, y := large()
	for _, c := range []float64{1, 5} {
		g, err := near.Weigh(kernel.RBF{Gamma: c * medianGamma(near)})
		require.NoError(b, err)
		seeds := classLabels(y)
		options := Options{Tol: 1e-6}
		bare := func(b *testing.B, hitting bool, solve func(*equation) (Outcome, error)) {
			var out Outcome
			for b.Loop() {
				p := New(g, seeds, harmonic())
				out, err = solve(p.equation(hitting))
				require.NoError(b, err)
				require.True(b, out.Converged)
			}
			b.ReportMetric(float64(out.Iterations), "iterations")
		}
		b.Run(fmt.Sprintf("c=%g/bare", c), func(b *testing.B) {
			bare(b, false, func(eq *equation) (Outcome, error) {
				return solveByConjugateGradients(context.Background(), eq, options, nil)
			})
		})
		b.Run(fmt.Sprintf("c=%g/proven", c), func(b *testing.B) {
			bare(b, true, func(eq *equation) (Outcome, error) {
				return solveByConjugateGradients(context.Background(), eq, options, &certificateStop{eq: eq, exclusive: true, tol: options.Tol})
			})
		})
		b.Run(fmt.Sprintf("c=%g/solve", c), func(b *testing.B) {
			var sol *Solution
			for b.Loop() {
				_, sol, err = Solve(b.Context(), g, seeds, harmonic(), options)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(len(sol.Proven)-sol.unproven()), "proven")
		})
		b.Run(fmt.Sprintf("c=%g/iteration", c), func(b *testing.B) {
			options := options
			options.Solver = Iteration
			bare(b, false, func(eq *equation) (Outcome, error) { return solveByIteration(context.Background(), eq, 1, options) })
		})
	}
}
