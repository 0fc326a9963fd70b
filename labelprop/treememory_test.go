package labelprop_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTreesAskForMemory checks that a forest asks for its trees while they grow, and ends where it is refused.
func TestTreesAskForMemory(t *testing.T) {
	skipIfSlow(t)
	const n = 4000
	rng := rand.New(rand.NewPCG(1, 2))
	values, y := make([]float64, n), make([]int, n)
	for i := range n {
		// Labels by chance: the trees are as large as they can be.
		values[i], y[i] = rng.Float64(), rng.IntN(2)
	}
	columns := []features.Column{{Name: "x", Values: values}}
	seeds, err := labelprop.Classes(y, 2)
	require.NoError(t, err)
	var asked int64
	grow := func(refuse bool) error {
		_, _, err := labelprop.ForestOpinion(t.Context(), columns, seeds, &labelprop.ForestOptions{Trees: 200,
			Memory: func(bytes int64, what string) error {
				asked += bytes
				if refuse {
					return errors.New(what + " are refused")
				}
				return nil
			}})
		return err
	}
	require.NoError(t, grow(false))
	// A node for each label or so, of 40 bytes.
	assert.Greater(t, asked, int64(200*n*40/2))
	assert.ErrorContains(t, grow(true), "the trees of a random forest are refused")
}
