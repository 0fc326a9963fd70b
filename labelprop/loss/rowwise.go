package loss

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

// A rowLoss is a loss of a target row that is a sum over its classes.
type rowLoss interface {
	// read checks row i of the predictions and keeps it.
	read(i int, row []float64) error
	// term is what class c contributes with target t > 0.
	term(t float64, c int) float64
}

// rowWeights checks the options for k classes and returns Weights as n×1.
func (o Options) rowWeights(n, k int) (*mat.Dense, error) {
	if err := o.check(k); err != nil {
		return nil, err
	}
	return o.broadcast(n, 1)
}

// eachRow fills in the loss of every row whose weight is not 0.
func eachRow(weight *mat.Dense, loss func(i int) (float64, error)) (*Terms, error) {
	n := heightOf(weight)
	terms := &Terms{Loss: rows.Zeros(n, 1), Weight: weight}
	for i := range n {
		// An excluded row keeps loss 0 and is not read.
		if weight.At(i, 0) == 0 {
			continue
		}
		l, err := loss(i)
		if err != nil {
			return nil, err
		}
		terms.Loss.Set(i, 0, l)
	}
	return terms, nil
}

// multiplyWeight multiplies the weight of row i by that of its class.
func multiplyWeight(weight *mat.Dense, i int, class float64) error {
	w := weight.At(i, 0) * class
	// The product of two finite weights may overflow.
	if !isWeight(w) {
		return faultRow(i, ErrWeight, "%g times class weight %g overflows", weight.At(i, 0), class)
	}
	weight.Set(i, 0, w)
	return nil
}
