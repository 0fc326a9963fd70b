package metric

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/sum"
	"github.com/propagate-go/propagate/labelprop/loss"
)

// LogLoss returns the mean of -ln p[y] in nats over the evaluated rows, where
// y is the truth and p the row of probs [good1952]. ln k is what the uniform
// answer costs; 0 is perfect. Probabilities are first moved to
// min(max(p, clip), 1-clip); nothing is normalised. Without a clip a single
// true class of probability 0, as in a row that no label reached, makes the
// result +Inf. truth has n entries, probs is n×k, w n or nil.
//
// Errors: ErrShape, ErrOption unless clip is in [0, 0.5), ErrWeight, ErrLabel,
// ErrValue, ErrEmpty. O(nk).
func LogLoss(truth []int, probs mat.Matrix, clip float64, w []float64) (float64, error) {
	e, err := newEvaluation(truth, probs, w, checkClip(clip))
	if err != nil {
		return 0, err
	}
	total, err := e.sum(func(e *evaluation, lo, hi int) (float64, error) { return e.logLoss(clip, lo, hi) })
	if err != nil {
		return 0, err
	}
	return total / e.total, nil
}

// logLoss returns the sum over rows [lo, hi).
func (e *evaluation) logLoss(clip float64, lo, hi int) (float64, error) {
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
		// The logarithm of the probability of the true class, which clip keeps from being infinite.
		p := clipped(row[y], clip)
		total.Add(e.w.times(i, loss.NegLog(p)))
	}
	return total.Total(), nil
}

// clipped brings p, a number, into [clip, 1-clip].
func clipped(p, clip float64) float64 {
	if p < clip {
		return clip
	}
	if p > 1-clip {
		return 1 - clip
	}
	return p
}

func checkClip(clip float64) error {
	if !(clip >= 0 && clip < 0.5) {
		return fault(ErrOption, "clip %g is not in [0, 0.5)", clip)
	}
	return nil
}
