package labels

import (
	"testing"

	"github.com/propagate-go/propagate/distributed/internal/shard"
	"github.com/stretchr/testify/assert"
)

// TestRow gives each status where it belongs.
func TestRow(t *testing.T) {
	for _, c := range []struct {
		o      Output
		given  int32
		scores []float64
		want   shard.Label
	}{
		{Output{Done: true}, -1, []float64{0.25, 0.5, 0.25}, shard.Label{Class: 1, Confidence: 0.5, Status: "propagated"}},
		{Output{Done: true}, -1, []float64{0.125, 0.25, 0.25}, shard.Label{Class: 1, Confidence: 0.4, Status: "tied"}},
		{Output{Done: true}, -1, []float64{0.25, 0.125, 0.25}, shard.Label{Class: 0, Confidence: 0.4, Status: "tied"}},
		{Output{Done: true}, -1, []float64{0, 0, 0}, shard.Label{Class: -1, Status: "unreachable"}},
		{Output{}, -1, []float64{0, 0, 0}, shard.Label{Class: -1, Status: "not reached yet"}},
		// Spreading may change a given label.
		{Output{Done: true}, 0, []float64{0.1, 0.3, 0.1}, shard.Label{Class: 1, Confidence: 0.6, Status: "given"}},
		{Output{}, 1, []float64{0, 0, 0}, shard.Label{Class: -1, Status: "not reached yet"}},
	} {
		c.want.Row, c.want.Scores = 7, c.scores
		got := c.o.row(7, c.given, c.scores)
		assert.InDelta(t, c.want.Confidence, got.Confidence, 1e-15)
		got.Confidence = c.want.Confidence
		assert.Equal(t, c.want, got)
	}
	clamped := Output{Clamps: true, Done: true}.row(7, 2, []float64{0, 0, 0})
	assert.Equal(t, shard.Label{Row: 7, Class: 2, Confidence: 1, Status: "given", Scores: []float64{0, 0, 1}}, clamped)
}
