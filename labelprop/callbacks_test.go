package labelprop_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestPanicsOfCallbacks holds that what a function of the caller panics with is an error that names the
// function, also where a worker has called it, and that a method that is nil is one.
func TestPanicsOfCallbacks(t *testing.T) {
	boom := errors.New("boom")
	x := mat.NewDense(200, 4, nil)
	y := make([]int, 200)
	for i := range y {
		x.SetRow(i, []float64{float64(i % 7), float64(i % 11), float64(i % 13), float64(i)})
		y[i] = i%4 - 1
	}
	near, err := graph.KNN(t.Context(), x, 5, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	seeds := classSeeds(y)
	solve := &labelprop.Options{Solver: labelprop.Iteration, Observe: func(labelprop.Progress) error { panic(boom) }}
	tell := func(int, int) { panic(boom) }
	weigh := func(gamma float64) (*graph.Graph, error) { return near.Weigh(kernel.RBF{Gamma: gamma}) }
	for name, run := range map[string]func() error{
		"graph: the metric odd metric panicked: drawn: value": func() error {
			_, err := graph.KNN(t.Context(), x, 5, &graph.SearchOptions{Metric: oddMetric{}})
			return err
		},
		"graph: the matrix panicked: drawn: At": func() error {
			_, err := graph.KNN(t.Context(), fickle{5}, 2, nil)
			return err
		},
		"graph: the kernel odd panicked: drawn: value": func() error { _, err := near.Weigh(oddKernel{}); return err },
		"graph: Observe panicked: boom": func() error {
			_, err := graph.KNN(t.Context(), x, 5, &graph.SearchOptions{Observe: tell})
			return err
		},
		"labelprop: Observe panicked: boom": func() error {
			_, err := labelprop.Solve(t.Context(), g, seeds, labelprop.Harmonic{}, solve)
			return err
		},
		"labelprop: the function that weighs, at γ = 1, panicked: boom": func() error {
			_, err := labelprop.TuneWidths(t.Context(), func(float64) (*graph.Graph, error) { panic(boom) }, []float64{1},
				seeds, labelprop.Harmonic{}, nil)
			return err
		},
		"labelprop: candidate γ = 1: no method: DefaultMethod recommends one": func() error {
			_, err := labelprop.TuneWidths(t.Context(), weigh, []float64{1, 2, 3}, seeds, nil, nil)
			return err
		},
		"labelprop: no method: DefaultMethod recommends one": func() error {
			_, err := labelprop.Solve(t.Context(), g, seeds, (*labelprop.Harmonic)(nil), nil)
			return err
		},
		"labelprop: the sequence of candidates panicked: boom": func() error {
			_, err := labelprop.Tune(t.Context(), iter.Seq[labelprop.Candidate](func(func(labelprop.Candidate) bool) {
				panic(boom)
			}), seeds, nil)
			return err
		},
		"labelprop: the Answer of a panicked: boom": func() error {
			one := labelprop.Candidate{Name: "a", Graph: g,
				Answer: func(context.Context, labelprop.Seeds) (*mat.Dense, error) { panic(boom) }}
			_, err := labelprop.TuneHoldOut(t.Context(), func(yield func(labelprop.Candidate) bool) { yield(one) }, seeds,
				labelprop.HoldOut{}, nil)
			return err
		},
		"labelprop: the writer panicked: drawn: Write": func() error {
			r, err := labelprop.Solve(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			return r.Store(oddStream{})
		},
	} {
		assert.EqualError(t, run(), name)
	}
}
