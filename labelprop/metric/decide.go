package metric

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

// Decide returns the most probable class of each row of probs, n×k, the lowest
// of equals. A row abstains with [Unlabeled] if its largest probability is
// below min, or if no label reached it: an all-zero row is not class 0.
//
// Errors: ErrOption unless min is in [0, 1]; ErrValue. Without rows the result
// is empty. O(nk).
func Decide(probs mat.Matrix, min float64) ([]int, error) {
	if !(min >= 0 && min <= 1) {
		return nil, fault(ErrOption, "min %g is not in [0, 1]", min)
	}
	n, _ := rows.Dims(probs)
	d := distributionsOf(probs)
	labels := make([]int, n)
	for i := range labels {
		row, err := d.row(i)
		if err != nil {
			return nil, err
		}
		labels[i] = decide(row, min)
	}
	return labels, nil
}

func decide(row []float64, min float64) int {
	if len(row) == 0 {
		return Unlabeled
	}
	c := floats.MaxIdx(row)
	// A row of zeros was not reached by a label: it is not class 0.
	if row[c] == 0 || row[c] < min {
		return Unlabeled
	}
	return c
}

// Threshold returns 1 where a score is above t and 0 elsewhere, n×m: strictly
// above, so that 0.5 > 0.5 is 0. Scores and t may be infinite; t = -Inf makes
// every score but -Inf positive.
//
// Errors: ErrOption if t is NaN; ErrValue if a score is. O(nm).
func Threshold(scores mat.Matrix, t float64) (*mat.Dense, error) {
	if math.IsNaN(t) {
		return nil, fault(ErrOption, "the threshold is NaN")
	}
	n, m := rows.Dims(scores)
	above := rows.Zeros(n, m)
	source := rows.Of(scores)
	for i := range n {
		for j, s := range source.Row(i) {
			if math.IsNaN(s) {
				return nil, faultAt(i, j, ErrValue, "score NaN")
			}
			// Strictly above: 0.5 is not above 0.5.
			if s > t {
				above.Set(i, j, 1)
			}
		}
	}
	return above, nil
}
