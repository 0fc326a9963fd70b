package logistic

import (
	"context"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// Options are the parameters of the regression. The zero value works.
type Options struct {
	Lambda float64 // the penalty, where features have a standard deviation of 1; 0 means 3

	// Folds is into how many parts the labels are divided, each of which is judged by a fit to
	// the others; 0, or more than there are labels: each label by itself.
	Folds int

	// Observe is told of the fits and blocks of rows that are done, by one goroutine at a time; nil: nobody is.
	Observe func(done, total int)

	// Context ends the work when it is done; nil: it is never ended.
	Context context.Context
}

func (o Options) ended() bool { return o.Context != nil && o.Context.Err() != nil }

// Answer is what the regression says of all rows and of the labelled ones.
type Answer struct {
	Regression *Regression
	P          *mat.Dense // n×C
	LeftOut    *mat.Dense // l×C: of each labelled row, by a fit without it
}

// lambda is the penalty where none is asked for: larger than is usual, as labels are few.
const lambda = 3

// Classify fits the weights W (C×d) and intercepts b that make
//
//	Σ -ln Pᵢ(yᵢ) + ½λ·‖W‖²,   Pᵢ = softmax(W·zᵢ + b),
//
// smallest over the labelled rows. z are the columns of x (n×d) less their mean, over their
// standard deviation, or, where they are 0 and one other value, over this. y are the
// classes of the labelled rows, from 0 to classes-1. Intercepts are penalised a thousandth as
// much. The p-th label is left out with fold p modulo Folds, so that labels should be in the order
// of their classes. The order of x makes no difference.
//
// Errors: a value of x that is not finite, and that of the context. Cost: O(n·d·C), and O(l·d·C)
// for each of the products with the Hessian: some 100 for the fit, and some 20 for each fold, or 100 where classes
// are many.
func Classify(x mat.Matrix, labelled, y []int, classes int, o Options) (*Answer, error) {
	if o.Lambda == 0 {
		o.Lambda = lambda
	}
	if o.Folds == 0 || o.Folds > len(y) {
		o.Folds = len(y)
	}
	_, d := x.Dims()
	s, err := scaleOf(x)
	if err != nil {
		return nil, err
	}
	r := &Regression{scale: s}
	p := &problem{rows: mat.NewDense(len(y), d+1, nil), y: y, penalty: penaltyOf(o.Lambda, d+1), flat: flat,
		stopped: o.ended}
	from := rows.Of(x)
	for l, i := range labelled {
		r.scale.write(p.rows.RawRowView(l), from.Row(i))
	}
	// The fit to all labels, and then those without some of them.
	r.weights = p.solve(mat.NewDense(classes, d+1, nil))
	a := &Answer{Regression: r, LeftOut: p.judged(r.weights, o)}
	if !o.ended() {
		a.P = r.said(x, o, par.Counter(0, nil))
	}
	if o.ended() {
		return nil, o.Context.Err()
	}
	return a, nil
}

// judged returns what fits without the folds say of their labels, l×C. Each starts from the
// weights of all labels, from which it is not far.
func (p *problem) judged(weights *mat.Dense, o Options) *mat.Dense {
	c, _ := weights.Dims()
	left := mat.NewDense(len(p.y), c, nil)
	done := par.Counter(o.Folds, o.Observe)
	par.For(o.Folds, 1, func(_, lo, hi int) {
		for fold := lo; fold < hi && !o.ended(); fold++ {
			// The same problem, without the rows of the fold.
			part := *p
			part.flat = flatEnough
			part.out = make([]bool, len(p.y))
			for l := fold; l < len(p.y); l += o.Folds {
				part.out[l] = true
			}
			w := part.solve(weights)
			// Its labels are not in these weights.
			for l := fold; l < len(p.y); l += o.Folds {
				say(left.RawRowView(l), p.rows.RawRowView(l), w)
			}
		}
		done.Add(hi - lo)
	})
	return left
}
