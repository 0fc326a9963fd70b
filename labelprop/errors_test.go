package labelprop_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// seeds is what a constructor returns.
type seeds struct {
	labelprop.Seeds
	err error
}

func classes(y ...int) seeds {
	s, err := labelprop.Classes(y, 0)
	return seeds{s, err}
}

func soft(y mat.Matrix, weights []float64) seeds {
	s, err := labelprop.Soft(y, weights)
	return seeds{s, err}
}

func multi(y mat.Matrix, known []bool) seeds {
	s, err := labelprop.MultiLabel(y, known)
	return seeds{s, err}
}

func numbers(y ...float64) seeds {
	s, err := labelprop.Values(y)
	return seeds{s, err}
}

func TestErrors(t *testing.T) {
	three := classes(0, none, 1)
	two := mat.NewDense(2, 2, []float64{1, 0, 0, 1})
	known := []bool{true, true, true}
	shares := func(v ...float64) seeds {
		return soft(mat.NewDense(3, 2, append(v, 0, 0, 0, 0)), nil)
	}
	weighted := func(conf ...float64) seeds {
		return soft(mat.NewDense(3, 2, []float64{1, 0, 0, 0, 0, 1}), conf)
	}
	nan, inf := math.NaN(), math.Inf(1)
	cases := []struct {
		name    string
		seeds   seeds
		method  labelprop.Method
		options *labelprop.Options
		words   string // must be in the message
		is      error
	}{
		{name: "no seeds", seeds: classes(none, none, none), is: labelprop.ErrNoSeeds},
		{name: "no values", seeds: numbers(nan, nan, nan), is: labelprop.ErrNoSeeds},
		{name: "nothing known", seeds: multi(mat.NewDense(3, 2, nil), make([]bool, 3)), is: labelprop.ErrNoSeeds},
		{name: "no confidence", seeds: weighted(0, 0, 0), is: labelprop.ErrNoSeeds},
		{name: "zero rows", seeds: shares(0, 0), is: labelprop.ErrNoSeeds},
		{name: "class -2", seeds: classes(0, -2, 1), words: "node 1: class -2"},
		{name: "too few classes", seeds: classes(0, 1), is: labelprop.ErrShape, words: "2 nodes, graph of 3"},
		{name: "too many classes", seeds: classes(0, 1, 0, 1), is: labelprop.ErrShape},
		{name: "too few values", seeds: numbers(0, 1), is: labelprop.ErrShape},
		{name: "too few rows", seeds: soft(two, nil), is: labelprop.ErrShape},
		{name: "confidences", seeds: weighted(1, 1), is: labelprop.ErrShape, words: "2 label weights for 3 nodes"},
		{name: "known", seeds: multi(two, known), is: labelprop.ErrShape},
		{name: "infinite value", seeds: numbers(0, nan, inf), words: "node 2: value +Inf"},
		{name: "confidence above 1", seeds: weighted(1, 0, 1.5), words: "node 2: label weight 1.5"},
		{name: "negative confidence", seeds: weighted(-0.5, 0, 1), words: "node 0: label weight -0.5"},
		{name: "confidence NaN", seeds: weighted(1, nan, 1), words: "node 1: label weight NaN"},
		{name: "shares", seeds: shares(0.5, 0.4), words: "node 0: shares sum to 0.9"},
		{name: "negative share", seeds: shares(1.5, -0.5), words: "node 0: share"},
		{name: "share NaN", seeds: shares(nan, 1), words: "node 0: share NaN"},
		{name: "half a label", seeds: multi(mat.NewDense(3, 1, []float64{1, 0.5, 0}), known), words: "node 1: label 0 is 0.5"},
		{name: "label NaN", seeds: multi(mat.NewDense(3, 1, []float64{1, nan, 0}), known), words: "node 1: label 0 is NaN"},
		{name: "α = 1", method: labelprop.Spreading{Alpha: 1}, words: "α = 1"},
		{name: "α < 0", method: labelprop.Spreading{Alpha: -0.1}, words: "α = -0.1"},
		{name: "α NaN", method: labelprop.Spreading{Alpha: nan}, words: "α = NaN"},
		{name: "Tol < 0", options: &labelprop.Options{Tol: -1e-3}, words: "-0.001"},
		{name: "Tol = 1", options: &labelprop.Options{Tol: 1}, words: "tolerance"},
		{name: "Tol NaN", options: &labelprop.Options{Tol: nan}, words: "tolerance"},
		{name: "MaxIter < 0", options: &labelprop.Options{MaxIter: -1}, words: "MaxIter = -1"},
		{name: "solver", options: &labelprop.Options{Solver: 17}, words: "solver"},
		{name: "negative solver", options: &labelprop.Options{Solver: -1}, words: "solver"},
	}
	g := path(t, 3)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			seeds, method := c.seeds, c.method
			if method != nil || c.options != nil {
				seeds = three
			}
			if method == nil {
				method = labelprop.Harmonic{}
			}
			err := seeds.err
			if err == nil {
				var r *labelprop.Result
				r, err = labelprop.Solve(t.Context(), g, seeds.Seeds, method, c.options)
				assert.Nil(t, r)
			} else {
				assert.Equal(t, labelprop.Seeds{}, seeds.Seeds)
			}
			require.Error(t, err)
			assertOurs(t, err)
			assert.ErrorContains(t, err, c.words)
			if c.is != nil {
				assert.ErrorIs(t, err, c.is)
			}
		})
	}
}

// assertOurs asks for a one-line message that begins with the package, once.
func assertOurs(t *testing.T, err error) {
	t.Helper()
	assert.True(t, strings.HasPrefix(err.Error(), "labelprop: "), "%q", err)
	assert.Equal(t, 1, strings.Count(err.Error(), "labelprop:"), "%q", err)
	assert.NotContains(t, err.Error(), "\n")
}

// A class number from a file may be anything; it must not take all memory or panic.
func TestAbsurdClassNumber(t *testing.T) {
	for _, k := range []int{math.MaxInt, math.MaxInt / 4} {
		assert.NotPanics(t, func() {
			_, err := labelprop.Classes([]int{0, none, k}, 0)
			assert.ErrorContains(t, err, "labelprop: node 2: class")
		}, "class %d", k)
	}
	// A class that one label may have is too large for many of them.
	many := make([]int, 1<<12)
	many[0] = 1<<20 - 1
	_, err := labelprop.Classes(many, 0)
	assert.EqualError(t, err, "labelprop: 4096 labels in 1048576 classes: more than memory could hold")
}

func TestCancellation(t *testing.T) {
	net := knn(t, load(t, "moons"), 10, nil, kernel.SelfTuning{})
	seeds := classSeeds(drawn(net.truth, 2, 1))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, m := range methods {
		for _, solver := range solversOf(m.signed) {
			r, err := labelprop.Solve(cancelled, net.g, seeds, m.method, &labelprop.Options{Solver: solver})
			assert.Nil(t, r)
			require.ErrorIs(t, err, context.Canceled, "%v by %v", m.method, solver)
			assertOurs(t, err)
		}
	}
}

func TestObserve(t *testing.T) {
	net := knn(t, load(t, "moons"), 10, nil, kernel.SelfTuning{})
	seeds := classSeeds(drawn(net.truth, 2, 1))
	enough := errors.New("enough")
	for _, m := range methods {
		for _, solver := range []labelprop.Solver{labelprop.ConjugateGradients, labelprop.Iteration} {
			var seen []labelprop.Progress
			o := &labelprop.Options{Solver: solver, Observe: func(p labelprop.Progress) error {
				if p.Phase != labelprop.Iterating {
					return nil
				}
				if seen = append(seen, p); len(seen) == 3 {
					return enough
				}
				return nil
			}}
			r, err := labelprop.Solve(t.Context(), net.g, seeds, m.method, o)
			assert.Nil(t, r)
			require.ErrorIs(t, err, enough, "%v by %v", m.method, solver)
			assertOurs(t, err)
			require.Len(t, seen, 3)
			for i, p := range seen {
				assert.Equal(t, i+1, p.Iteration)
				assert.Greater(t, p.Residual, 0.0)
			}
		}
	}
}

// The last thing observed is what the result reports.
func TestObserveSeesTheEnd(t *testing.T) {
	net := knn(t, load(t, "moons"), 10, nil, kernel.SelfTuning{})
	for _, solver := range []labelprop.Solver{labelprop.ConjugateGradients, labelprop.Iteration} {
		var last labelprop.Progress
		o := &labelprop.Options{Solver: solver, MaxIter: 25, Observe: func(p labelprop.Progress) error {
			last = p
			return nil
		}}
		r, err := labelprop.Solve(t.Context(), net.g, classSeeds(drawn(net.truth, 2, 1)), labelprop.Harmonic{}, o)
		require.NoError(t, err)
		assert.Equal(t, labelprop.Progress{Iteration: r.Iterations, Expected: last.Expected, Residual: r.Residual}, last)
		assert.LessOrEqual(t, r.Iterations, 25)
	}
}

func TestPredictErrors(t *testing.T) {
	near, err := graph.Complete(t.Context(), mat.NewDense(3, 1, []float64{0, 1, 2}), nil)
	require.NoError(t, err)
	links, err := near.Link(t.Context(), mat.NewDense(1, 1, nil), kernel.RBF{Gamma: 1})
	require.NoError(t, err)
	r := solveOK(t, path(t, 4), classSeeds([]int{0, none, none, 1}), labelprop.Harmonic{}, labelprop.Auto)
	_, err = r.Predict(links)
	require.ErrorIs(t, err, labelprop.ErrShape)
	assertOurs(t, err)
}
