// Package ln is the natural logarithm, right on subnormal numbers too.
//
// math.Log is wrong below 2⁻¹⁰²² on amd64 and s390x (go.dev/issue/56600):
// there math.Log(5e-324) is -709.09 instead of -744.44. A probability that a
// kernel pushed below 2.2e-308 is exactly such a number.
//
// For every other number the result is that of math.Log, and comes sooner:
// the assembly behind math.Log takes its argument through memory.
package ln

import "math"

// The method and the coefficients are those of FreeBSD's e_log.c, which
// package math uses too:
//
// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//
// Developed at SunPro, a Sun Microsystems, Inc. business.
// Permission to use, copy, modify, and distribute this
// software is freely granted, provided that this notice
// is preserved.
const (
	ln2Hi = 6.93147180369123816490e-01 // the upper bits of ln 2
	ln2Lo = 1.90821492927058770002e-10 // and the rest
	c1    = 6.666666666666735130e-01
	c2    = 3.999999999940941908e-01
	c3    = 2.857142874366239149e-01
	c4    = 2.222219843214978396e-01
	c5    = 1.818357216161805012e-01
	c6    = 1.531383769920937332e-01
	c7    = 1.479819860511658591e-01
)

// The bits of float64 numbers; those of positive ones are in order.
const (
	smallestNormal = 0x0010000000000000
	infinity       = 0x7ff0000000000000
	rootOfHalf     = 0x3fe6a09e667f3bcd
)

// Of returns ln x for every float64: Of(0) = -Inf, Of(+Inf) = +Inf,
// Of(x<0) = Of(NaN) = NaN. The error is below one unit in the last place.
//
// With x = 2^k·(1+f), √½ ≤ 1+f < √2, and s = f/(2+f), it is
// k·ln 2 + f - f²/2 + s·(f²/2 + r), where ln(1+f) = 2s + s·r and r is a
// polynomial in s².
func Of(x float64) float64 {
	// One comparison finds all that is not a positive normal number: 0, subnormal and negative numbers, Inf,
	// NaN.
	bits, scale := math.Float64bits(x), int64(0)
	if bits-smallestNormal >= infinity-smallestNormal {
		if !(x > 0 && bits < smallestNormal) {
			return math.Log(x)
		}
		// A subnormal number is made normal by a power of two, which is subtracted from k below.
		bits, scale = math.Float64bits(x*0x1p54), 54
	}
	// Counting exponents from √½ rather than from 1 gives f around 0, where the series is short.
	k := int64(bits-rootOfHalf) >> 52
	f := math.Float64frombits(bits-uint64(k)<<52) - 1

	// The polynomial in s², its odd and even terms apart, so that both are evaluated at the same time.
	s := f / (2 + f)
	s2 := s * s
	s4 := s2 * s2
	r := s2*(c1+s4*(c3+s4*(c5+s4*c7))) + s4*(c2+s4*(c4+s4*c6))
	// The small terms are added first, and k·ln 2 in two parts, of which the upper one times k is exact.
	half := 0.5 * f * f
	e := float64(k - scale)
	return e*ln2Hi - ((half - (s*(half+r) + e*ln2Lo)) - f)
}
