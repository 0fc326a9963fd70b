package labelprop_test

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestForestWeights checks that weights which say nothing of the columns are refused, and where they are wrong.
func TestForestWeights(t *testing.T) {
	t.Parallel()
	seeds, err := labelprop.Classes([]int{0, 1, 0, 1}, 2)
	require.NoError(t, err)
	columns := []features.Column{{Name: "a", Values: []float64{1, 2, 3, 4}}, {Name: "b", Values: []float64{4, 1, 3, 2}}}
	for _, c := range []struct {
		weights []float64
		want    string
	}{
		{nil, ""},
		{[]float64{1, 0}, ""},
		{[]float64{1e-300, 2}, ""},
		{[]float64{1}, "labelprop: shapes do not fit together: 1 weights of 2 columns"},
		{[]float64{}, "labelprop: shapes do not fit together: 0 weights of 2 columns"},
		{[]float64{1, -2}, "labelprop: column b has the weight -2: weights are finite, not below 0, and not all 0"},
		{[]float64{math.NaN(), 1},
			"labelprop: column a has the weight NaN: weights are finite, not below 0, and not all 0"},
		{[]float64{1, math.Inf(1)},
			"labelprop: column b has the weight +Inf: weights are finite, not below 0, and not all 0"},
		{[]float64{0, 0}, "labelprop: column a has the weight 0: weights are finite, not below 0, and not all 0"},
	} {
		_, _, err := labelprop.ForestOpinion(t.Context(), columns, seeds,
			&labelprop.ForestOptions{Trees: 3, Weights: c.weights})
		if c.want == "" {
			require.NoError(t, err, c.weights)
			continue
		}
		assert.EqualError(t, err, c.want)
	}
}
