package labelprop

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/ln"
)

// guess returns the log loss of label i, and the probability that it is right, if all that is known are the
// shares of the classes among the other labels. It counts as a prediction where no label reaches another.
func (v *looProbabilities) guess(i int) (loss, right float64) {
	if v.mass == nil {
		v.mass = v.seeds.mass()
	}
	// How many labels each class has without this one.
	others, y := slices.Clone(v.mass), v.seeds.row(i)
	for k := range others {
		others[k] = max(others[k]-y[k], 0)
	}
	return guessAmong(y, others)
}

// guessAmong is a guess at y by the numbers of other labels of each class.
func guessAmong(y, mass []float64) (loss, right float64) {
	total := 0.0
	for _, m := range mass {
		total += m
	}
	logs := make([]float64, len(mass))
	for k, m := range mass {
		// Without any other label nothing is known: all classes alike.
		share := 1 / float64(len(mass))
		if total > 0 {
			share = m / total
		}
		logs[k] = ln.Of(max(share, smallestProbability))
		right += y[k] * share
	}
	return crossEntropy(y, logs), math.Min(right, 1)
}
