package metric

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
)

// Brier returns the mean of Σ_c (p_c - o_c)² over the evaluated rows, where o
// is 1 for the true class and 0 elsewhere [brier1950]: 0 is perfect, 2 is
// certain and wrong, 1-1/k is the uniform answer, 1 a row that no label
// reached. For two classes it is twice the score of a single probability.
// truth has n entries, probs is n×k, w n or nil.
//
// Errors: ErrShape, ErrWeight, ErrLabel, ErrValue, ErrEmpty. O(nk).
func Brier(truth []int, probs mat.Matrix, w []float64) (float64, error) {
	e, err := newEvaluation(truth, probs, w, nil)
	if err != nil {
		return 0, err
	}
	total, err := e.sum((*evaluation).brier)
	if err != nil {
		return 0, err
	}
	return total / e.total, nil
}

// brier returns the sum over rows [lo, hi).
func (e *evaluation) brier(lo, hi int) (float64, error) {
	_, k := rows.Dims(e.probs)
	outcome := make([]float64, k)
	var total sum.Running
	for i := lo; i < hi; i++ {
		y := e.truth[i]
		if y == Unlabeled || e.w.exclude(i) {
			continue
		}
		row, err := e.row(i)
		if err != nil {
			return 0, err
		}
		// One vector of outcomes serves all rows: it is set and reset.
		outcome[y] = 1
		total = total.Plus(e.w.times(i, squaredDistance(row, outcome)))
		outcome[y] = 0
	}
	return total.Total(), nil
}

// squaredDistance goes by pairs, since one addition has to wait for another.
func squaredDistance(a, b []float64) float64 {
	// Two sums that do not depend on each other: the processor adds both at the same time.
	var even, odd float64
	b = b[:len(a)]
	j := 1
	for ; j < len(a); j += 2 {
		d, e := a[j-1]-b[j-1], a[j]-b[j]
		even += d * d
		odd += e * e
	}
	// One element is left of an odd number.
	if j == len(a) {
		d := a[j-1] - b[j-1]
		even += d * d
	}
	return even + odd
}
