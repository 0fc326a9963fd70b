package randomforest

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNextDrawsByWeight draws from the columns that are left, in whatever order they stand: each with its weight over
// the sum of theirs, also where all of them are far lighter than the heaviest.
func TestNextDrawsByWeight(t *testing.T) {
	const draws = 4000
	for _, unit := range []float64{1, 1e-12} {
		// The heaviest column is drawn already.
		weights := []float64{unit, 3 * unit, 5, 4 * unit, 0}
		g := &grower{options: Options{Weights: weights}, columns: []int{2, 4, 3, 0, 1}, heaviest: 5,
			random: rand.New(rand.NewPCG(3, 4))}
		count, times := make([]int, 5), draws
		if unit < 1 {
			times = draws / 4 // each takes a thousand tries
		}
		for range times {
			count[g.columns[g.next(1)]]++
		}
		for j, want := range []float64{1. / 8, 3. / 8, 0, 4. / 8, 0} {
			deviation := math.Sqrt(want * (1 - want) / float64(times))
			assert.InDelta(t, want, float64(count[j])/float64(times), 4.5*deviation, "column %d, unit %g", j, unit)
		}
	}
}
