package metric

import (
	"math"

	"github.com/propagate-go/propagate/internal/sum"
)

// Kappa returns (po-pe)/(1-pe), where po is the accuracy and pe what two
// independent answers with these class shares would agree on [cohen1960]: 0 is
// chance, 1 agreement. If truth and prediction are one and the same class it
// is 0/0, NaN.
func (c *Confusion) Kappa() float64 {
	// 1-pe is Σ share·uncalled: the chance that two independent answers differ.
	return c.beyondChance() / c.products((*Confusion).share, (*Confusion).uncalledShare)
}

// MCC returns the correlation of truth and prediction, R_k for more than two
// classes [gorodkin2004], from -1 to 1: 0 is chance, and also the value where
// truth or prediction is constant. An abstention is one more predicted class.
func (c *Confusion) MCC() float64 {
	// An abstention is a predicted class of its own, which is never true.
	abstained := sum.Of(c.Abstained) / c.Total
	truth := c.products((*Confusion).share, (*Confusion).otherShare)
	called := c.products((*Confusion).calledShare, (*Confusion).uncalledShare) + abstained*c.Coverage()
	// The covariance of truth and prediction over the roots of their variances, one root each so that the
	// product cannot underflow.
	return ratio(c.beyondChance(), math.Sqrt(truth)*math.Sqrt(called))
}

// beyondChance returns po-pe as Σ(TP·TN - FP·FN)/Total², where nothing cancels
// that need not.
func (c *Confusion) beyondChance() float64 {
	var total sum.Running
	for j := range c.TP {
		// po - pe expands to these products. Where all are right, FP·FN is 0 and no digit is lost.
		total.Add(c.TP[j] / c.Total * (c.TN[j] / c.Total))
		total.Add(-c.FP[j] / c.Total * (c.FN[j] / c.Total))
	}
	return total.Total()
}

// products returns Σ a(j)·b(j) over the classes. With a class's share and the
// share of the rest it is 0 exactly when there is one class only.
func (c *Confusion) products(a, b func(c *Confusion, j int) float64) float64 {
	var total sum.Running
	for j := range c.TP {
		total.Add(a(c, j) * b(c, j))
	}
	return total.Total()
}

// Shares of the rows that are j, are not j, are called j, are not called j.
func (c *Confusion) share(j int) float64         { return (c.TP[j] + c.FN[j]) / c.Total }
func (c *Confusion) otherShare(j int) float64    { return (c.FP[j] + c.TN[j]) / c.Total }
func (c *Confusion) calledShare(j int) float64   { return (c.TP[j] + c.FP[j]) / c.Total }
func (c *Confusion) uncalledShare(j int) float64 { return (c.FN[j] + c.TN[j]) / c.Total }
