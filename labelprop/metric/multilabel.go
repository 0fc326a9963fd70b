package metric

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
)

// MultiLabel compares sets of labels: any number of them may be true of a row.
// Its [Counts] are per label, and [Counts.Macro] averages over all labels,
// those that never occur included.
type MultiLabel struct {
	Counts
	Total float64 // of the weights of the rows

	exact                          float64
	precision, recall, f1, jaccard float64
}

// NewMultiLabel compares indicators, n×k with 1 where a label holds and 0
// where it does not; w has n entries or is nil. Indicators are decisions:
// probabilities go through [Threshold] first, and smoothed targets are
// rejected.
//
// Errors: ErrShape, ErrWeight, ErrLabel for an element that is neither 0 nor
// 1, ErrEmpty. O(nk).
func NewMultiLabel(truth, pred mat.Matrix, w []float64) (*MultiLabel, error) {
	n, k := rows.Dims(truth)
	err := first(
		checkSameShape(truth, pred),
		checkWeights(w, n),
		checkIndicators("truth", truth),
		checkIndicators("prediction", pred),
	)
	if err != nil {
		return nil, err
	}
	t := labelTallies{labels: make([][4]sum.Running, k)}
	actual, called := rows.Of(truth), rows.Of(pred)
	for i := range n {
		if w := weights(w).at(i); w != 0 {
			t.add(w, actual.Row(i), called.Row(i))
		}
	}
	if t.total.Total() == 0 || k == 0 {
		return nil, nothing()
	}
	return t.multiLabel(), nil
}

// labelTallies is a MultiLabel in progress. An outcome is numbered by truth
// and prediction: 0 for TN, 1 for FP, 2 for FN, 3 for TP.
type labelTallies struct {
	total, exact                   sum.Running
	precision, recall, f1, jaccard sum.Running
	labels                         [][4]sum.Running
}

func (t *labelTallies) add(w float64, truth, pred []float64) {
	var outcomes [4]float64
	for j := range truth {
		// The outcome as a number: 2·truth + prediction.
		o := 2*int(truth[j]) + int(pred[j])
		outcomes[o]++
		t.labels[j][o].Add(w)
	}
	t.total.Add(w)
	// Neither FP nor FN: all labels of the row are right.
	if outcomes[1]+outcomes[2] == 0 {
		t.exact.Add(w)
	}
	// The labels of the row as counts of one class, whose ratios are averaged over rows.
	row := countsOf([][4]float64{outcomes})
	t.precision.Add(w * row.Precision(0))
	t.recall.Add(w * row.Recall(0))
	t.f1.Add(w * row.F1(0))
	t.jaccard.Add(w * row.Jaccard(0))
}

func (t *labelTallies) multiLabel() *MultiLabel {
	outcomes := make([][4]float64, len(t.labels))
	for j, label := range t.labels {
		for o, weight := range label {
			outcomes[j][o] = weight.Total()
		}
	}
	// The means over rows.
	total := t.total.Total()
	return &MultiLabel{
		Counts:    countsOf(outcomes),
		Total:     total,
		exact:     t.exact.Total() / total,
		precision: t.precision.Total() / total,
		recall:    t.recall.Total() / total,
		f1:        t.f1.Total() / total,
		jaccard:   t.jaccard.Total() / total,
	}
}

func countsOf(outcomes [][4]float64) Counts {
	k := len(outcomes)
	c := Counts{make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k)}
	for j, o := range outcomes {
		c.TN[j], c.FP[j], c.FN[j], c.TP[j] = o[0], o[1], o[2], o[3]
	}
	return c
}

// ElementAccuracy returns the share of the n·k answers that are right, the
// "accuracy" of Keras. Where labels are rare it is close to 1 for an answer of
// zeros: read it beside Baseline.
func (m *MultiLabel) ElementAccuracy() float64 {
	return (sum.Of(m.TP) + sum.Of(m.TN)) / (m.Total * float64(len(m.TP)))
}

// HammingLoss returns the share of the n·k answers that are wrong, 1 minus
// ElementAccuracy.
func (m *MultiLabel) HammingLoss() float64 {
	return (sum.Of(m.FP) + sum.Of(m.FN)) / (m.Total * float64(len(m.TP)))
}

// Baseline returns the ElementAccuracy of the best constant answer: for each
// label the commoner of yes and no.
func (m *MultiLabel) Baseline() float64 {
	var total sum.Running
	for j := range m.TP {
		// For each label the answer, yes or no, that is right more often.
		total.Add(max(m.Support(j), m.FP[j]+m.TN[j]))
	}
	return total.Total() / (m.Total * float64(len(m.TP)))
}

// SubsetAccuracy returns the share of the rows whose labels are all right.
func (m *MultiLabel) SubsetAccuracy() float64 { return m.exact }

// SamplePrecision returns the mean over rows of the share of the called labels
// that are true, 0 for a row where none is called.
func (m *MultiLabel) SamplePrecision() float64 { return m.precision }

// SampleRecall returns the mean over rows of the share of the true labels that
// are called, 0 for a row where none is true.
func (m *MultiLabel) SampleRecall() float64 { return m.recall }

// SampleF1 returns the mean over rows of 2|both|/(|true|+|called|), 0 where
// there is neither.
func (m *MultiLabel) SampleF1() float64 { return m.f1 }

// SampleJaccard returns the mean over rows of |both|/|either|, 0 where there
// is neither.
func (m *MultiLabel) SampleJaccard() float64 { return m.jaccard }
