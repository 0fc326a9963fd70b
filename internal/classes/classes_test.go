package classes

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestCompare sorts numbers by value, then texts.
func TestCompare(t *testing.T) {
	want := []string{"NaN", "nan", "-1", "1", "1.0", "9", "10", "1e2", "B", "a", "a10", "a9"}
	for range 5 {
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, Compare)
		assert.Equal(t, want, got)
	}
}

// TestLargest knows ties by a share of the largest score, however small that is.
func TestLargest(t *testing.T) {
	tiny := math.SmallestNonzeroFloat64
	for _, c := range []struct {
		scores []float64
		class  int
		tied   bool
	}{
		{[]float64{0.1, 0.7, 0.2}, 1, false},
		{[]float64{0.3, 0.1, 0.3}, 0, true},
		{[]float64{0.1, 0.3, 0.3}, 1, true},
		{[]float64{3e-200, 3e-200 * (1 - 5e-13), 1e-200}, 0, true},
		{[]float64{3e-200 * (1 - 5e-13), 3e-200}, 0, true},
		{[]float64{3e-200 * (1 - 5e-12), 3e-200}, 1, false},
		{[]float64{0, tiny}, 1, false},
		{[]float64{tiny, tiny}, 0, true},
		{[]float64{0, 0}, -1, false},
		{nil, -1, false},
	} {
		class, tied := Largest(c.scores)
		assert.Equal(t, c.class, class, "%v", c.scores)
		assert.Equal(t, c.tied, tied, "%v", c.scores)
	}
}
