package sum

import (
	"math"
	"math/bits"
)

// AnyOrder is a sum that does not depend on the order of its terms, not even in its last bit: they are added up
// as whole numbers of a unit far below the last digit of the largest. The error of Total is below
// (n·2⁻⁶² + 2⁻⁵²)·bound for n < 2⁶⁰ terms.
type AnyOrder struct {
	low, high uint64     // a whole number of 128 bits
	exp       int        // the unit is 2^exp
	scale     [2]float64 // their product is 2^-exp
}

// wholeBits is how many bits of a term at the bound stand before the point of a unit.
const wholeBits = 61

// Below returns the empty sum for finite terms of absolute values up to bound.
func Below(bound float64) AnyOrder {
	// bound < 2^e, so that terms are less than 2^61 units, and fit into 62 bits with their sign.
	_, e := math.Frexp(bound)
	up := wholeBits - e
	// 2^up can be larger than any float64; then two steps lead there.
	first := min(up, maxExponent)
	return AnyOrder{exp: -up, scale: [2]float64{math.Ldexp(1, first), math.Ldexp(1, up-first)}}
}

// maxExponent is that of the largest power of two.
const maxExponent = 1023

// Add adds x. Each term is rounded for itself, and whole numbers are added without any error.
func (s *AnyOrder) Add(x float64) {
	q := int64(math.RoundToEven(x * s.scale[0] * s.scale[1]))
	s.add(uint64(q), uint64(q>>63))
}

// Join adds the terms of another sum with the same bound.
func (s *AnyOrder) Join(o AnyOrder) { s.add(o.low, o.high) }

// add adds a number of 128 bits in two's complement.
func (s *AnyOrder) add(low, high uint64) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, low, 0)
	s.high, _ = bits.Add64(s.high, high, carry)
}

// Total returns the sum so far.
func (s *AnyOrder) Total() float64 {
	// The size of the number, then its sign.
	low, high, sign := s.low, s.high, 1.0
	if int64(high) < 0 {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
		sign = -1
	}
	return sign * math.Ldexp(float64(high)*0x1p64+float64(low), s.exp)
}

// InAnyOrder returns the sum of finite terms, 0 when there are none. A permutation of them makes no difference.
func InAnyOrder(terms []float64) float64 {
	bound := 0.0
	for _, v := range terms {
		bound = max(bound, math.Abs(v))
	}
	s := Below(bound)
	for _, v := range terms {
		s.Add(v)
	}
	return s.Total()
}
