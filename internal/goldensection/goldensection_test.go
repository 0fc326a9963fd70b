package goldensection_test

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/internal/goldensection"
	"github.com/stretchr/testify/assert"
)

// TestLeast compares with the minimum that is known, inside and at either end.
func TestLeast(t *testing.T) {
	for at, f := range map[float64]func(float64) float64{
		0.3: func(x float64) float64 { return math.Abs(x - 0.3) },
		1:   func(x float64) float64 { return x - math.Log(x) },
		4:   func(x float64) float64 { return -x },
		0.1: func(x float64) float64 { return x * x },
	} {
		for _, width := range []float64{1e-2, 1e-6} {
			calls := 0
			got := goldensection.Least(0.1, 4, width, func(x float64) float64 {
				calls++
				return f(x)
			})
			assert.InDelta(t, at, got, width/2+1e-12)
			assert.LessOrEqual(t, calls, 3+int(math.Log(3.9/width)/math.Log(1.618)), "one call a step")
		}
	}
}
