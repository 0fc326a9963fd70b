package network

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Columns in parts take the steps that they take together, bit for bit, with the diagonal and with the factor.
func TestColumnsInParts(t *testing.T) {
	eq := testEquation(t, harmonic(), 1200, 1)
	for _, width := range []int{1, 2, eq.cols - 1} {
		whole := newDivided(eq, make([]float64, eq.size()), nil, eq.cols)
		own := *eq
		own.room = nil
		parts := newDivided(&own, make([]float64, eq.size()), nil, width)
		require.Len(t, parts.parts, (eq.cols+width-1)/width)
		for n := range 20 {
			if n == 10 {
				whole.restart(newIncompleteCholesky(eq))
				parts.restart(newIncompleteCholesky(eq))
			}
			require.Equal(t, whole.Residual, parts.Residual)
			whole.step()
			parts.step()
		}
		assert.Equal(t, whole.X, parts.X)
	}
}
