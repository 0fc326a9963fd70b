package dataset

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// TestOneRowDecidesWhereverItStands holds that a column dwarfs the others by one value, in whatever row it is.
func TestOneRowDecidesWhereverItStands(t *testing.T) {
	const rows = 30_000
	for _, at := range []int{0, 1, 2, rows/2 + 1, rows - 1} {
		x := mat.NewDense(rows, 4, nil)
		for i := range rows {
			x.SetRow(i, []float64{float64(i % 7), float64(i % 11), float64(i % 5), float64(i % 3)})
		}
		x.Set(at, 2, 1e6)
		assert.Equal(t, []int{2}, dominant(x), "row %d", at)
	}
}

// TestDominantRanges: ten times the median range, and nine tenths of all squared ranges.
func TestDominantRanges(t *testing.T) {
	for _, c := range []struct {
		ranges []float64
		want   []int
	}{
		{[]float64{1, 1, 1, 9.9}, nil},
		{[]float64{1, 1, 1, 10.1}, []int{3}},
		{[]float64{1, 0, 10.1, 0}, nil}, // two that vary
		// 102.01 of 113.01 and of 114.01 is 0.903 and 0.895.
		{[]float64{10.1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, []int{0}},
		{[]float64{10.1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, nil},
		{[]float64{1, 20, 1, 30, 1}, []int{1, 3}},
		// The width of this range is beyond float64.
		{[]float64{1, 1, math.Inf(1), 1}, []int{2}},
	} {
		x := mat.NewDense(2, len(c.ranges), nil)
		for j, w := range c.ranges {
			x.Set(0, j, max(-w/2, -math.MaxFloat64))
			x.Set(1, j, min(w/2, math.MaxFloat64))
		}
		assert.Equal(t, c.want, dominant(x), "%v", c.ranges)
	}
}
