package loss

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

// Options are what a loss can be told besides truth and prediction. nil and
// the zero value mean unweighted and unclipped.
//
// Weights and ClassWeights multiply. Each must be finite and at least 0
// (ErrWeight), and so must their product.
type Options struct {
	// Weights of the losses, broadcast: each dimension is 1 or that of the
	// losses, so a row loss takes n×1 (a *mat.VecDense will do) or 1×1.
	// nil: 1 everywhere. Anything else is ErrShape.
	Weights mat.Matrix

	// ClassWeights has one weight a class, applied by the target, never by
	// the prediction; for the element-wise losses one a column. nil: all 1.
	ClassWeights []float64

	// Clip moves a probability p to min(max(p, Clip), 1-Clip). In [0, 0.5);
	// 0: none, and probability 0 of the true class costs +Inf. Losses that do
	// not take probabilities leave it alone.
	Clip float64
}

func (o *Options) orZero() Options {
	if o == nil {
		return Options{}
	}
	return *o
}

// check finds what is wrong with the options for k classes. An empty matrix
// has lost its number of columns, so k = 0 fits any ClassWeights.
func (o Options) check(k int) error {
	// The comparison is false for NaN, too.
	if !(o.Clip >= 0 && o.Clip < 0.5) {
		return fault(ErrOption, "Clip %g is not in [0, 0.5)", o.Clip)
	}
	if o.ClassWeights != nil && len(o.ClassWeights) != k && k != 0 {
		return fault(ErrShape, "%d ClassWeights for %d classes", len(o.ClassWeights), k)
	}
	for c, w := range o.ClassWeights {
		if !isWeight(w) {
			return fault(ErrWeight, "class %d: ClassWeights %g", c, w)
		}
	}
	return nil
}

// forbidClassWeights is for the losses in which they have no meaning.
func (o Options) forbidClassWeights(name string) error {
	if o.ClassWeights != nil {
		return fault(ErrOption, "%s takes no ClassWeights", name)
	}
	return nil
}

// classWeight of class c, 1 when none are given.
func (o Options) classWeight(c int) float64 {
	if o.ClassWeights == nil {
		return 1
	}
	return o.ClassWeights[c]
}

// broadcast returns Weights in the n×m shape of the losses.
func (o Options) broadcast(n, m int) (*mat.Dense, error) {
	full := rows.Zeros(n, m)
	if n == 0 || m == 0 {
		return full, nil
	}
	// No weights are one weight of 1 for everything.
	if o.Weights == nil {
		o.Weights = mat.NewDense(1, 1, []float64{1})
	}
	r, c := o.Weights.Dims()
	if (r != 1 && r != n) || (c != 1 && c != m) {
		return nil, fault(ErrShape, "%d×%d Weights for %d×%d losses", r, c, n, m)
	}
	source := rows.Of(o.Weights)
	for i := range n {
		// A dimension of 1 is repeated: with r = 1 every i%r is row 0.
		row := source.Row(i % r)
		// Each given row is checked once, not each time it is repeated.
		if i < r {
			if err := checkWeights(i, row); err != nil {
				return nil, err
			}
		}
		spread(full.RawRowView(i), row)
	}
	return full, nil
}

// spread writes row to dst, repeating a single weight.
func spread(dst, row []float64) {
	for j := range dst {
		dst[j] = row[j%len(row)]
	}
}

func checkWeights(i int, row []float64) error {
	for j, w := range row {
		if !isWeight(w) {
			return faultAt(i, j, ErrWeight, "%g", w)
		}
	}
	return nil
}

func isWeight(w float64) bool { return w >= 0 && w <= math.MaxFloat64 }
