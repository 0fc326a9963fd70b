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

// glanced is a path of ten nodes with labels at both ends and a wrong one, beside a pair without any.
func glanced(t *testing.T) (*graph.Graph, labelprop.Seeds, *mat.Dense) {
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
	seeds := labelprop.Classes(y)
	r, err := labelprop.Solve(context.Background(), g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	return g, seeds, r.Probabilities()
}

// TestGlanceSuspects compares with the means over all nodes.
func TestGlanceSuspects(t *testing.T) {
	g, seeds, p := glanced(t)
	got, err := labelprop.GlanceSuspects(g, seeds, p)
	require.NoError(t, err)
	require.Len(t, got, 3)
	for i, s := range got {
		var mean mat.VecDense
		mean.MulVec(p.T(), mat.NewVecDense(12, mat.Row(nil, s.Node, g.Weights())))
		assert.InDelta(t, mean.AtVec(s.Given)/mat.Sum(&mean), s.Probability, 1e-12)
		assert.Equal(t, mean.AtVec(1) > mean.AtVec(0), s.Likely == 1)
		assert.True(t, i == 0 || s.Probability >= got[i-1].Probability)
	}
}

// TestGlanceSuggest compares with Suggest, which solves once more.
func TestGlanceSuggest(t *testing.T) {
	g, seeds, p := glanced(t)
	for _, by := range []labelprop.Strategy{labelprop.Margin, labelprop.Entropy, labelprop.Density} {
		want, err := labelprop.Suggest(context.Background(), g, seeds, labelprop.Harmonic{}, 6, by, nil)
		require.NoError(t, err)
		got, err := labelprop.GlanceSuggest(g, seeds, p, 6, by)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func TestGlanceErrors(t *testing.T) {
	g, seeds, p := glanced(t)
	for name, f := range map[string]func() error{
		"labelprop: 0 rows to suggest":                  func() error { _, err := labelprop.GlanceSuggest(g, seeds, p, 0, labelprop.Margin); return err },
		"labelprop: sigma does not go by probabilities": func() error { _, err := labelprop.GlanceSuggest(g, seeds, p, 1, labelprop.Sigma); return err },
		"labelprop: shapes do not fit together: 1×1":    func() error { _, err := labelprop.GlanceSuspects(g, seeds, mat.NewDense(1, 1, nil)); return err },
		"labelprop: the labels must be of one class": func() error {
			_, err := labelprop.GlanceSuspects(g, labelprop.Values(make([]float64, 12)), p)
			return err
		},
		"labelprop: no node has a label": func() error { _, err := labelprop.GlanceSuspects(g, labelprop.Classes(noLabels(12)), p); return err },
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
