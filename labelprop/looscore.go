package labelprop

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// Skipped returns how many labels are alone in their components.
func (r *LOO) Skipped() int {
	count := 0
	for _, s := range r.Status {
		if s == Unreachable {
			count++
		}
	}
	return count
}

// Accuracy is the share of given labels that the others would have named, those
// skipped left out; NaN where there are none, or no classes.
func (r *LOO) Accuracy() float64 {
	right := 0
	for i := range r.Labels {
		if r.Labels[i] == r.Given[i] {
			right++
		}
	}
	return float64(right) / r.judged()
}

// judged counts the labels with a class that are not skipped, NaN for none.
func (r *LOO) judged() float64 {
	if n := len(r.Labels) - r.Skipped(); n > 0 {
		return float64(n)
	}
	return math.NaN()
}

// smallestProbability bounds what one label can cost: -ln 1e-12 = 27.6.
const smallestProbability = network.SmallestProbability

// LogLoss is the mean of -Σₖ Yᵢₖ ln max(Pᵢₖ, 1e-12), in nats, over the labels that
// are not skipped; NaN where there are none, or no classes. To choose a kernel or
// a method, take the one with the smallest.
func (r *LOO) LogLoss() float64 {
	var losses []float64
	for i := range r.Labels {
		// Skipped labels cost nothing.
		if r.Status[i] != Unreachable {
			losses = append(losses, r.loss(i))
		}
	}
	return sumOf(losses) / r.judged()
}

// loss returns the log loss of label i.
func (r *LOO) loss(i int) float64 {
	c := r.seeds.c
	return crossEntropy(r.seeds.row(i), r.logs[i*c:(i+1)*c])
}

// crossEntropy is -Σ y·ln p, with a floor under p, so that one label cannot decide alone.
func crossEntropy(y, logs []float64) float64 {
	loss := 0.0
	for k, share := range y {
		if share > 0 {
			loss -= share * max(logs[k], math.Log(smallestProbability))
		}
	}
	return loss
}

// sumOf adds values up from the least to the largest, so that their order makes no
// difference to how the sum is rounded. It sorts them.
func sumOf(values []float64) float64 {
	slices.Sort(values)
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}
