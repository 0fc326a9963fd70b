package dataset

import (
	"math"
	"math/bits"

	"gonum.org/v1/gonum/floats"
)

// meanOf is that of a column. Its order makes no difference, not even to the last bit: the values
// are added up as whole numbers of a unit far below the last digit of the largest.
func meanOf(col []float64) float64 {
	return sumInAnyOrder(col, func(v float64) float64 { return v }) / float64(len(col))
}

// varianceOf is the mean of the squared distances from a mean, in any order likewise.
func varianceOf(col []float64, mean float64) float64 {
	// Corrected for what rounding has left of the mean of the distances.
	n := float64(len(col))
	off := sumInAnyOrder(col, func(v float64) float64 { return v - mean })
	return (sumInAnyOrder(col, func(v float64) float64 { return (v - mean) * (v - mean) }) - off*off/n) / n
}

// sumInAnyOrder adds up f of the values.
func sumInAnyOrder(col []float64, f func(float64) float64) float64 {
	terms := make([]float64, len(col))
	for i, v := range col {
		terms[i] = f(v)
	}
	// Below 2^exp, as whole numbers of 2^(exp-61): each is rounded for itself.
	_, exp := math.Frexp(floats.Norm(terms, math.Inf(1)))
	var low, high uint64
	for _, v := range terms {
		q := int64(math.RoundToEven(math.Ldexp(v, 61-exp)))
		var carry uint64
		low, carry = bits.Add64(low, uint64(q), 0)
		high, _ = bits.Add64(high, uint64(q>>63), carry)
	}
	// The size of the sum of 128 bits, then its sign.
	sign := 1.0
	if int64(high) < 0 {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
		sign = -1
	}
	return sign * math.Ldexp(float64(high)*0x1p64+float64(low), exp-61)
}
