package report

import "github.com/propagate-go/propagate/internal/summary"

// measure is a number that tells how good the labels are, and what it means.
type measure struct {
	Name, What string
	Value      summary.Number
}

// measures returns those that the page shows. Without probabilities some are not known.
func measures(e *summary.Evaluation) []measure {
	all := []measure{
		{"accuracy", "share of these rows whose predicted label is right", e.Accuracy},
		{"baseline", "accuracy of always predicting the most frequent class", e.Baseline},
		{"balanced accuracy", "mean of the recalls of the classes", e.BalancedAccuracy},
		{"macro-F1", "mean of the F1 scores of the classes", e.MacroF1},
		{"coverage", "share of these rows that have a predicted label", e.Coverage},
	}
	if e.LogLoss != nil {
		const what = "mean of -ln of the probability of the true class; lower is better"
		all = append(all, measure{"log loss", what, e.LogLoss.Value})
	}
	if e.Brier != nil {
		all = append(all, measure{"Brier score", "mean squared error of the probabilities; lower is better", *e.Brier})
	}
	if e.ECE != nil {
		const what = "expected calibration error: mean difference between confidence and accuracy; lower is better"
		all = append(all, measure{"ECE", what, e.ECE.Value})
	}
	return all
}
