package metric

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
)

// CoverageError returns how far down the ranking of its labels one has to go,
// in the mean over rows, to meet all that are true: the number of labels that
// score at least as high as the lowest true one, 0 without a true label.
// Perfect is the mean number of true labels; k is no information. truth is n×k
// with 0 and 1, scores n×k, w n or nil. Only the order in a row matters.
//
// Errors: ErrShape, ErrWeight, ErrLabel, ErrValue for a score NaN, ErrEmpty.
// O(nk).
func CoverageError(truth, scores mat.Matrix, w []float64) (float64, error) {
	return meanOfRows(truth, scores, w, coverageError)
}

// RankingLoss returns the mean over rows of the share of the pairs of a true
// and a false label that are in the wrong order, ties included; 0 for a row
// without a true or without a false label. 0 is perfect, 1 is the worst, and
// also what equal scores get. Input and errors are as for [CoverageError].
// O(nk log k).
func RankingLoss(truth, scores mat.Matrix, w []float64) (float64, error) {
	return meanOfRows(truth, scores, w, byLevels(rankingLoss))
}

// LabelRankingAP returns the mean over rows of the label-ranking average
// precision: for each true label the share of true ones among the labels that
// score at least as high, averaged over the true labels; 1 for a row without
// any. 1 is perfect; equal scores get the share of the true labels. Input and
// errors are as for [CoverageError]. O(nk log k).
func LabelRankingAP(truth, scores mat.Matrix, w []float64) (float64, error) {
	return meanOfRows(truth, scores, w, byLevels(labelRankingAP))
}

// meanOfRows returns the weighted mean of a score of a row's labels.
func meanOfRows(truth, scores mat.Matrix, w []float64, of func(truth, scores []float64) float64) (float64, error) {
	n, _ := rows.Dims(truth)
	err := first(
		checkSameShape(truth, scores),
		checkWeights(w, n),
		checkIndicators("truth", truth),
	)
	if err != nil {
		return 0, err
	}
	ratios, _ := relative(w, nil)
	actual, guess := rows.Of(truth), rows.Of(scores)
	var total, weight sum.Running
	for i := range n {
		w := ratios.at(i)
		if w == 0 {
			continue
		}
		row := guess.Row(i)
		// NaN has no place in an order.
		if j := firstNaN(row); j >= 0 {
			return 0, faultAt(i, j, ErrValue, "score NaN")
		}
		total.Add(w * of(actual.Row(i), row))
		weight.Add(w)
	}
	if weight.Total() == 0 {
		return 0, nothing()
	}
	return total.Total() / weight.Total(), nil
}

func firstNaN(row []float64) int {
	for j, v := range row {
		if math.IsNaN(v) {
			return j
		}
	}
	return -1
}

func coverageError(truth, scores []float64) float64 {
	lowest := math.Inf(1)
	found := false
	for j, t := range truth {
		if t == 1 {
			// The lowest score of a true label: one has to go down as far as that.
			lowest, found = min(lowest, scores[j]), true
		}
	}
	count := 0
	for _, s := range scores {
		// Labels of equal score count as above it: the pessimistic rank.
		if found && s >= lowest {
			count++
		}
	}
	return float64(count)
}

// byLevels ranks the labels of a row for a score of levels.
func byLevels(of func(levels []level) float64) func(truth, scores []float64) float64 {
	// One ranking is reused for all rows.
	r := new(ranking)
	return func(truth, scores []float64) float64 {
		r.reset()
		for j, s := range scores {
			r.add(s, 1, truth[j] == 1)
		}
		return of(r.descending())
	}
}

// rankingLoss counts, for each true label, the false ones at or above it.
func rankingLoss(levels []level) float64 {
	pos, neg := totals(levels)
	var above, wrong sum.Running
	for _, l := range levels {
		// False labels of the same score count as above, too: a tie is a mistake.
		above.Add(l.neg)
		wrong.Add(l.pos * above.Total())
	}
	return ratio(wrong.Total(), pos*neg)
}

func labelRankingAP(levels []level) float64 {
	pos, _ := totals(levels)
	// Nothing to find: 1 by convention.
	if pos == 0 {
		return 1
	}
	return averagePrecision(levels, pos)
}
