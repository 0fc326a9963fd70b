package labelprop

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/randomforest"
	"github.com/propagate-go/propagate/labelprop/features"
)

// Forest is a random forest that [ForestOpinion] has grown.
type Forest struct{ trees *randomforest.Forest }

const forestName = "random forest"

// Importances returns, for each column, the share of the decrease in impurity that comes
// from its splits, zeros where no tree has a split: weights for a graph of those columns
// that matter.
func (f *Forest) Importances() []float64 { return f.trees.Importances() }

// Predict is the opinion on the m rows of other columns, which are in the order of those that
// the forest was grown on. A category that was not there then has a code of its own, as
// [features.Column.Like] gives it. o may be nil. Cost: O(m · trees · depth).
//
// Errors: other columns, and that of ctx when it is cancelled.
func (f *Forest) Predict(ctx context.Context, columns []features.Column, o *PredictOptions) (says Opinion, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if !f.trees.Fits(columns) {
		return Opinion{}, fmt.Errorf("labelprop: %w: a forest of other columns", ErrShape)
	}
	if err := checkColumns(columns, columns[0].Len()); err != nil {
		return Opinion{}, err
	}
	p := f.trees.Probabilities(columns, randomforest.Options{Observe: o.observer(),
		Stopped: func() bool { return ctx.Err() != nil }})
	return Opinion{Name: forestName, P: p, Features: true}, ctx.Err()
}

// Store writes the forest, so that [ReadForest] gives back one with the same predictions. It
// takes 18 bytes a node, and 4 bytes a class of each leaf.
func (f *Forest) Store(w io.Writer) (err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the writer")
	return f.trees.Store(w)
}

// ReadForest reads what [Forest.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func ReadForest(r io.Reader) (read *Forest, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the reader")
	trees, err := randomforest.Read(r)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return &Forest{trees}, nil
}

// checkColumns checks that there are columns of n rows.
func checkColumns(columns []features.Column, n int) error {
	if len(columns) == 0 || n == 0 {
		return fmt.Errorf("labelprop: %w: no column to grow trees on", ErrShape)
	}
	for _, c := range columns {
		if err := checkCodes(&c); err != nil {
			return err
		}
		if c.Len() != n {
			return fmt.Errorf("labelprop: %w: column %s has %d rows, the seeds have %d nodes",
				ErrShape, c.Name, c.Len(), n)
		}
	}
	return nil
}

// mostCategories keeps a stray number from asking for all memory.
const mostCategories = 1 << 24

// checkCodes checks that the values of a column of categories are codes, or missing.
func checkCodes(c *features.Column) error {
	if c.Categories < 0 || c.Categories > mostCategories {
		return fmt.Errorf("labelprop: column %s of %d categories: 0 to %d", c.Name, c.Categories, mostCategories)
	}
	if c.Categories == 0 {
		return nil
	}
	for i := range c.Len() {
		// New rows may have one category more, see features.Column.Like.
		if v := c.At(i); v == v && !(v >= 0 && v <= float64(c.Categories) && v == math.Trunc(v)) {
			return fmt.Errorf("labelprop: column %s, row %d: %g is no code of %d categories", c.Name, i, v,
				c.Categories)
		}
	}
	return nil
}
