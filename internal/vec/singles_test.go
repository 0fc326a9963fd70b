package vec

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The float32 lie in the memory of the float64, all of it and nothing else.
func TestSingles(t *testing.T) {
	doubles := []float64{1, 2, 3}
	s := Singles(doubles[:2])
	assert.Len(t, s, 4)
	for i := range s {
		s[i] = float32(i + 5)
	}
	low, high := math.Float32bits(5), math.Float32bits(6)
	// Either half may come first.
	bits := []uint64{uint64(high)<<32 | uint64(low), uint64(low)<<32 | uint64(high)}
	assert.Contains(t, bits, math.Float64bits(doubles[0]))
	assert.Equal(t, 3.0, doubles[2])
	assert.Empty(t, Singles(nil))
}
