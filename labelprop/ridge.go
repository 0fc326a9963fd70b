package labelprop

import (
	"context"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/internal/kernelridge"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Ridge is a kernel ridge regression that [RidgeOpinion] has fitted.
type Ridge struct{ fit *kernelridge.Regression }

const ridgeName = "kernel ridge"

// Predict is the opinion on other rows x (m×d), scaled like those that the regression was
// fitted to, by [features.Encoder] for instance. o may be nil. Cost: O(m·l·d) for l labels.
//
// Errors: another number of columns, and that of ctx when it is cancelled.
func (r *Ridge) Predict(ctx context.Context, x mat.Matrix, o *PredictOptions) (says Opinion, err error) {
	defer par.Catch(&err, "labelprop")
	ctx, x = orBackground(ctx), featureRows(x)
	if n, _ := x.Dims(); r.fit == nil || n == 0 {
		return Opinion{}, fmt.Errorf("labelprop: %w: no regression, or no rows", ErrShape)
	}
	scores, err := r.fit.Scores(x, kernelridge.Options{Observe: o.observer(), Context: ctx})
	if ctx.Err() != nil {
		return Opinion{}, ctx.Err()
	}
	if err != nil {
		return Opinion{}, fmt.Errorf("labelprop: %w: %w", ErrShape, err)
	}
	toProbabilities(scores)
	return Opinion{Name: ridgeName, P: scores, Features: true}, nil
}

// Store writes the regression, so that [ReadRidge] gives it back in every bit. It takes 8
// bytes for each feature and each class of the l labelled rows that it was fitted to.
func (r *Ridge) Store(w io.Writer) (err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the writer")
	return r.fit.Store(w)
}

// ReadRidge reads what [Ridge.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func ReadRidge(r io.Reader) (read *Ridge, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the reader")
	fit, err := kernelridge.Read(r)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return &Ridge{fit}, nil
}

// scoreUnit is what a score of 1 is worth as a logarithm.
const scoreUnit = 4

// toProbabilities turns scores into softmax(4·f), in place.
func toProbabilities(scores *mat.Dense) {
	n, _ := scores.Dims()
	par.For(n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			row := scores.RawRowView(i)
			floats.Scale(scoreUnit, row)
			simplex.Softmax(row)
		}
	})
}
