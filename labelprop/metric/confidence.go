package metric

import "math"

// ConfidenceCalibration returns the reliability of a confidence in the
// predictions, where there are no probabilities of all classes. A prediction
// [Unlabeled] is wrong with confidence 0, and its confidence is not read. It is
// [Calibration] for pred as decided by [Decide] and the largest probabilities.
// truth and pred have n entries of at least -1, confidence n in [0, 1], give or
// take 1e-9, w n or nil.
//
// Errors: ErrShape, ErrOption unless bins is from 1 to 2^20, ErrWeight,
// ErrLabel, ErrValue, ErrEmpty. O(n).
func ConfidenceCalibration(truth, pred []int, confidence []float64, bins int, w []float64) (*Reliability, error) {
	n := len(truth)
	err := first(
		checkLengths("truth", n, "predictions", len(pred)),
		checkLengths("truth", n, "confidences", len(confidence)),
		checkBins(bins),
		checkWeights(w, n),
	)
	if err != nil {
		return nil, err
	}
	// An evaluation without probabilities: only truth and weights are used.
	e := &evaluation{truth: truth}
	e.w, e.scale = relative(w, truth)
	if e.total, err = e.w.total(truth, math.MaxInt); err != nil {
		return nil, err
	}
	if err := checkLabels("prediction", pred, math.MaxInt); err != nil {
		return nil, err
	}
	tallies := make([]tally, bins)
	for i, y := range truth {
		if y == Unlabeled || e.w.exclude(i) {
			continue
		}
		// An abstention has confidence 0, whatever is written there.
		c := 0.0
		if pred[i] != Unlabeled {
			c = confidence[i]
		}
		// The comparison is false for NaN, too.
		if !(c >= -rounding && c <= 1+rounding) {
			return nil, faultRow(i, ErrValue, "confidence %g is not in [0, 1]", c)
		}
		// What rounding left outside [0, 1] is clamped.
		c = min(max(c, 0), 1)
		tallies[binOf(c, bins)].add(e.w.at(i), c, pred[i] == y)
	}
	return e.reliability(tallies), nil
}
