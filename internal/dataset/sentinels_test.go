package dataset

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSentinelOf holds what tells a number that stands for a missing value from one that is measured.
func TestSentinelOf(t *testing.T) {
	none := math.NaN()
	for _, c := range []struct {
		values []float64
		want   float64
		rows   int
	}{
		{[]float64{1, 2, 3, -999, -999}, -999, 2},
		{[]float64{1, none, 2, 3, 999, 999}, 999, 2},
		{[]float64{1, 2, 3, -999}, 0, 0},          // once, it may be a slip
		{[]float64{1, 2, -999, -999}, 0, 0},       // no more others than it has rows
		{[]float64{5, 5, 5, -999, -999}, 0, 0},    // the others do not differ
		{[]float64{0, 4, 8, -9, -9}, -9, 2},       // 9 away, and 8 wide
		{[]float64{0, 4, 9, -9, -9}, 0, 0},        // no farther than the others from each other
		{[]float64{0, 4, 9.5, -9, -9, -8}, 0, 0},  // among others of its kind
		{[]float64{1, 2, 3, -998, -998}, 0, 0},    // no usual one
		{[]float64{none, none, -9, -9, -9}, 0, 0}, // nothing else
	} {
		v, rows := sentinelOf(c.values)
		assert.Equal(t, c.want, v, c.values)
		assert.Equal(t, c.rows, rows, c.values)
		// The quick look overlooks nothing.
		assert.True(t, rangeOf(c.values).mayHoldSentinel() || rows == 0, c.values)
	}
	assert.True(t, rangeOf([]float64{none, 999, none, 1}).mayHoldSentinel())
	assert.False(t, rangeOf([]float64{-998, none, 1}).mayHoldSentinel())
}
