package iterate

import (
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph"
	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOneExchangeAnIteration counts the groupings of the plan.
func TestOneExchangeAnIteration(t *testing.T) {
	r, err := block.NewRanges(100, 7)
	require.NoError(t, err)
	for _, steps := range []int{1, 2, 10} {
		p, s := beam.NewPipelineWithRoot()
		Build(s, Batch{Ranges: r, Steps: steps})
		edges, _, err := p.Build()
		require.NoError(t, err)
		count := map[graph.Opcode]int{}
		for _, e := range edges {
			count[e.Op]++
		}
		assert.Equal(t, steps, count[graph.CoGBK], "%v", count)
		assert.Equal(t, 1, count[graph.Reshuffle], "%v", count)
		assert.Zero(t, count[graph.Combine])
	}
}
