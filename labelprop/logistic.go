package labelprop

import (
	"context"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/internal/logistic"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Logistic is a logistic regression that [LogisticOpinion] has fitted.
type Logistic struct{ fit *logistic.Regression }

const logisticName = "logistic regression"

// Predict is the opinion on other rows x (m×d), encoded like those that the regression was
// fitted to, by [features.Encoder] for instance. o may be nil. Cost: O(m·d·C).
//
// Errors: another number of columns, and that of ctx when it is cancelled.
func (r *Logistic) Predict(ctx context.Context, x mat.Matrix, o *PredictOptions) (says Opinion, err error) {
	defer par.Catch(&err, "labelprop")
	ctx, x = orBackground(ctx), featureRows(x)
	if n, _ := x.Dims(); r.fit == nil || n == 0 {
		return Opinion{}, fmt.Errorf("labelprop: %w: no regression, or no rows", ErrShape)
	}
	p, err := r.fit.Probabilities(x, logistic.Options{Observe: o.observer(), Context: ctx})
	if ctx.Err() != nil {
		return Opinion{}, ctx.Err()
	}
	if err != nil {
		return Opinion{}, fmt.Errorf("labelprop: %w: %w", ErrShape, err)
	}
	return Opinion{Name: logisticName, P: p, Features: true}, nil
}

// Store writes the regression, so that [ReadLogistic] gives it back in every bit. It takes 8
// bytes for each feature of each class, and 16 for each feature.
func (r *Logistic) Store(w io.Writer) (err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the writer")
	return r.fit.Store(w)
}

// ReadLogistic reads what [Logistic.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func ReadLogistic(r io.Reader) (read *Logistic, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the reader")
	fit, err := logistic.Read(r)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return &Logistic{fit}, nil
}
