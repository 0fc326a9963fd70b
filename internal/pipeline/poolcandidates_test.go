package pipeline

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Small tables are searched nearly whole, large ones for no more than four times the neighbours.
func TestCandidates(t *testing.T) {
	assert.Equal(t, 149, candidates(150, 10))
	assert.Equal(t, 400, candidates(3000, 10))
	assert.Equal(t, 250, candidates(8000, 10))
	assert.Equal(t, 40, candidates(70_000, 10))
	assert.Equal(t, 4, candidates(5, 4))
}
