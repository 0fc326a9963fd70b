package loss

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// BinaryCrossEntropy returns -t·ln p - (1-t)·ln(1-p) in nats for each element:
// the loss of m independent yes-or-no answers a row [good1952]. Targets in
// [0, 1] and probabilities in [0, 1] are n×m. A term with coefficient 0 is
// dropped, so a certain right answer costs exactly 0 and a certain wrong one
// +Inf, or about -ln Clip. Opposite mistakes at the two ends of Clip differ in
// the last digits, since 1-Clip is rounded.
//
// Errors: ErrShape, ErrOption, ErrWeight, ErrValue.
func BinaryCrossEntropy(targets, probs mat.Matrix, o *Options) (*Terms, error) {
	options := o.orZero()
	return elementLoss{
		target:     unitDomain("target"),
		prediction: probabilityDomain(),
		of:         func(t, p float64) float64 { return bernoulli(t, clipped(p, options.Clip)) },
	}.terms(targets, probs, options)
}

func bernoulli(t, p float64) float64 {
	// Log1p(-p) keeps the small loss ln(1-p) of a small p, which ln of the rounded 1-p would lose.
	return scaled(t, NegLog(p)) - scaled(1-t, math.Log1p(-p))
}

// SigmoidCrossEntropy returns t·softplus(-z) + (1-t)·softplus(z) in nats for
// each element: BinaryCrossEntropy at p = 1/(1+e^-z), without the rounding of
// p. Targets in [0, 1] and logits z are n×m; a logit may be ±Inf. The two
// terms are kept apart because max(z,0) - z·t + log1p(e^-|z|), TensorFlow's
// form, is Inf-Inf at infinity and cancels for t near 1.
//
// Errors: ErrShape, ErrOption, ErrWeight, ErrValue.
func SigmoidCrossEntropy(targets, logits mat.Matrix, o *Options) (*Terms, error) {
	return elementLoss{
		target:     unitDomain("target"),
		prediction: logitDomain(),
		of: func(t, z float64) float64 {
			return scaled(t, Softplus(-z)) + scaled(1-t, Softplus(z))
		},
	}.terms(targets, logits, o.orZero())
}

// scaled is a·x, and 0 where a is 0 even if x is infinite.
func scaled(a, x float64) float64 {
	if a == 0 {
		return 0
	}
	return a * x
}
