package pipeline_test

import (
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
)

// mixed reads a table of testdata as columns of numbers and categories.
func mixed(t *testing.T, name, truth string) *dataset.Data {
	t.Helper()
	tab, err := (&table.Reading{}).File("../../testdata/" + name + ".csv")
	require.NoError(t, err)
	t.Cleanup(func() { _ = tab.Close() })
	o := dataset.Options{MaxCategories: 50, Mixed: true}
	o.Columns.Label, o.Columns.Truth = "label", truth
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	return d
}

// TestPool checks that a pool of iris is right, and what is known of its parts.
func TestPool(t *testing.T) {
	d := mixed(t, "iris", "species")
	c := pipeline.Config{Method: pipeline.Method{Pool: true}, Seed: 1}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	assert.Greater(t, right(d, a), 0.9)
	require.NotNil(t, a.Pooled)
	weights := 0.0
	for _, part := range a.Pooled.Parts {
		weights += part.Weight
	}
	assert.InDelta(t, 1, weights, 1e-12)
	assert.Nil(t, a.Result)
	require.Len(t, a.Proofs, 1)
	for _, proof := range a.Proofs {
		assert.LessOrEqual(t, proof.Proven, proof.Of)
		assert.Greater(t, proof.Proven, 100, proof.Name)
	}
	for i := range a.Labels {
		assert.InDelta(t, 1, floats.Sum(a.Probs.RawRowView(i)), 1e-9)
	}
}

// TestPoolOfOneUnit checks that the graph of columns of one unit, found among candidates, is that of a search.
func TestPoolOfOneUnit(t *testing.T) {
	d := mixed(t, "digits", "digit")
	require.True(t, d.Mixed.Encoder.Alike)
	b, err := pipeline.Build(t.Context(), d, pipeline.Config{Method: pipeline.Method{Pool: true}}, nil)
	require.NoError(t, err)
	want, err := graph.KNN(t.Context(), d.X, 10, nil)
	require.NoError(t, err)
	assert.Equal(t, want.String(), b.Near.String())
	for i := range want.N() {
		ind, distance := want.Row(i)
		got, near := b.Near.Row(i)
		assert.Equal(t, ind, got)
		assert.InDeltaSlice(t, distance, near, 1e-12)
	}
}
