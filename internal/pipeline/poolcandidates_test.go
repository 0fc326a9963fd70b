package pipeline

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Small tables are searched nearly whole, large ones for twice the neighbours.
func TestCandidates(t *testing.T) {
	assert.Equal(t, 149, candidates(150, 10))
	assert.Equal(t, 200, candidates(3000, 10))
	assert.Equal(t, 75, candidates(8000, 10))
	assert.Equal(t, 20, candidates(70_000, 10))
	assert.Equal(t, 4, candidates(5, 4))
}
