package labelprop

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// looProbabilities are the probabilities of l labels left out, as logarithms, l×C; a row of a
// label that is alone in its component is skipped.
type looProbabilities struct {
	seeds   *Seeds
	logs    []float64
	skipped []bool
	open    []bool    // those of the skipped that others reach, but nothing is known of; nil: none
	mass    []float64 // of the classes among all labels, for guesses; nil until there is one
	answer  []float64 // F at the free nodes, where it was solved for
}

// leastLog stands for the logarithm of 0, so that it can be interpolated.
const leastLog = network.LeastLog

// interpolationTol is by how much the mean log loss and the accuracy may be off where they are interpolated.
const interpolationTol = 8e-3

func newLOOProbabilities(s *Seeds) *looProbabilities {
	return &looProbabilities{seeds: s, logs: make([]float64, len(s.nodes)*s.c), skipped: make([]bool, len(s.nodes))}
}

// one returns the log loss of a label, and how far it is predicted right, from 0 to 1.
func (v *looProbabilities) one(i int) (loss, right float64) {
	c, y := v.seeds.c, v.seeds.row(i)
	if v.skipped[i] {
		return v.guess(i)
	}
	row := v.logs[i*c : (i+1)*c]
	if best, _ := simplex.FirstOfLargest(row, nil, simplex.TieMargin); best == simplex.Largest(y) {
		right = 1
	}
	return crossEntropy(y, row), right
}

// distance is the mean of the differences of the log losses, label by label, in which errors of unlike sign do
// not cancel.
func (v *looProbabilities) distance(w *looProbabilities) float64 {
	apart := make([]float64, len(v.skipped))
	for i := range apart {
		ours, _ := v.one(i)
		theirs, _ := w.one(i)
		apart[i] = math.Abs(ours - theirs)
	}
	return sumOf(apart) / float64(len(v.skipped))
}

// disagrees reports whether a score between both may be off by more than what is allowed because labels are
// predicted right by one of them only, or skipped by one only.
func (v *looProbabilities) disagrees(w *looProbabilities) bool {
	sum := 0.0
	for i := range v.skipped {
		_, ours := v.one(i)
		if _, theirs := w.one(i); ours != theirs || v.skipped[i] != w.skipped[i] {
			sum++
		}
	}
	return sum/float64(len(v.skipped)) > interpolationTol
}

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
