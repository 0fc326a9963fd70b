package metric

import (
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/sum"
)

// TopK returns the share of the evaluated rows whose truth is among the k most
// probable classes. Equal probabilities rank by class, lowest first, as in
// [Decide], so that TopK of 1 is the accuracy of Decide. A row that no label
// reached is a miss. truth has n entries, probs is n×c, w n or nil; a k beyond
// c gives 1 but for such rows.
//
// Errors: ErrShape, ErrOption unless k is at least 1, ErrWeight, ErrLabel,
// ErrValue, ErrEmpty. O(nc).
func TopK(truth []int, probs mat.Matrix, k int, w []float64) (float64, error) {
	var option error
	if k < 1 {
		option = fault(ErrOption, "k %d is below 1", k)
	}
	e, err := newEvaluation(truth, probs, w, option)
	if err != nil {
		return 0, err
	}
	var hits sum.Running
	err = e.each(func(w float64, y int, row []float64) {
		// A row of zeros is a miss: all its classes tie at 0.
		if rank(row, y) < k && row[floats.MaxIdx(row)] > 0 {
			hits.Add(w)
		}
	})
	return hits.Total() / e.total, err
}

// rank counts the classes that come before class y.
func rank(row []float64, y int) int {
	before := 0
	for c, p := range row {
		// Equal probabilities rank by class, so that ranks are distinct.
		if p > row[y] || p == row[y] && c < y {
			before++
		}
	}
	return before
}
