package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/floats"
)

// RefuseBelow takes the labels of rows whose probability is below the least one, given labels aside. The probabilities
// stay.
func (a *Answer) RefuseBelow(least float64) {
	if least == 0 {
		return
	}
	a.keepOwn()
	a.Uncertain = &Uncertain{Least: least}
	for i, k := range a.Labels {
		if k == labelprop.Unlabeled || a.Status[i] == labelprop.Given {
			continue
		}
		// Rows that were refused already do not count.
		if a.Uncertain.Kept.Of++; a.Probs.At(i, k) >= least {
			a.Uncertain.Kept.Count++
			continue
		}
		a.Labels[i], a.Status[i] = labelprop.Unlabeled, labelprop.Uncertain
		if a.Prediction != nil {
			a.Prediction.Proven[i] = false
		}
	}
}

// refuseUncertain does so in a run, and finds out by the labels left out how many rows keep a label, and how many of
// these are right.
func (p *Problem) refuseUncertain(ctx context.Context, a *Answer, o Observer) error {
	least := p.Config.MinConfidence
	if a.RefuseBelow(least); least == 0 || !p.leavesOut(a) {
		return nil
	}
	left, y, err := p.leftOut(ctx, a, o)
	if err != nil {
		return err
	}
	for _, at := range append([]float64{least}, RiskSteps...) {
		c := Coverage{Least: at}
		for i, k := range y {
			// A label that no other reaches is not predicted.
			row := left.RawRowView(i)
			best := floats.MaxIdx(row)
			if row[best] == 0 {
				continue
			}
			if c.Kept.Of++; row[best] >= at {
				c.Kept.Count++
				if c.Right.Of++; best == k {
					c.Right.Count++
				}
			}
		}
		a.Uncertain.LeftOut = append(a.Uncertain.LeftOut, c)
	}
	return nil
}

// leavesOut reports whether labels left out have the confidences of the rows: not where groups vote, or classes were
// brought to sizes.
func (p *Problem) leavesOut(a *Answer) bool {
	switch {
	case p.Data.Groups != nil || p.Config.Sizes.Rule != SizesNone || p.Data.Prior != nil:
		return false
	case a.Pooled != nil:
		return a.Pooled.LeftOut != nil
	}
	return IsLinear(a.Method.Value)
}
