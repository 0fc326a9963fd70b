package labelprop

import (
	"context"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/logistic"
	"github.com/propagate-go/propagate/internal/par"
)

// SparseLogistic is a logistic regression on sparse rows that [SparseLogisticOpinion] has fitted.
type SparseLogistic struct{ fit *logistic.SparseRegression }

const sparseLogisticName = "sparse logistic regression"

// Predict is the opinion on other rows x (m×d) of length 1, in the columns that the regression was
// fitted to. It says nothing of a row that has none of those that labelled rows had. o may be nil.
// Cost: O(nnz·C).
//
// Errors: another number of columns, and that of ctx when it is cancelled.
func (r *SparseLogistic) Predict(ctx context.Context, x *graph.CSR, o *PredictOptions) (says Opinion, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if r.fit == nil || x == nil {
		return Opinion{}, fmt.Errorf("labelprop: %w: no regression, or no rows", ErrShape)
	}
	// The same columns by place, whatever they are.
	p, err := r.fit.Probabilities(x, logistic.Options{Observe: o.observer(), Context: ctx})
	if ctx.Err() != nil {
		return Opinion{}, ctx.Err()
	}
	if err != nil {
		return Opinion{}, fmt.Errorf("labelprop: %w: %w", ErrShape, err)
	}
	return Opinion{Name: sparseLogisticName, P: p, Features: true}, nil
}

// Store writes the regression, so that [ReadSparseLogistic] gives it back in every bit. It takes 8 bytes
// for each column that a labelled row has a value in, and for each class of these.
func (r *SparseLogistic) Store(w io.Writer) (err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the writer")
	return r.fit.Store(w)
}

// ReadSparseLogistic reads what [SparseLogistic.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func ReadSparseLogistic(r io.Reader) (read *SparseLogistic, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the reader")
	fit, err := logistic.ReadSparse(r)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return &SparseLogistic{fit}, nil
}
