package knn

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMagnitudes(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   int
	}{
		{nil, math.MaxInt32},
		{[]float64{0, math.Copysign(0, -1)}, math.MaxInt32},
		{[]float64{1}, 0},
		{[]float64{12, 0, -8}, 2},
		{[]float64{12, 0.5}, -1},
		{[]float64{0.1}, -55},
		{[]float64{3 * 0x1p-1074, 1}, -1074},
		{[]float64{6 * 0x1p-1074}, -1073},
		{[]float64{0x1p-1022}, -1022},
		{[]float64{math.MaxFloat64}, 971},
		{[]float64{1, 0x1p51 + 0.5}, -1},
		{[]float64{1, -0x1p51 - 0.5}, -1},
		{[]float64{0.5, 0x1p-1074}, -1074},
		{[]float64{0.5, math.MaxFloat64, 0.25}, -2},
		{[]float64{0x1p-999, math.MaxFloat64, 0x1p-1000}, -1000},
	} {
		_, grid := magnitudes(c.values)
		assert.Equal(t, c.want, grid, "%v", c.values)
	}
}

// The grid of many values is the finest of those of each by itself, whatever came before.
func TestMagnitudesOfMany(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for range 2000 {
		values, want, most := make([]float64, 1+r.IntN(6)), math.MaxInt32, 0.0
		for i := range values {
			// Few bits set, at any place of the range of float64.
			values[i] = math.Ldexp(float64(r.IntN(64)-32)+float64(r.IntN(2))*0x1p-40, r.IntN(2100)-1060)
			if math.IsInf(values[i], 0) {
				values[i] = 0
			}
			_, grid := magnitudes(values[i : i+1])
			want, most = min(want, grid), math.Max(most, math.Abs(values[i]))
		}
		largest, grid := magnitudes(values)
		assert.Equal(t, want, grid, "%g", values)
		assert.Equal(t, most, largest, "%g", values)
	}
}
