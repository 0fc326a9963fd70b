package network

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/internal/progress"
	"github.com/stretchr/testify/assert"
)

// TestClosenessOfABlock checks that steps which each make the rests smaller by the same factor count the same, and that
// a label is counted once in all, however often it is told of.
func TestClosenessOfABlock(t *testing.T) {
	v := &returnVectors{}
	a := &returnProbabilities{ownClass: make([]float64, 32), meter: progress.Tell(nil).Begin(t.Context(), 0, 1)}
	excess := []float64{math.Inf(1), math.Inf(1), 1e6, 1e5, 1e4, 1e3, 1e2, 10, 0.9}
	for k, x := range excess {
		got := v.closeness(x)
		switch {
		case k < 3:
			assert.Zero(t, got)
		case x > 1:
			assert.InDelta(t, float64(k-2)/6, got, 1e-12)
		}
		a.tell(v, 16, got)
	}
	a.tell(v, 16, 1)
	assert.InDelta(t, 16*millionths, float64(a.found.Load()), 10)
	a.tell(v, 16, 0.5)
	assert.InDelta(t, 16*millionths, float64(a.found.Load()), 10, "what was counted stays")
}
