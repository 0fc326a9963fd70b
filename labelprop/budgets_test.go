package labelprop

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Ordinary tables get all that can help; large ones no more than takes some seconds.
func TestLabelsAndTreesThatTakeSeconds(t *testing.T) {
	assert.Equal(t, 500, treesFor(100, 8000, 100))
	assert.Equal(t, 215, treesFor(100, 70_000, 784))
	assert.Equal(t, 100, treesFor(50_000, 100_000, 1000))
	assert.Equal(t, 500, treesFor(1, 2, 1))
	assert.Equal(t, 1000, ridgeLabels(8000, 118, 2))
	assert.Equal(t, 36, ridgeLabels(70_000, 784, 10))
	assert.Equal(t, 200, ridgeLabels(1_000_000, 1000, 100))
	assert.Equal(t, 1000, logisticLabels(118, 2))
	assert.Equal(t, 63, logisticLabels(784, 10))
	assert.Equal(t, 200, logisticLabels(1000, 100))
	assert.Equal(t, 40, logisticFolds(40, 118, 2))
	assert.Equal(t, 10, logisticFolds(180, 118, 23))
}

func TestSomeLabelsAreSpreadOverTheClasses(t *testing.T) {
	y := []int{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2}
	order := []int32{12, 3, 0, 7, 11, 1, 2, 4, 5, 6, 8, 9, 10}
	assert.Equal(t, order, spread(y, order, 3, 13))
	assert.Equal(t, order, spread(y, order, 3, 100))
	some := spread(y, order, 3, 6)
	count := make([]int, 3)
	for _, l := range some {
		count[y[l]]++
	}
	assert.InDelta(t, 4, count[0], 1)
	assert.InDelta(t, 2, count[1], 1)
	assert.Equal(t, 1, count[2])
}
