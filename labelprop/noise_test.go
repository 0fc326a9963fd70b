package labelprop_test

import (
	"context"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSpreadingForgives measures how right answers are when a fifth of the given labels is wrong: ten labels a class on digits,
// means of ten draws.
func TestSpreadingForgives(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	d := load(t, "digits")
	near, err := graph.KNN(t.Context(), d.x, 10, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SharedNeighbors{})
	require.NoError(t, err)
	methods := []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.5}, labelprop.Spreading{Alpha: 0.95}, labelprop.Spreading{Alpha: 0.99}}
	mean := make([]float64, len(methods))
	const draws = 10
	for seed := range uint64(draws) {
		y := d.draw(10, seed)
		flip(y, d.classes, 0.2, seed)
		for m, method := range methods {
			r, err := labelprop.Solve(context.Background(), g, classSeeds(y), method, nil)
			require.NoError(t, err)
			mean[m] += accuracy(r.Labels, d.truth, y) / draws
		}
	}
	for m, method := range methods {
		t.Logf("%v: %.3f", method, mean[m])
	}
	assert.Greater(t, mean[3], mean[0]+0.045, "it overrules labels")
	assert.Greater(t, mean[3], mean[1]+0.14, "the more the nearer α is to 1")
}
