package metric

import "github.com/propagate-go/propagate/internal/sum"

// AveragePrecision returns Σ(R_i-R_{i-1})·P_i over the distinct scores, highest
// first, where P and R are precision and recall of calling everything down to
// that score positive. For scores without information it is the share of the
// positives. Input and errors are as for [ROCAUC], but without negatives it is
// 1, and ErrUndefined is for no positives.
func AveragePrecision(truth []int, scores, w []float64) (float64, error) {
	levels, err := binaryLevels(truth, scores, w)
	if err != nil {
		return 0, err
	}
	pos, _ := totals(levels)
	if pos == 0 {
		return 0, fault(ErrUndefined, "average precision without positives")
	}
	return averagePrecision(levels, pos), nil
}

// averagePrecision of levels with pos > 0 positives.
func averagePrecision(levels []level, pos float64) float64 {
	var found, called, total sum.Running
	for _, l := range levels {
		// Rows of equal score are called positive together: recall grows by pos/total at the precision behind
		// them.
		found.Add(l.pos)
		called.Add(l.pos)
		called.Add(l.neg)
		// (R_i - R_{i-1})·P_i, with P_i = found/called.
		total.Add(l.pos / pos * (found.Total() / called.Total()))
	}
	return total.Total()
}
