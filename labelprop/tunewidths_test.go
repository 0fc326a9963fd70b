package labelprop_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eachWidth is what Tune says of all γ.
func eachWidth(t testing.TB, weigh func(float64) (*graph.Graph, error), gammas []float64, y []int, m labelprop.Method) []labelprop.Tuned {
	var all []labelprop.Candidate
	for _, gamma := range gammas {
		g, err := weigh(gamma)
		require.NoError(t, err)
		all = append(all, labelprop.Candidate{Graph: g, Method: m})
	}
	ranked, err := labelprop.Tune(t.Context(), slices.Values(all), classSeeds(y), nil)
	require.NoError(t, err)
	return ranked
}

// spaced is n numbers from lo to hi, each the same factor above the last.
func spaced(lo, hi float64, n int) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = lo * math.Pow(hi/lo, float64(i)/float64(n-1))
	}
	return all
}

// TestTuneWidthsIsTune compares interpolated scores with those of every γ.
func TestTuneWidthsIsTune(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	for _, c := range []struct {
		name   string
		lo, hi float64
		m      labelprop.Method
	}{
		{"digits", 1e-5, 0.02, labelprop.Harmonic{}}, {"iris", 0.01, 100, labelprop.Spreading{}},
		{"iris", 0.01, 100, labelprop.Harmonic{}}, {"wine", 0.001, 10, labelprop.Harmonic{}},
	}[:measured(2, 4)] {
		d := load(t, c.name)
		if c.name == "wine" {
			d = d.standardized()
		}
		near, err := graph.KNN(t.Context(), d.x, 10, nil)
		require.NoError(t, err)
		weigh := func(gamma float64) (*graph.Graph, error) { return near.Weigh(kernel.RBF{Gamma: gamma}) }
		gammas, y := spaced(c.lo, c.hi, 50), d.draw(5, 1)
		want := eachWidth(t, weigh, gammas, y, c.m)
		got, err := labelprop.TuneWidths(t.Context(), weigh, gammas, classSeeds(y), c.m, nil)
		require.NoError(t, err)
		require.Len(t, got, 50)
		exact, worst, place := 0, 0.0, make([]float64, 50)
		for _, w := range want {
			place[w.Index] = w.LogLoss
		}
		for _, g := range got {
			if worst = max(worst, math.Abs(g.LogLoss-place[g.Index])); !g.Interpolated {
				exact++
			}
		}
		t.Logf("%s, %v: %d of 50 tried, log loss within %.1e; best %g and %g", c.name, c.m, exact, worst, got[0].LogLoss, want[0].LogLoss)
		assert.False(t, got[0].Interpolated)
		assert.LessOrEqual(t, worst, 2e-3, c.name)
		assert.InDelta(t, want[0].LogLoss, place[got[0].Index], 1e-3, c.name)
		assert.Less(t, exact, 30, c.name)
	}
}

// TestTuneWidthsIsRight checks every interpolated score on many curves, also such that jump: each is right to what
// is promised, in the log loss and in the accuracy. Where nothing is measured, each method takes half of the graphs.
func TestTuneWidthsIsRight(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	digits, breast, wine := load(t, "digits"), load(t, "breast_cancer").standardized(), load(t, "wine").standardized()
	for i, c := range []struct {
		d      dataset
		lo, hi float64
		n      int
		each   int // labels of a class
	}{
		{load(t, "iris"), 1e-4, 1e3, 30, 5}, {load(t, "iris"), 1e-8, 1e8, 60, 20}, {wine, 1e-3, 1e2, 40, 10},
		{digits.thinned(6), 1e-4, 1e3, 30, 10}, {breast.thinned(4), 1e-4, 1e3, 40, 15}, {load(t, "moons"), 1e-3, 1e5, 30, 4},
	} {
		n, _ := c.d.x.Dims()
		for at, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.5}} {
			for seed := range uint64(2) {
				// One method and one draw of each table, and all of them when measuring.
				if !measuring && (seed != uint64(at) || at != i%2) {
					continue
				}
				near, err := graph.KNN(t.Context(), c.d.x, 10, nil)
				if seed == 1 && n < 200 {
					near, err = graph.Complete(t.Context(), c.d.x, nil)
				}
				require.NoError(t, err)
				weigh := func(gamma float64) (*graph.Graph, error) { return near.Weigh(kernel.RBF{Gamma: gamma}) }
				assertWidths(t, fmt.Sprintf("%s %g:%g:%d %v %d", c.d.name, c.lo, c.hi, c.n, m, seed), weigh,
					spaced(c.lo, c.hi, c.n), c.d.draw(c.each, seed), m)
			}
		}
	}
}

// assertWidths compares interpolated scores with those of every γ by itself.
func assertWidths(t *testing.T, name string, weigh func(float64) (*graph.Graph, error), gammas []float64, y []int,
	m labelprop.Method) {
	t.Helper()
	got, err := labelprop.TuneWidths(t.Context(), weigh, gammas, classSeeds(y), m, nil)
	require.NoError(t, err)
	each := make([]labelprop.Tuned, len(gammas))
	for _, one := range eachWidth(t, weigh, gammas, y, m) {
		each[one.Index] = one
	}
	tried, loss, right := 0, 0.0, 0.0
	for _, one := range got {
		if want := each[one.Index]; one.Interpolated {
			loss, right = max(loss, math.Abs(one.LogLoss-want.LogLoss)), max(right, math.Abs(one.Accuracy-want.Accuracy))
			assert.Equal(t, want.Skipped, one.Skipped, name)
		} else {
			tried++
		}
	}
	t.Logf("%s: %d of %d tried, log loss within %.1e, accuracy within %.1e", name, tried, len(gammas), loss, right)
	assert.LessOrEqual(t, loss, 0.008, name)
	assert.LessOrEqual(t, right, 0.008, name)
}

// TestTuneWidthsTriesAll checks lists that are no curve.
func TestTuneWidthsTriesAll(t *testing.T) {
	d := load(t, "iris")
	near, err := graph.KNN(t.Context(), d.x, 10, nil)
	require.NoError(t, err)
	weigh := func(gamma float64) (*graph.Graph, error) { return near.Weigh(rbf(gamma)) }
	y := d.draw(5, 1)
	for _, gammas := range [][]float64{{1}, {3, 1, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 8}, {1, 2, 3, 4, 5, 6, 7, 8, math.Inf(1)}, {1, 2, 3, 3, 4, 5, 6, 7, 8}} {
		got, err := labelprop.TuneWidths(t.Context(), weigh, gammas, classSeeds(y), labelprop.Harmonic{}, nil)
		require.NoError(t, err)
		want := eachWidth(t, weigh, gammas, y, labelprop.Harmonic{})
		for i := range want {
			assert.False(t, got[i].Interpolated)
			got[i].Name = ""
		}
		assert.Equal(t, want, got)
	}
}

func TestTuneWidthsErrors(t *testing.T) {
	failure := errors.New("no graph")
	chain := func(float64) (*graph.Graph, error) { return path(t, 3), nil }
	two, ten := classSeeds([]int{0, none, 1}), spaced(1, 2, 10)
	_, err := labelprop.TuneWidths(t.Context(), func(float64) (*graph.Graph, error) { return nil, failure }, ten, two, labelprop.Harmonic{}, nil)
	assert.ErrorIs(t, err, failure)
	_, err = labelprop.TuneWidths(t.Context(), chain, ten, valueSeeds([]float64{1, 2, 3}), labelprop.Harmonic{}, nil)
	assert.ErrorContains(t, err, "one class a node")
	_, err = labelprop.TuneWidths(t.Context(), chain, nil, two, labelprop.Harmonic{}, nil)
	assert.ErrorContains(t, err, "no candidate")
	_, err = labelprop.TuneWidths(t.Context(), chain, ten, two, labelprop.Spreading{Alpha: 2}, nil)
	assert.ErrorContains(t, err, "labelprop: candidate γ = 1: α = 2")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = labelprop.TuneWidths(ctx, chain, ten, two, labelprop.Harmonic{}, nil)
	assert.ErrorIs(t, err, context.Canceled)
}
