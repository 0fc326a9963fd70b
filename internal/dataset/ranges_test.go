package dataset

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// One pass over all rows finds of each column what a look at the column finds.
func TestColumnRanges(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	x := mat.NewDense(3000, 5, nil)
	for i := range 3000 {
		for j := range 5 {
			x.Set(i, j, r.NormFloat64())
			if r.IntN(5) < j {
				x.Set(i, j, math.NaN())
			}
		}
		x.Set(i, 4, math.NaN())
	}
	for j, got := range columnRanges(x) {
		want := valueRange{low: math.Inf(1), high: math.Inf(-1)}
		for i := range 3000 {
			if v := x.At(i, j); math.IsNaN(v) {
				want.missing++
			} else {
				want.low, want.high = math.Min(want.low, v), math.Max(want.high, v)
			}
		}
		assert.Equal(t, want, got)
		assert.Equal(t, want, rangeOf(mat.Col(nil, j, x)))
	}
}
