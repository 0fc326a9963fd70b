package pipeline

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Small tables are searched for four times the neighbours, large ones for twice as many.
func TestCandidates(t *testing.T) {
	assert.Equal(t, 40, candidates(150, 10))
	assert.Equal(t, 40, candidates(15_000, 10))
	assert.Equal(t, 30, candidates(20_000, 10))
	assert.Equal(t, 20, candidates(70_000, 10))
	assert.Equal(t, 4, candidates(5, 4))
}
