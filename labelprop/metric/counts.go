package metric

import "github.com/propagate-go/propagate/internal/sum"

// Counts are, for each class or label j, the weights of the true positives,
// false positives, false negatives and true negatives of "is it j?".
//
// Its methods take a class and panic, like a slice, if there is none such.
type Counts struct{ TP, FP, FN, TN []float64 }

// Precision returns TP/(TP+FP): how many of those called j are j. 0/0 is 0.
func (c *Counts) Precision(j int) float64 { return ratio(c.TP[j], c.TP[j]+c.FP[j]) }

// Recall returns TP/(TP+FN): how many of those that are j are called j. 0/0
// is 0.
func (c *Counts) Recall(j int) float64 { return ratio(c.TP[j], c.TP[j]+c.FN[j]) }

// F1 returns 2TP/(2TP+FP+FN), the harmonic mean of precision and recall. 0/0
// is 0.
func (c *Counts) F1(j int) float64 { return ratio(2*c.TP[j], 2*c.TP[j]+c.FP[j]+c.FN[j]) }

// Jaccard returns TP/(TP+FP+FN), intersection over union. 0/0 is 0.
func (c *Counts) Jaccard(j int) float64 { return ratio(c.TP[j], c.TP[j]+c.FP[j]+c.FN[j]) }

// Support returns TP+FN, the weight of those that are j.
func (c *Counts) Support(j int) float64 { return c.TP[j] + c.FN[j] }

// Macro returns the mean of f over all classes, each counting the same:
// c.Macro(c.F1). [Confusion.Macro] leaves absent classes out.
func (c *Counts) Macro(f func(class int) float64) float64 {
	return c.macro(f, func(int) bool { return true })
}

// Weighted returns the mean of f over the classes, each counting by its
// support: c.Weighted(c.F1). 0 if no class has support.
func (c *Counts) Weighted(f func(class int) float64) float64 {
	var top, bottom sum.Running
	for j := range c.TP {
		// Σ support·f / Σ support.
		top.Add(c.Support(j) * f(j))
		bottom.Add(c.Support(j))
	}
	return ratio(top.Total(), bottom.Total())
}

// Micro returns the counts of all classes pooled, as those of one class 0:
// c.Micro().F1(0).
func (c *Counts) Micro() *Counts {
	return &Counts{pooled(c.TP), pooled(c.FP), pooled(c.FN), pooled(c.TN)}
}

func pooled(counts []float64) []float64 { return []float64{sum.Of(counts)} }

// macro is the mean of f over the classes that are in.
func (c *Counts) macro(f func(class int) float64, in func(class int) bool) float64 {
	var total sum.Running
	classes := 0
	for j := range c.TP {
		// Each class counts once, whatever its support.
		if in(j) {
			total.Add(f(j))
			classes++
		}
	}
	return ratio(total.Total(), float64(classes))
}
