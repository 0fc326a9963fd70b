package metric

import "github.com/propagate-go/propagate/internal/sum"

// Accuracy returns the share of the rows that were called by their true class.
// Read it beside Baseline.
func (c *Confusion) Accuracy() float64 { return sum.Of(c.TP) / c.Total }

// Baseline returns the share of the commonest true class: the accuracy of
// calling everything by it, known as the no-information rate.
func (c *Confusion) Baseline() float64 {
	largest := 0.0
	for j := range c.TP {
		// The support of a class is its weight in the truth, abstentions included.
		largest = max(largest, c.Support(j))
	}
	return largest / c.Total
}

// Coverage returns the share of the rows that did not abstain. The accuracy
// among those is c.Micro().Precision(0).
func (c *Confusion) Coverage() float64 { return (c.Total - sum.Of(c.Abstained)) / c.Total }

// BalancedAccuracy returns the mean recall of the classes that have support:
// 1/k for any constant answer.
func (c *Confusion) BalancedAccuracy() float64 {
	return c.macro(c.Recall, func(j int) bool { return c.Support(j) > 0 })
}

// Macro returns the mean of f over the classes that occur in truth or
// prediction, each counting the same: c.Macro(c.F1). [Counts.Macro] would take
// the others in as 0.
func (c *Confusion) Macro(f func(class int) float64) float64 {
	return c.macro(f, func(j int) bool { return c.TP[j]+c.FP[j]+c.FN[j] > 0 })
}
