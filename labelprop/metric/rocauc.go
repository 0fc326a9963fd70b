package metric

import "github.com/propagate-go/propagate/internal/sum"

// ROCAUC returns the area under the ROC curve: the probability that a positive
// row has a higher score than a negative one, a tie counting half
// [hanley1982]. 0.5 is chance, 0 a perfect order upside down. truth has n
// entries 0, 1 or -1, scores n, w n or nil. Only the order of the scores
// matters.
//
// Errors: ErrShape, ErrWeight, ErrLabel, ErrValue for a score NaN, ErrEmpty,
// ErrUndefined if only one class is there. O(n log n).
func ROCAUC(truth []int, scores, w []float64) (float64, error) {
	levels, err := binaryLevels(truth, scores, w)
	if err != nil {
		return 0, err
	}
	pos, neg := totals(levels)
	if pos == 0 || neg == 0 {
		return 0, fault(ErrUndefined, "ROC AUC of one class")
	}
	// Divided twice rather than by the product, which may overflow or underflow.
	return pairsInOrder(levels) / pos / neg, nil
}

// pairsInOrder returns the weight of the pairs of a positive and a negative
// row that are in order, half of it where they tie.
func pairsInOrder(levels []level) float64 {
	var above, total sum.Running
	for _, l := range levels {
		// Each negative row is below the positives of higher levels, and ties with those of its own.
		total.Add(l.neg * (above.Total() + l.pos/2))
		above.Add(l.pos)
	}
	return total.Total()
}

// binaryLevels checks the input of a metric of scores and ranks the rows.
func binaryLevels(truth []int, scores, w []float64) ([]level, error) {
	err := first(
		checkLengths("truth", len(truth), "scores", len(scores)),
		checkWeights(w, len(truth)),
	)
	if err != nil {
		return nil, err
	}
	ratios, _ := relative(w, truth)
	if _, err := ratios.total(truth, 2); err != nil {
		return nil, err
	}
	return rankRows(scores, func(i int) (float64, bool) {
		if truth[i] == Unlabeled {
			return 0, false
		}
		return ratios.at(i), truth[i] == 1
	})
}

// rankRows ranks the rows by score; of gives weight and sign of a row, weight
// 0 for one that takes no part.
func rankRows(scores []float64, of func(i int) (w float64, positive bool)) ([]level, error) {
	r := ranking{rows: make([]ranked, 0, len(scores))}
	for i, s := range scores {
		w, positive := of(i)
		// Excluded rows are not read, so that they may hold NaN.
		if w == 0 {
			continue
		}
		if s != s {
			return nil, faultRow(i, ErrValue, "score NaN")
		}
		r.add(s, w, positive)
	}
	return r.descending(), nil
}
