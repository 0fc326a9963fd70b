package metric

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

// An evaluation is probabilities beside their truth, checked but for the
// probabilities themselves.
type evaluation struct {
	*distributions
	truth []int
	w     weights
	scale int     // the weights given are w·2^scale
	total float64 // of the weights of the evaluated rows, above 0
}

// newEvaluation makes an evaluation; option is what is wrong with the metric's
// own option.
func newEvaluation(truth []int, probs mat.Matrix, w []float64, option error) (*evaluation, error) {
	n, k := rows.Dims(probs)
	err := first(
		checkLengths("truth", len(truth), "probabilities", n),
		option,
		checkWeights(w, n),
	)
	if err != nil {
		return nil, err
	}
	e := &evaluation{distributions: distributionsOf(probs), truth: truth}
	e.w, e.scale = relative(w, truth)
	e.total, err = e.w.total(truth, k)
	return e, err
}

// each calls f with weight, truth and probabilities of every evaluated row.
func (e *evaluation) each(f func(w float64, y int, row []float64)) error {
	for i, y := range e.truth {
		w := e.w.at(i)
		if y == Unlabeled || w == 0 {
			continue
		}
		row, err := e.row(i)
		if err != nil {
			return err
		}
		f(w, y, row)
	}
	return nil
}
