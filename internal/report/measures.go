package report

import "github.com/propagate-go/propagate/internal/summary"

// measure is a number that tells how good the labels are, and what it means.
type measure struct {
	Name, What string
	Value      summary.Number
}

func measures(e *summary.Evaluation) []measure {
	all := []measure{
		{"accuracy", "share of these rows that got the right label", e.Accuracy},
		{"baseline", "the accuracy of naming the commonest class always", e.Baseline},
		{"balanced accuracy", "mean recall of the classes", e.BalancedAccuracy},
		{"macro-F1", "mean of the classes' harmonic means of precision and recall", e.MacroF1},
		{"coverage", "share that got any label", e.Coverage},
	}
	if e.LogLoss != nil {
		all = append(all, measure{"log loss", "mean of -ln of the probability of the truth; less is better", e.LogLoss.Value})
	}
	if e.Brier != nil {
		all = append(all, measure{"Brier score", "mean squared error of the probabilities; less is better", *e.Brier})
	}
	if e.ECE != nil {
		all = append(all, measure{"ECE", "how far confidence is from accuracy, on average; less is better", e.ECE.Value})
	}
	return all
}
