package loss

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// SquaredError returns (t-p)² for each element; its BatchMean is the mean
// squared error. Targets and predictions are n×m and finite. A square beyond
// the largest float64 is +Inf.
//
// Errors: ErrShape, ErrOption, ErrWeight, ErrValue.
func SquaredError(targets, predictions mat.Matrix, o *Options) (*Terms, error) {
	return distance(func(t, p float64) float64 { return (t - p) * (t - p) }).
		terms(targets, predictions, o.orZero())
}

// AbsoluteError returns |t-p| for each element. Targets and predictions are
// n×m and finite.
//
// Errors: ErrShape, ErrOption, ErrWeight, ErrValue.
func AbsoluteError(targets, predictions mat.Matrix, o *Options) (*Terms, error) {
	return distance(func(t, p float64) float64 { return math.Abs(t - p) }).
		terms(targets, predictions, o.orZero())
}

func distance(of func(t, p float64) float64) elementLoss {
	return elementLoss{
		target:     finiteDomain("target"),
		prediction: finiteDomain("prediction"),
		of:         of,
	}
}
