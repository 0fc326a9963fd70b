package labelprop_test

import (
	"context"
	"math"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// suggested is a path of ten nodes with labels at both ends and a wrong one, beside a pair without any.
func suggested(t *testing.T) (*graph.Graph, labelprop.Seeds, *mat.Dense) {
	edges := []graph.Edge{{From: 10, To: 11, Weight: 1}}
	for i := range 9 {
		edges = append(edges, graph.Edge{From: i, To: i + 1, Weight: math.Exp(float64(-i))})
	}
	g, err := graph.FromEdges(12, edges)
	require.NoError(t, err)
	y := make([]int, 12)
	for i := range y {
		y[i] = labelprop.Unlabeled
	}
	y[0], y[2], y[9] = 0, 1, 1
	seeds := classSeeds(y)
	r, err := labelprop.Solve(context.Background(), g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	return g, seeds, r.Probabilities()
}

// TestSuggestFrom compares with Suggest, which solves once more.
func TestSuggestFrom(t *testing.T) {
	g, seeds, p := suggested(t)
	for _, by := range []labelprop.Strategy{labelprop.Margin, labelprop.Entropy, labelprop.Density} {
		want, err := labelprop.Suggest(context.Background(), g, seeds, labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 6, By: by})
		require.NoError(t, err)
		got, err := labelprop.SuggestFrom(g, seeds, p, &labelprop.SuggestOptions{Rows: 6, By: by})
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func TestSuggestFromErrors(t *testing.T) {
	g, seeds, p := suggested(t)
	for name, f := range map[string]func() error{
		"labelprop: -1 rows to suggest": func() error {
			_, err := labelprop.SuggestFrom(g, seeds, p, &labelprop.SuggestOptions{Rows: -1, By: labelprop.Margin})
			return err
		},
		"labelprop: sigma does not go by probabilities": func() error {
			_, err := labelprop.SuggestFrom(g, seeds, p, &labelprop.SuggestOptions{Rows: 1, By: labelprop.Sigma})
			return err
		},
		"labelprop: shapes do not fit together: 1×1": func() error {
			_, err := labelprop.SuggestFrom(g, seeds, mat.NewDense(1, 1, nil), &labelprop.SuggestOptions{Rows: 1, By: labelprop.Margin})
			return err
		},
		"labelprop: the labels must be of one class": func() error {
			_, err := labelprop.SuggestFrom(g, valueSeeds(make([]float64, 12)), p, &labelprop.SuggestOptions{Rows: 1, By: labelprop.Margin})
			return err
		},
		"labelprop: no node has a label": func() error {
			_, err := labelprop.SuggestFrom(g, classSeeds(noLabels(12)), p, &labelprop.SuggestOptions{Rows: 1, By: labelprop.Margin})
			return err
		},
	} {
		assert.ErrorContains(t, f(), name)
	}
}

func noLabels(n int) []int {
	y := make([]int, n)
	for i := range y {
		y[i] = labelprop.Unlabeled
	}
	return y
}
