package pipeline_test

import (
	"testing"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/distuv"
)

// TestIntervalCovers adds up the probabilities of all counts whose interval covers the true proportion: on average over
// proportions that is 95 %.
func TestIntervalCovers(t *testing.T) {
	mean, cases := 0.0, 0.0
	for _, n := range []int{20, 50, 200} {
		for p := 0.02; p < 1; p += 0.02 {
			covered := 0.0
			for k := range n + 1 {
				low, high := pipeline.Proportion{Count: k, Of: n}.Interval()
				assert.True(t, low >= 0 && low <= high && high <= 1)
				if low <= p && p <= high {
					covered += distuv.Binomial{N: float64(n), P: p}.Prob(float64(k))
				}
			}
			assert.Greater(t, covered, 0.87, "%d, %g", n, p)
			mean, cases = mean+covered, cases+1
		}
	}
	assert.InDelta(t, 0.95, mean/cases, 0.005)
}
