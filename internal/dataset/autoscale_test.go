package dataset

import (
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
