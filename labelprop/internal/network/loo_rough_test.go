package network

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWithoutOwn takes the share of the own label off answers that a solver found: entries a little below 0 are
// rounding, and stand for 0.
func TestWithoutOwn(t *testing.T) {
	for _, one := range []struct {
		row  []float64
		own  float64
		want []float64 // nil: too little is left
	}{
		{[]float64{0.5, 0.2, 0.3}, 0.25, []float64{1. / 3, 0.8 / 3, 0.4}},
		{[]float64{0.5, -1e-18, 0.5}, 0.25, []float64{1. / 3, 0, 2. / 3}},
		{[]float64{0.5, -1e-18, 0.5}, 0.5 + 1e-12, []float64{0, 0, 1}},
		{[]float64{1, -1e-18, 1e-7}, 1 - 1e-8, nil},
	} {
		row := append([]float64{}, one.row...)
		if !assert.Equal(t, one.want != nil, withoutOwn(row, 0, one.own), one.row) || one.want == nil {
			continue
		}
		for k, want := range one.want {
			assert.InDelta(t, max(math.Log(want), LeastLog), row[k], 1e-12, "%v, class %d", one.row, k)
		}
	}
}
