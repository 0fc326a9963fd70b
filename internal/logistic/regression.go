package logistic

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/store"
	"gonum.org/v1/gonum/mat"
)

// Regression is one that was fitted.
type Regression struct {
	scale   scale
	weights *mat.Dense // C×(d+1), the last column of which is the intercepts
}

// Probabilities returns softmax(W·z + b) of the rows of x (m×d), m×C; of no use if the context of the options has
// ended. Of these Observe is told of the rows that are done. Cost: O(m·d·C).
//
// Errors: another number of columns.
func (r *Regression) Probabilities(x mat.Matrix, o Options) (*mat.Dense, error) {
	if _, d := x.Dims(); d != len(r.scale.centre) {
		return nil, fmt.Errorf("%d columns, for a regression on %d", d, len(r.scale.centre))
	}
	m, _ := x.Dims()
	return r.said(x, o, par.Counter(m, o.Observe)), nil
}

// said is Probabilities; done counts the rows.
func (r *Regression) said(x mat.Matrix, o Options, done *par.Count) *mat.Dense {
	m, d := x.Dims()
	c, _ := r.weights.Dims()
	p := mat.NewDense(m, c, nil)
	par.For(m, 256, func(_, lo, hi int) {
		z, from := make([]float64, d+1), rows.Of(x)
		for i := lo; i < hi && !o.ended(); i++ {
			// One row after the other is scaled, so that no copy of x is needed.
			r.scale.write(z, from.Row(i))
			say(p.RawRowView(i), z, r.weights)
		}
		done.Add(hi - lo)
	})
	return p
}

const (
	storedKind    = "lp logit"
	storedVersion = 1
)

// Store writes the regression: 8 bytes for each feature of each class, and 16 for each feature.
func (r *Regression) Store(w io.Writer) error {
	b := store.NewWriter(w, storedKind, storedVersion)
	c, columns := r.weights.Dims()
	// The shape first, by which the reader checks the numbers.
	b.Ints([]int{c, columns})
	b.Floats(r.scale.centre)
	b.Floats(r.scale.width)
	b.Floats(r.weights.RawMatrix().Data)
	return b.Close()
}

// Read reads what [Regression.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func Read(r io.Reader) (*Regression, error) {
	b, err := store.NewReader(r, storedKind, storedVersion)
	if err != nil {
		return nil, fmt.Errorf("stored regression: %w", err)
	}
	shape, centre, width, weights := b.Ints(), b.Floats(), b.Floats(), b.Floats()
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("stored regression: %w", err)
	}
	// Lengths by division: the product of two numbers of the file may overflow.
	sound := len(shape) == 2 && shape[0] > 0 && shape[1] > 1 &&
		len(centre) == shape[1]-1 && len(width) == shape[1]-1 &&
		len(weights)%shape[0] == 0 && len(weights)/shape[0] == shape[1] &&
		within(centre, math.MaxFloat64) && within(width, math.MaxFloat64) && within(weights, mostWeight)
	if !sound {
		return nil, errors.New("stored regression: its weights do not fit together")
	}
	return &Regression{scale{centre, width}, mat.NewDense(shape[0], shape[1], weights)}, nil
}

// Classes returns the number of classes.
func (r *Regression) Classes() int {
	c, _ := r.weights.Dims()
	return c
}

// mostWeight is more than a weight can be: its square is at most 2·l·ln(C)/penalty, as the loss of
// no weights at all is l·ln(C). Scores of scaled features stay finite.
const mostWeight = 1e9

// within reports whether all values are numbers of absolute values up to most.
func within(values []float64, most float64) bool {
	for _, v := range values {
		// A comparison with NaN is false.
		if !(math.Abs(v) <= most) {
			return false
		}
	}
	return true
}
