package metric

import (
	"math"

	"github.com/propagate-go/propagate/internal/sum"
)

// CoveragePoint is what remains when only rows of confidence at least
// Threshold are answered.
type CoveragePoint struct {
	Threshold float64
	Coverage  float64 // share of the evaluated rows that are answered
	Accuracy  float64 // share of those that are right
}

// RiskCoverage returns one point for each distinct confidence, most confident
// first, and the area under the curve of risk, 1-Accuracy: the mean over the
// answered rows of the risk at their point [geifman2017]. 0 is perfect; the
// error rate of all rows is what a confidence without information gives. A
// prediction [Unlabeled] is never answered, and its confidence is not read; if
// there is no other the area is NaN. truth and pred have n entries of at least
// -1, confidence n, w n or nil. Only the order of the confidences matters.
//
// Errors: ErrShape, ErrWeight, ErrLabel, ErrValue for a confidence NaN,
// ErrEmpty. O(n log n).
func RiskCoverage(truth, pred []int, confidence, w []float64) ([]CoveragePoint, float64, error) {
	n := len(truth)
	err := first(
		checkLengths("truth", n, "predictions", len(pred)),
		checkLengths("truth", n, "confidences", len(confidence)),
		checkWeights(w, n),
		checkLabels("prediction", pred, math.MaxInt),
	)
	if err != nil {
		return nil, 0, err
	}
	ratios, _ := relative(w, truth)
	total, err := ratios.total(truth, math.MaxInt)
	if err != nil {
		return nil, 0, err
	}
	levels, err := rankRows(confidence, func(i int) (float64, bool) {
		if truth[i] == Unlabeled || pred[i] == Unlabeled {
			return 0, false
		}
		// Right predictions are the positives of the ranking, wrong ones the negatives.
		return ratios.at(i), truth[i] == pred[i]
	})
	if err != nil {
		return nil, 0, err
	}
	points, area := riskCurve(levels, total)
	return points, area, nil
}

func riskCurve(levels []level, total float64) ([]CoveragePoint, float64) {
	points := make([]CoveragePoint, len(levels))
	var right, wrong, answered, risk sum.Running
	for i, l := range levels {
		// Lower the threshold by one level: its rows are answered too.
		right.Add(l.pos)
		wrong.Add(l.neg)
		answered.Add(l.pos)
		answered.Add(l.neg)
		points[i] = CoveragePoint{
			Threshold: l.score,
			Coverage:  answered.Total() / total,
			Accuracy:  right.Total() / answered.Total(),
		}
		// Each row counts with the risk at the threshold at which it is first answered.
		risk.Add((l.pos + l.neg) * (wrong.Total() / answered.Total()))
	}
	return points, risk.Total() / answered.Total()
}
