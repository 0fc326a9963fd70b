package machine

import (
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/assert"
)

// The limits are those of some machine between a pocket calculator and all that there are.
func TestMeasure(t *testing.T) {
	l := Measure()
	if vec.Best() != vec.Generic {
		assert.Greater(t, l.Multiplied, 1e8)
		assert.Less(t, l.Multiplied, 1e15)
	} else {
		assert.Zero(t, l.Multiplied)
	}
	assert.Greater(t, l.Read, 1e7)
	assert.Less(t, l.Read, 1e14)
}
