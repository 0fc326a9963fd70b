package loss

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
)

// denseTerms applies the loss to target rows. The class weights are averaged
// under the target, a = Σcw·t/Σt; the row's weight is w·a, 0 for a zero row.
func denseTerms(targets, predictions mat.Matrix, l rowLoss, o Options) (*Terms, error) {
	n, k, err := sameShape(targets, predictions)
	if err != nil {
		return nil, err
	}
	weight, err := o.rowWeights(n, k)
	if err != nil {
		return nil, err
	}
	truth, guess := rows.Of(targets), rows.Of(predictions)
	return eachRow(weight, func(i int) (float64, error) {
		target := truth.Row(i)
		// The class weight of the row: the mean of the class weights under the target.
		average, err := o.targetWeight(i, target)
		if err != nil {
			return 0, err
		}
		// A row without weight is not read further: its predictions may be anything.
		if err := multiplyWeight(weight, i, average); err != nil || weight.At(i, 0) == 0 {
			return 0, err
		}
		if err := l.read(i, guess.Row(i)); err != nil {
			return 0, err
		}
		return o.denseLoss(target, average, l), nil
	})
}

// targetWeight returns the class weight of a target row, the mean of the
// class weights under the target: 0 for a row without any target.
func (o Options) targetWeight(i int, target []float64) (float64, error) {
	if err := massDomain("target").checkRow(i, target); err != nil {
		return 0, err
	}
	// Σcw·t/Σt, with t as the weight of class weight cw.
	return weightedMean(func(yield func(t, class float64) bool) {
		for c, t := range target {
			if !yield(t, o.classWeight(c)) {
				return
			}
		}
	}), nil
}

// denseLoss returns Σ cw·t·ℓ/a, so that the weighted loss of the row is
// Σ w·cw·t·ℓ.
func (o Options) denseLoss(target []float64, average float64, l rowLoss) float64 {
	var total sum.Running
	for c, t := range target {
		// Drop terms of coefficient 0 before the loss is taken: 0·Inf would be NaN.
		if class := o.classWeight(c); t > 0 && class > 0 {
			// Divided by the average, which the weight of the row contains: both together give cw.
			total.Add(class * l.term(t, c) / average)
		}
	}
	return total.Total()
}
