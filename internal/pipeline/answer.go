package pipeline

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// Answer is what a run finds out about the n rows that take part.
type Answer struct {
	Labels   []int      // labelprop.Unlabeled: none
	Probs    *mat.Dense // n×C
	Status   []labelprop.Status
	Method   dataset.Chosen[labelprop.Method] // Value: nil for correct-and-smooth
	Result   *labelprop.Result                // nil for correct-and-smooth and for new rows
	Warnings []error

	Sizes       SizeRule               // by which classes were brought to sizes
	Calibration *labelprop.Temperature // of Probs; nil: they were not to be calibrated
	Residuals   []labelprop.Progress   // by iteration, of the last solve
}

// Filled is an answer for all rows of a table, with those that were dropped.
type Filled struct {
	Labels []int
	Probs  *mat.Dense
	Status []string // of labelprop.Status, or StatusDropped
}

// StatusDropped is the status of a row that takes no part because a value is missing.
const StatusDropped = "dropped"
