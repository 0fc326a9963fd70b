package metric

import (
	"math"

	"github.com/propagate-go/propagate/internal/sum"
)

// heaviest is the largest sum of weights: far from the end of float64, so that
// counts, and counts times losses, stay finite.
const heaviest = 0x1p960

// weights has one weight a row, or none at all, which is 1 for every row.
type weights []float64

func (w weights) at(i int) float64 {
	if w == nil {
		return 1
	}
	return w[i]
}

// exclude reports whether row i has weight 0.
func (w weights) exclude(i int) bool { return w != nil && w[i] == 0 }

// times returns v by the weight of row i.
func (w weights) times(i int, v float64) float64 {
	if w == nil {
		return v
	}
	return w[i] * v
}

// checkWeights checks w for n rows.
func checkWeights(w []float64, n int) error {
	if w == nil {
		return nil
	}
	if len(w) != n {
		return fault(ErrShape, "%d weights for %d rows", len(w), n)
	}
	total := 0.0
	for i, x := range w {
		// The comparison is false for NaN, too.
		if !(x >= 0 && x <= math.MaxFloat64) {
			return faultRow(i, ErrWeight, "%g", x)
		}
		// The bound leaves room for products of counts and losses.
		if total += x; total > heaviest {
			return faultRow(i, ErrWeight, "the weights sum to more than %g", heaviest)
		}
	}
	return nil
}

// relative returns checked weights for a result in which only the ratios of
// the weights of rows with a truth matter: w, or where those are very large or
// very small, w·2^-scale. A nil truth is a truth for every row.
func relative(w []float64, truth []int) (scaled weights, scale int) {
	largest := 0.0
	for i, x := range w {
		if truth == nil || truth[i] != Unlabeled {
			largest = max(largest, x)
		}
	}
	// In this range sums and products of weights are safe: use them as they are.
	if largest == 0 || largest >= 0x1p-400 && largest <= 0x1p400 {
		return w, 0
	}
	_, scale = math.Frexp(largest)
	scaled = make(weights, len(w))
	for i, x := range w {
		// A power of two cancels in every ratio of weights.
		scaled[i] = math.Ldexp(x, -scale)
		if x > 0 && scaled[i] == 0 { // small, not excluded
			scaled[i] = math.SmallestNonzeroFloat64
		}
	}
	return scaled, scale
}

// total checks labels for k classes and returns the weight of the rows that
// have one, above 0.
func (w weights) total(truth []int, k int) (float64, error) {
	var total sum.Running
	count := 0
	for i, y := range truth {
		// One comparison: negative labels become very large.
		if uint(y) < uint(k) {
			count++
			if w != nil {
				total.Add(w[i])
			}
		} else if y != Unlabeled {
			return 0, badLabel(i, "truth", y, k)
		}
	}
	if w == nil {
		total.Add(float64(count))
	}
	if total.Total() == 0 {
		return 0, nothing()
	}
	return total.Total(), nil
}

func nothing() error {
	return fault(ErrEmpty, "no row has a truth and a weight")
}

// ratio is a/b, 0 where b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
