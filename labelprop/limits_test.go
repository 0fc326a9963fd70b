package labelprop_test

import (
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

// hugeGammas are bandwidths at which only the shortest ways count.
var hugeGammas = []float64{1e8, 1e300, math.MaxFloat64, math.Inf(1)}

// As γ → ∞ each node takes the label of its tree in the minimum spanning forest
// grown from the labelled nodes: Prim's algorithm, written out.
func TestHugeGammaIsTheSpanningForest(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	for range 30 {
		n := 10 + r.IntN(30)
		x, y := gaussian(n, 1+r.IntN(3), r), make([]int, n)
		for i := range y {
			y[i] = max(none, r.IntN(12)-8)
		}
		y[0] = 0
		near, err := graph.Complete(t.Context(), x, nil)
		require.NoError(t, err)
		want := prim(x, y)
		for _, gamma := range hugeGammas {
			g, err := near.Weigh(kernel.RBF{Gamma: gamma})
			require.NoError(t, err)
			for _, solver := range []labelprop.Solver{labelprop.Auto, labelprop.Elimination} {
				res, err := labelprop.Solve(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, &labelprop.Options{Solver: solver})
				require.NoError(t, err)
				require.Equal(t, want, res.Labels, "γ = %g, %v", gamma, solver)
				assert.True(t, res.Converged)
			}
		}
	}
}

// prim grows a spanning forest from the labelled nodes, nearest first.
func prim(x *mat.Dense, y []int) []int {
	label := append([]int(nil), y...)
	for {
		best, at, from := math.Inf(1), -1, -1
		for i, k := range label {
			for j, l := range label {
				if k >= 0 && l < 0 {
					if d := distance2(x.RawRowView(i), x.RawRowView(j)); d < best {
						best, at, from = d, j, i
					}
				}
			}
		}
		if at < 0 {
			return label
		}
		label[at] = label[from]
	}
}

func distance2(a, b []float64) float64 {
	sum := 0.0
	for k := range a {
		sum += (a[k] - b[k]) * (a[k] - b[k])
	}
	return sum
}

// At γ = 0 all weights of the complete graph are 1, and every score is the share
// of its class among the labels.
func TestZeroGammaIsTheShareOfLabels(t *testing.T) {
	x := gaussian(9, 2, rand.New(rand.NewPCG(32, 1)))
	y := []int{2, none, 0, 2, none, none, 1, 2, none}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	for _, k := range []kernel.Kernel{kernel.Unweighted{}, kernel.RBF{Gamma: 5e-324}, kernel.RBF{Gamma: 1e-300}} {
		g, err := near.Weigh(k)
		require.NoError(t, err)
		for _, solver := range solversOf(false) {
			r := solveOK(t, g, classSeeds(y), labelprop.Harmonic{}, solver)
			for i, k := range y {
				if k < 0 {
					assert.InDeltaSlice(t, []float64{0.2, 0.2, 0.6}, r.Scores.RawRowView(i), 1e-9)
					assert.Equal(t, 2, r.Labels[i])
				}
			}
		}
	}
}

// As γ → 0 a row whose commonest classes tie takes the one of the largest
// Gᵤ = (bᵤ + Σᵥbᵥ/n_L)/n, bᵤ = Σₗ tᵤₗ(π-yₗ): in integers, exactly.
func TestVanishingGammaIsTheFirstDeviation(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	r := rand.New(rand.NewPCG(33, 1))
	decided, proven := 0, 0
	for _, n := range []int{6, 12, 30, 60, 120, 1000} {
		x := mat.NewDense(n, 2, nil)
		x.Apply(func(_, _ int, _ float64) float64 { return float64(r.IntN(n)) }, x)
		y := make([]int, n)
		for i := range y {
			y[i] = none
		}
		for l := range 6 {
			y[l] = l % 3 // two labels in each of three classes
		}
		near, err := graph.Complete(t.Context(), x, nil)
		require.NoError(t, err)
		want, tied := firstDeviation(x, y, 3)
		for _, gamma := range []float64{1e-40, 1e-300, 5e-324} {
			g, err := near.Weigh(kernel.RBF{Gamma: gamma})
			require.NoError(t, err)
			res, err := labelprop.Solve(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			require.Equal(t, want, res.Labels, "%d rows, γ = %g", n, gamma)
			for i := range y {
				if y[i] == none {
					require.Equal(t, tied[i], res.Status[i] == labelprop.Tied, "%d rows, γ = %g, row %d", n, gamma, i)
					decided++
				}
			}
			proven += res.CountProven() - 6
		}
	}
	assert.Greater(t, proven, 95*decided/100)
}

// firstDeviation returns the labels as γ → 0 of rows of integers whose labelled
// rows are as many in each class, and which rows tie.
func firstDeviation(x *mat.Dense, y []int, classes int) (labels []int, tied []bool) {
	n, labelled := len(y), 0
	for _, k := range y {
		if k >= 0 {
			labelled++
		}
	}
	b := make([][]int, n) // labelled·b
	sum := make([]int, classes)
	for u := range n {
		b[u] = make([]int, classes)
		for l, k := range y {
			if y[u] >= 0 || k < 0 {
				continue
			}
			t := int(distance2(x.RawRowView(u), x.RawRowView(l)))
			for c := range classes {
				b[u][c] += t * labelled / classes
			}
			b[u][k] -= t * labelled
		}
		for c := range classes {
			sum[c] += b[u][c]
		}
	}
	labels, tied = append([]int(nil), y...), make([]bool, n)
	for u := range n {
		if y[u] >= 0 {
			continue
		}
		g := func(c int) int { return labelled*b[u][c] + sum[c] }
		labels[u] = 0
		for c := 1; c < classes; c++ {
			if g(c) > g(labels[u]) {
				labels[u] = c
			}
		}
		for c := range classes {
			tied[u] = tied[u] || c != labels[u] && g(c) == g(labels[u])
		}
	}
	return labels, tied
}

// A duplicate of a labelled row has its label when only duplicates count; two
// duplicates that disagree are a tie.
func TestDuplicatesOfLabelledRows(t *testing.T) {
	x := mat.NewDense(6, 1, []float64{0, 0, 1, 1, 5, 5})
	y := []int{1, none, 0, none, none, 2}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	for _, gamma := range hugeGammas {
		g, err := near.Weigh(kernel.RBF{Gamma: gamma})
		require.NoError(t, err)
		for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{}, labelprop.Propagation{Columns: true}} {
			r := solveOK(t, g, classSeeds(y), m, labelprop.Auto)
			assert.Equal(t, []int{1, 1, 0, 0, 2, 2}, r.Labels, "γ = %g, %v", gamma, m)
		}
		conflict := mat.NewDense(4, 1, []float64{0, 0, 0, 3})
		near, err := graph.Complete(t.Context(), conflict, nil)
		require.NoError(t, err)
		g, err = near.Weigh(kernel.RBF{Gamma: gamma})
		require.NoError(t, err)
		r := solveOK(t, g, classSeeds([]int{1, 0, none, 2}), labelprop.Harmonic{}, labelprop.Auto)
		assert.Equal(t, 0, r.Labels[2], "γ = %g", gamma)
		assert.Equal(t, labelprop.Tied, r.Status[2], "γ = %g", gamma)
	}
}

// Raw digits on the complete graph: every label is proven at any γ, and nothing is
// lost however large it is. Every second row is taken, and all of them when measuring: the cost is cubic.
func TestDigitsAtEveryBandwidth(t *testing.T) {
	if raced || testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	d := load(t, "digits").thinned(measured(2, 1))
	near, err := graph.Complete(t.Context(), d.x, nil)
	require.NoError(t, err)
	for draw, gamma := range []float64{0.05, 0.25, 20, 1e300} {
		g, err := near.Weigh(kernel.RBF{Gamma: gamma})
		require.NoError(t, err)
		y := d.draw(9, uint64(draw))
		r, err := labelprop.Solve(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, nil)
		require.NoError(t, err)
		assert.Equal(t, len(y), r.CountProven(), "γ = %g", gamma)
		assert.Greater(t, accuracy(r.Labels, d.truth, y), 0.8, "γ = %g", gamma)
		assert.Empty(t, r.Warnings, "γ = %g", gamma)
	}
}
