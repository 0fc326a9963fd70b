package network

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Right sides of which few rows are stored are those of all rows, with a last column of 1, whether few nodes have a
// source or all of them.
func TestSharedRightSide(t *testing.T) {
	y := slices.Repeat([]int{unlabeled}, 3000)
	for i := 0; i < len(y); i += 100 {
		y[i] = i / 100 % 3
	}
	for _, m := range []*Method{harmonic(), spreading(0.9)} {
		nw := New(ring(t, len(y)), classLabels(y), m)
		eq, whole := nw.equation(true), nw.equation(false)
		require.Nil(t, whole.place)
		sources := 0
		for i := range eq.n {
			want := whole.right(i)
			require.Equal(t, append(slices.Clone(want), 1), eq.right(i), "%s, row %d", m.Name, i)
			if slices.Max(want) > 0 {
				sources++
			}
		}
		assert.Len(t, eq.b, (1+sources)*eq.cols, "a row for each source, and one for all others")
		assert.Less(t, len(eq.b), eq.size()/2)
		assert.Equal(t, eq.norms(eq.allRight()), eq.rightNorms())
	}
}
