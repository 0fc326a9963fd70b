package loss

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

// elementLoss is a loss of one target and one prediction at a time.
type elementLoss struct {
	target, prediction domain
	of                 func(t, p float64) float64
}

// terms applies the loss to each element whose weight is not 0.
func (l elementLoss) terms(targets, predictions mat.Matrix, o Options) (*Terms, error) {
	n, m, err := sameShape(targets, predictions)
	if err != nil {
		return nil, err
	}
	// Shapes and options are checked before any number is read.
	weight, err := o.elementWeights(n, m)
	if err != nil {
		return nil, err
	}
	terms := &Terms{Loss: rows.Zeros(n, m), Weight: weight}
	truth, guess := rows.Of(targets), rows.Of(predictions)
	for i := range heightOf(weight) {
		if err := l.row(i, terms, truth.Row(i), guess.Row(i)); err != nil {
			return nil, err
		}
	}
	return terms, nil
}

func (l elementLoss) row(i int, terms *Terms, truth, guess []float64) error {
	loss := terms.Loss.RawRowView(i)
	for j, w := range terms.Weight.RawRowView(i) {
		// Excluded elements are never read, so that they may hold NaN.
		if w == 0 {
			continue
		}
		if err := l.target.check(i, j, truth[j]); err != nil {
			return err
		}
		if err := l.prediction.check(i, j, guess[j]); err != nil {
			return err
		}
		// Both numbers are within their domains, so the loss is a number or +Inf.
		loss[j] = l.of(truth[j], guess[j])
	}
	return nil
}

// elementWeights returns Weights times the ClassWeights of the columns, n×m.
func (o Options) elementWeights(n, m int) (*mat.Dense, error) {
	if err := o.check(m); err != nil {
		return nil, err
	}
	weight, err := o.broadcast(n, m)
	if err != nil || o.ClassWeights == nil {
		return weight, err
	}
	for i := range heightOf(weight) {
		row := weight.RawRowView(i)
		// The class of an element is its column.
		for j, class := range o.ClassWeights {
			row[j] *= class
		}
		// The product of two finite weights may overflow.
		if err := checkWeights(i, row); err != nil {
			return nil, err
		}
	}
	return weight, nil
}

func sameShape(targets, predictions mat.Matrix) (n, m int, err error) {
	n, m = rows.Dims(targets)
	r, c := rows.Dims(predictions)
	if n != r || m != c {
		return 0, 0, fault(ErrShape, "targets are %d×%d, predictions %d×%d", n, m, r, c)
	}
	return n, m, nil
}

func heightOf(m *mat.Dense) int {
	n, _ := m.Dims()
	return n
}
