package knn

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGridExponent(t *testing.T) {
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
	} {
		assert.Equal(t, c.want, gridExponent(c.values), "%v", c.values)
	}
}
