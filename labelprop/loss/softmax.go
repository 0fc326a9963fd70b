package loss

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/sum"
)

// NegLog returns -ln p, the loss of having given probability p to what
// happened: NegLog(1) = 0, NegLog(0) = +Inf, and right for subnormal p, where
// math.Log is not. It is NaN for p < 0 and negative for p > 1.
func NegLog(p float64) float64 { return 0 - ln.Of(p) }

// Softplus returns ln(1+e^x) as max(x,0) + log1p(e^-|x|), which neither
// overflows nor loses small results. Softplus(-Inf) = 0, Softplus(+Inf) = +Inf.
func Softplus(x float64) float64 {
	// The exponential is at most 1, and Log1p keeps small results.
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}

// LogSoftmax writes ln(e^z_c / Σe^z) for each logit to dst and returns it. A
// nil dst is allocated; dst may be logits itself. A logit of -Inf stays -Inf.
// The largest logit is left out of the sum, so that probabilities near 1 keep
// their logarithm.
//
// Errors: ErrShape if dst has another length, ErrEmpty without logits,
// ErrValue for NaN, +Inf, or nothing but -Inf.
func LogSoftmax(dst, logits []float64) ([]float64, error) {
	dst, c, err := prepare(dst, logits)
	if err != nil {
		return nil, err
	}
	for j, z := range logits {
		// ln p_j = z_j - top - ln Σe^(z-top). The two differences are kept apart: the first one is exact where
		// logits are close.
		dst[j] = (z - c.top) - c.rest
	}
	return dst, nil
}

// Softmax writes e^z_c / Σe^z for each logit to dst and returns it. dst and
// errors are as for LogSoftmax.
func Softmax(dst, logits []float64) ([]float64, error) {
	dst, c, err := prepare(dst, logits)
	if err != nil {
		return nil, err
	}
	for j, z := range logits {
		// Exponents are at most 0, so nothing overflows.
		dst[j] = math.Exp(z-c.top) / c.others
	}
	return dst, nil
}

func prepare(dst, logits []float64) ([]float64, normalizer, error) {
	if dst == nil {
		dst = make([]float64, len(logits))
	}
	if len(dst) != len(logits) {
		return nil, normalizer{}, fault(ErrShape, "dst of %d for %d logits", len(dst), len(logits))
	}
	if len(logits) == 0 {
		return nil, normalizer{}, fault(ErrEmpty, "no logits")
	}
	if j := badLogit(logits); j >= 0 {
		return nil, normalizer{}, fault(ErrValue, "logit %d is %g", j, logits[j])
	}
	return dst, normalizerOf(logits), nil
}

// A normalizer holds what the softmax of a row of logits divides by.
type normalizer struct {
	top    float64 // largest logit
	others float64 // Σ e^(z-top), at least 1
	rest   float64 // ln of that
}

func normalizerOf(logits []float64) normalizer {
	// The largest term, e^0 = 1, is left out of the sum and added by Log1p: a sum of 1e-20 then still counts.
	first := floats.MaxIdx(logits)
	top := logits[first]
	var others sum.Running
	for j, z := range logits {
		if j != first {
			others.Add(math.Exp(z - top))
		}
	}
	return normalizer{top: top, others: 1 + others.Total(), rest: math.Log1p(others.Total())}
}

// badLogit returns the place of a logit that has no softmax, -1 if there is
// none: NaN, +Inf, or the first of nothing but -Inf.
func badLogit(logits []float64) int {
	allGone := true
	for j, z := range logits {
		if math.IsNaN(z) || math.IsInf(z, 1) {
			return j
		}
		// A row of -Inf alone has no largest probability: 0/0.
		allGone = allGone && math.IsInf(z, -1)
	}
	if allGone {
		return 0
	}
	return -1
}
