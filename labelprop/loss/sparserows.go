package loss

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

// sparseTerms applies the loss to labels: target 1 for the class of the row.
func sparseTerms(labels []int, predictions mat.Matrix, l rowLoss, o Options) (*Terms, error) {
	n, k := rows.Dims(predictions)
	if n != len(labels) {
		return nil, fault(ErrShape, "%d labels for %d rows", len(labels), n)
	}
	weight, err := o.labelWeights(labels, k)
	if err != nil {
		return nil, err
	}
	guess := rows.Of(predictions)
	return eachRow(weight, func(i int) (float64, error) {
		if err := l.read(i, guess.Row(i)); err != nil {
			return 0, err
		}
		// The target is 1 for the label and 0 for all others, whose terms vanish.
		return l.term(1, labels[i]), nil
	})
}

// labelWeights returns Weights times the class weight of each label, n×1, and
// 0 where there is no label.
func (o Options) labelWeights(labels []int, k int) (*mat.Dense, error) {
	weight, err := o.rowWeights(len(labels), k)
	if err != nil {
		return nil, err
	}
	if err := checkLabels(labels, k); err != nil {
		return nil, err
	}
	for i, y := range labels {
		// Unlabelled rows get weight 0, and are never read.
		class := 0.0
		if y != Unlabeled {
			class = o.classWeight(y)
		}
		if err := multiplyWeight(weight, i, class); err != nil {
			return nil, err
		}
	}
	return weight, nil
}

// checkLabels finds a label that is neither -1 nor in [0, k).
func checkLabels(labels []int, k int) error {
	for i, y := range labels {
		// -1 is the only negative label.
		if y < Unlabeled || y >= k {
			return faultRow(i, ErrLabel, "%d is neither -1 nor in [0, %d)", y, k)
		}
	}
	return nil
}
