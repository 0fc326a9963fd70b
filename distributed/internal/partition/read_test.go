package partition

import (
	"testing"

	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPacker sends each entry once, to the block of its row, in messages of bounded length, and knows how many wait.
func TestPacker(t *testing.T) {
	const n = 60_000
	r, err := block.NewRanges(n, 7)
	require.NoError(t, err)
	seen := make([]int, n)
	p := newPacker(r, func(to int64, data []byte) {
		m, err := block.Decode(data)
		require.NoError(t, err)
		require.LessOrEqual(t, len(m.Edges), packed)
		for _, e := range m.Edges {
			require.EqualValues(t, to, r.Of(e.Row))
			seen[e.Row]++
		}
	}, func(e []block.Entry) *block.Message { return &block.Message{From: reader, Edges: e} })
	// Most entries go to one block, whose messages are sent early.
	for i := range 3 * n {
		row := uint32(i % n)
		if i >= n {
			row = uint32(i % 100)
		}
		p.add(block.Entry{Row: row, Other: 1, Weight: 1})
	}
	waiting := 0
	for _, list := range p.waiting {
		waiting += len(list)
	}
	assert.Equal(t, waiting, p.count)
	p.flush()
	assert.Zero(t, p.count)
	for row, count := range seen {
		want := 1
		if row < 100 {
			want += 2 * n / 100
		}
		require.Equal(t, want, count, "row %d", row)
	}
}
