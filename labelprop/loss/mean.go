package loss

import (
	"iter"
	"math"

	"github.com/propagate-go/propagate/internal/sum"
)

// weightedMean returns Σwℓ/Σw of the pairs (w, ℓ), 0 where Σw is 0. Weights
// too large or too small for the plain quotient are scaled first.
func weightedMean(pairs iter.Seq2[float64, float64]) float64 {
	// The plain quotient is right unless a sum overflows or its terms may have underflowed.
	top, bottom := weightedSums(pairs, 0)
	if isFinite(top) && isFinite(bottom) && bottom >= 0x1p-900 {
		return ratio(top, bottom)
	}
	return scaledMean(pairs)
}

// scaledMean brings the weights to at most 1/N by a power of two, which
// cancels in the quotient.
func scaledMean(pairs iter.Seq2[float64, float64]) float64 {
	largest, count := 0.0, 0
	for w, l := range pairs {
		// An infinite loss with a weight makes the mean infinite, whatever the scale.
		if w > 0 && math.IsInf(l, 0) {
			return l
		}
		largest = max(largest, w)
		count++
	}
	// With weights of at most 1/N the weighted sum is at most the largest loss: it cannot overflow.
	_, size := math.Frexp(largest)
	_, share := math.Frexp(float64(count))
	return ratio(weightedSums(pairs, -size-share))
}

// weightedSums returns Σwℓ and Σw with every weight times 2^e.
func weightedSums(pairs iter.Seq2[float64, float64], e int) (top, bottom float64) {
	var t, b sum.Running
	for w, l := range pairs {
		// A power of two changes no digit, unless the result becomes subnormal.
		if e != 0 {
			w = math.Ldexp(w, e)
		}
		t.Add(scaled(w, l))
		b.Add(w)
	}
	return t.Total(), b.Total()
}

// ratio is a/b, 0 where b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
