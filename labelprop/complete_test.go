package labelprop_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// threeBlobs returns n rows around three centers, and a few labels.
func threeBlobs(n, d int) (*mat.Dense, []int) {
	rng := rand.New(rand.NewPCG(8, 1))
	x, y := mat.NewDense(n, d, nil), make([]int, n)
	for i := range n {
		for j := range d {
			x.Set(i, j, rng.NormFloat64()+3*float64(i%3)*float64(j%2))
		}
		y[i] = labelprop.Unlabeled
		if i < 40 {
			y[i] = i % 3
		}
	}
	return x, y
}

// Where a large complete graph would have to be listed, the error says what to do.
func TestTooLargeToList(t *testing.T) {
	x, y := threeBlobs(10_001, 2)
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1})
	require.NoError(t, err)
	_, err = labelprop.Solve(context.Background(), g, classSeeds(y), labelprop.Poisson{}, nil)
	require.ErrorContains(t, err, "the complete graph of 10001 nodes need 4 GB one by one")
	require.ErrorContains(t, err, "use k nearest neighbours")
}

// A dense matrix gives the scores and the labels that the same edges one by one do.
func TestDenseIsSparse(t *testing.T) {
	t.Parallel()
	if testing.Short() || raced {
		t.Skip("lists millions of edges")
	}
	x, y := threeBlobs(2600, 4)
	whole, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	listed, err := graph.Radius(t.Context(), x, math.Inf(1), nil)
	require.NoError(t, err)
	o := &labelprop.Options{Solver: labelprop.ConjugateGradients, Tol: 1e-11}
	for at, gamma := range []float64{1e-3, 0.7, 0.1}[:measured(2, 3)] {
		for j, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Propagation{}, labelprop.Spreading{Alpha: 0.95}} {
			// Each γ and each method in turn, and all pairs when measuring.
			if !measuring && (at+j)%2 > 0 {
				continue
			}
			t.Run(fmt.Sprintf("%v/γ=%g", m, gamma), func(t *testing.T) {
				var r [2]*labelprop.Result
				for k, near := range []*graph.Neighbors{whole, listed} {
					g, err := near.Weigh(kernel.RBF{Gamma: gamma})
					require.NoError(t, err)
					r[k], err = labelprop.Solve(context.Background(), g, classSeeds(y), m, o)
					require.NoError(t, err)
					require.True(t, r[k].Converged)
				}
				bound := r[0].ErrorBound + r[1].ErrorBound
				require.Less(t, bound, 1e-3)
				for i := range y {
					for k := range 3 {
						require.InDelta(t, r[1].Scores.At(i, k), r[0].Scores.At(i, k), min(bound, 1e-8), "row %d", i)
					}
					if r[0].Proven[i] && r[1].Proven[i] {
						require.Equal(t, r[1].Labels[i], r[0].Labels[i])
					}
				}
				assert.InDelta(t, r[1].CountUnproven(), r[0].CountUnproven(), 5)
			})
		}
	}
}

// Where walks are short the weights are float32 first. The scores keep to their bound, and
// where float32 does not tell the classes apart, float64 does.
func TestDenseInSingle(t *testing.T) {
	t.Parallel()
	if testing.Short() || raced {
		t.Skip("lists millions of edges")
	}
	x, y := threeBlobs(2600, 4)
	for i := 40; i < 399; i++ {
		y[i] = i % 3 // all classes have as many labels: at a small γ, float32 cannot tell them apart
	}
	whole, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	listed, err := graph.Radius(t.Context(), x, math.Inf(1), nil)
	require.NoError(t, err)
	for at, gamma := range []float64{1e-9, 0.7, 0.1}[:measured(2, 3)] {
		for j, m := range []labelprop.Method{labelprop.Spreading{Alpha: 0.5}, labelprop.Harmonic{}} {
			// Each γ with a method of its own, and all pairs when measuring.
			if !measuring && at != j {
				continue
			}
			t.Run(fmt.Sprintf("%v/γ=%g", m, gamma), func(t *testing.T) {
				g, err := whole.Weigh(kernel.RBF{Gamma: gamma})
				require.NoError(t, err)
				got, err := labelprop.Solve(t.Context(), g, classSeeds(y), m, nil)
				require.NoError(t, err)
				g, err = listed.Weigh(kernel.RBF{Gamma: gamma})
				require.NoError(t, err)
				want, err := labelprop.Solve(t.Context(), g, classSeeds(y), m, &labelprop.Options{Tol: 1e-11})
				require.NoError(t, err)
				require.True(t, got.Converged)
				require.Less(t, got.ErrorBound, 1e-4)
				require.Greater(t, got.CountProven(), len(y)-5)
				for i := range y {
					if got.Proven[i] && want.Proven[i] {
						require.Equal(t, want.Labels[i], got.Labels[i], "row %d", i)
					}
					for k := range 3 {
						require.InDelta(t, want.Scores.At(i, k), got.Scores.At(i, k), got.ErrorBound+want.ErrorBound, "row %d", i)
					}
				}
			})
		}
	}
}

// A dense matrix may hold weights that range too widely to be solved with: then the edges are taken one by one, and all
// labels are proven.
func TestDenseMatrixOfWeightsThatRangeWidely(t *testing.T) {
	measurement(t)
	r := rand.New(rand.NewPCG(7, 7))
	const n = 3000
	x, y := mat.NewDense(n, 2, nil), make([]int, n)
	for i := range n {
		y[i] = labelprop.Unlabeled
		x.SetRow(i, []float64{4 * r.Float64(), 4 * r.Float64()})
		switch i % 50 {
		case 0:
			// Labels stand apart, so that walks are caught.
			y[i] = i / 50 % 2
			x.SetRow(i, []float64{7, 7 + 3*float64(y[i])})
		case 7:
			x.Set(i, 0, 12+8*r.Float64())
		}
	}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g := must(near.Weigh(kernel.RBF{Gamma: 1}))
	res, err := labelprop.Solve(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	t.Logf("%d of %d proven by %v", res.CountProven(), n, res.Solver)
	require.GreaterOrEqual(t, res.CountProven(), n*99/100)
}
