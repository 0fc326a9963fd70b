package labelprop_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// denseEntropy is the definition, with all n² steps of the smoothed walk.
func denseEntropy(t testing.TB, g *graph.Graph, y []int, epsilon float64) float64 {
	n, c := g.N(), classCount(y)
	w := mat.NewDense(n, n, nil)
	var free []int
	for i := range n {
		ind, _, _ := csrtest.Row(g, i)
		logs := g.LogWeights(nil, i)
		for j := range n {
			w.Set(i, j, epsilon/float64(n))
			if len(ind) == 0 {
				w.Set(i, j, 1/float64(n))
			}
		}
		total := math.Inf(-1)
		if len(logs) > 0 {
			total = floats.LogSumExp(logs)
		}
		for e, j := range ind {
			w.Set(i, int(j), w.At(i, int(j))+(1-epsilon)*math.Exp(logs[e]-total))
		}
		if y[i] < 0 {
			free = append(free, i)
		}
	}
	u := len(free)
	a, b, f := mat.NewDense(u, u, nil), mat.NewDense(u, c, nil), mat.NewDense(u, c, nil)
	for i, v := range free {
		for j, o := range free {
			a.Set(i, j, -w.At(v, o))
		}
		a.Set(i, i, 1+a.At(i, i))
		for j, k := range y {
			if k >= 0 {
				b.Set(i, k, b.At(i, k)+w.At(v, j))
			}
		}
	}
	require.NoError(t, f.Solve(a, b))
	total := 0.0
	for _, p := range f.RawMatrix().Data {
		if p > 0 {
			total -= p * math.Log(p)
		}
	}
	return total / float64(u)
}

func TestEntropyIsItsDefinition(t *testing.T) {
	for seed := range uint64(12) {
		g, y := randomProblem(t, seed)
		for _, epsilon := range []float64{0, 0.001, 0.3} {
			got, err := labelprop.LabelEntropy(t.Context(), g, classSeeds(y), epsilon, nil)
			require.NoError(t, err)
			if epsilon == 0 {
				epsilon = 0.01
			}
			assert.InDelta(t, denseEntropy(t, g, y, epsilon), got, 1e-9, "seed %d, ε %g", seed, epsilon)
		}
	}
	lonely := fromEdges(t, 5, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 2}})
	y := []int{0, none, 1, none, none}
	got, err := labelprop.LabelEntropy(t.Context(), lonely, classSeeds(y), 0.1, nil)
	require.NoError(t, err)
	assert.InDelta(t, denseEntropy(t, lonely, y, 0.1), got, 1e-9)
}

// TestMinimizeEntropy looks for a less one at 300 other γ.
func TestMinimizeEntropy(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 31))
	near, err := graph.Complete(t.Context(), gaussian(60, 2, r), nil)
	require.NoError(t, err)
	y := make([]int, 60)
	for i := range y {
		y[i] = max(r.IntN(12)-10, none)
	}
	y[0], y[1] = 0, 1
	weigh := func(gamma float64) (*graph.Graph, error) { return near.Weigh(kernel.RBF{Gamma: gamma}) }
	gamma, entropy, err := labelprop.MinimizeEntropy(t.Context(), weigh, 10, classSeeds(y), 0.05, nil)
	require.NoError(t, err)
	least := math.Inf(1)
	for step := range 300 {
		g, err := weigh(10 * math.Exp2(-6+12*float64(step)/299))
		require.NoError(t, err)
		least = min(least, denseEntropy(t, g, y, 0.05))
	}
	assert.InDelta(t, least, entropy, 1e-3)
	g, err := weigh(gamma)
	require.NoError(t, err)
	assert.InDelta(t, denseEntropy(t, g, y, 0.05), entropy, 1e-9)
}

func TestEntropyErrors(t *testing.T) {
	two := classSeeds([]int{0, none, 1})
	_, err := labelprop.LabelEntropy(t.Context(), path(t, 2), two, 0, nil)
	assert.ErrorIs(t, err, labelprop.ErrShape)
	_, err = labelprop.LabelEntropy(t.Context(), path(t, 3), two, 1, nil)
	assert.ErrorContains(t, err, "not between 0 and 1")
	_, err = labelprop.LabelEntropy(t.Context(), path(t, 3), valueSeeds([]float64{1, 2, 3}), 0, nil)
	assertOurs(t, err)
	failure := errors.New("no graph")
	_, _, err = labelprop.MinimizeEntropy(t.Context(), func(float64) (*graph.Graph, error) { return nil, failure }, 1, two, 0, nil)
	assert.ErrorIs(t, err, failure)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = labelprop.MinimizeEntropy(ctx, func(float64) (*graph.Graph, error) { return path(t, 3), nil }, 1, two, 0, nil)
	assert.ErrorIs(t, err, context.Canceled)
}
