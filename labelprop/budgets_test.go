package labelprop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// Ordinary tables get all that can help; large ones no more than takes some seconds.
func TestBudgets(t *testing.T) {
	assert.Equal(t, 500, treesFor(100, 8000, 100))
	assert.Equal(t, 430, treesFor(100, 70_000, 784))
	assert.Equal(t, 100, treesFor(50_000, 100_000, 1000))
	assert.Equal(t, 500, treesFor(1, 2, 1))
	assert.Equal(t, 1000, ridgeLabels(8000, 118, 2))
	assert.Equal(t, 72, ridgeLabels(70_000, 784, 10))
	assert.Equal(t, 200, ridgeLabels(1_000_000, 1000, 100))
}

func TestSpread(t *testing.T) {
	y, nodes := []int{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 2}, make([]int, 13)
	x := mat.NewDense(13, 1, nil)
	for i := range nodes {
		nodes[i] = 12 - i
		x.Set(12-i, 0, float64(i*5%7))
	}
	// All of them, or a part of every class, in the order of classes and values.
	assert.Equal(t, []int{0, 7, 3, 6, 2, 9, 8, 4, 10, 5, 1, 11, 12}, spread(x, nodes, y, 13))
	assert.Equal(t, spread(x, nodes, y, 13), spread(x, nodes, y, 100))
	some := spread(x, nodes, y, 6)
	count := make([]int, 3)
	for _, l := range some {
		count[y[l]]++
	}
	assert.InDelta(t, 4, count[0], 1)
	assert.InDelta(t, 2, count[1], 1)
	assert.Equal(t, 1, count[2])
}
