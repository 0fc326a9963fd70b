package network

import "math"

// setError bounds the relative errors of M̃ and b̃, h being what it is now.
//
// Derivation, in the notation of weightError, to first order and in units of u. With
// |S| ≤ s of a weight with its factor, |S| ≤ H of any h, and x = log M̃ᵢⱼ:
//
//	factor of the rule                      s
//	D, of both ends                         20s + 19L + 13
//	S: two quotients, the h, the product    8s + 5L + 4H
//	T: two quotients                        2·way, or 0 if no T is rounded
//	   the product with hⱼ/hᵢ, and with γ   2|x| + 6s + 4L + 4H
//	their difference, exp                   |x| + 4
//
// Entries of M̃ with |x| > 63 are left out, and those of b̃ with |x| > 745 are 0. So the
// total is below 2·way + 35s + 28L + 8H + 2300. The quotients hⱼ/hᵢ themselves are exact:
// any exponents of h are right, and those that are here differ by whole multiples of a
// power of two. The errors of the inputs count as in weightError, as do weights that are
// quotients or have a factor.
func (e *conditioned) setError(nw *Network) {
	tError, sError := nw.w.TError, nw.w.SError
	x := nw.extent()
	way, s, terms := nw.gamma.Times(x.t), x.s, math.Log(float64(x.terms+2))
	// The terms of the derivation, one after the other.
	input := 2 * (way*tError + s*sError)
	rounding := 0.0
	if nw.reshaped() {
		input *= 3
		rounding += 6*way + 16*s + 14*terms + 16
		s = 3*s + 2*terms + 40
	}
	s += nw.largestFactor()
	if e.rounds {
		rounding += 2 * way
	}
	h := 0.0
	for _, v := range e.h {
		h = max(h, math.Abs(v.LogCoeff))
	}
	e.relErr = input + (rounding+35*s+28*terms+8*h+2300)*unit
}

// avoidRounding sets whether exponents round. Those of inputs that are whole numbers do
// not: sums are whole too, and square roots halve them. All others round, but those of h
// are chosen so that they do not.
func (e *conditioned) avoidRounding(nw *Network) {
	most := 0.0
	for _, h := range e.h {
		most = max(most, math.Abs(h.Exponent))
	}
	e.rounds = nw.reshaped() || nw.w.TError > 0 || 4*most > math.Ldexp(1, nw.leastBit()-1+53)
	if e.rounds {
		longest := nw.extent().t
		e.coarsen(longest, nw.gamma.Times(longest))
	}
}

// coarsen rounds the exponents of h to whole multiples of a power of two near 1/γ, and
// moves what that changes to their coefficients, way being γ·longest.
func (e *conditioned) coarsen(longest, way float64) {
	if !(way > 0 && way < math.MaxFloat64) {
		return
	}
	// longest/way is 1/γ. At 2^exp the change of an exponent changes h by a factor near e,
	// which its coefficient takes back.
	_, exp := math.Frexp(longest / way)
	for i, h := range e.h {
		t := math.Ldexp(math.RoundToEven(math.Ldexp(h.Exponent, -exp)), exp)
		e.h[i].Exponent, e.h[i].LogCoeff = t, h.LogCoeff-e.gamma.Times(h.Exponent-t)
	}
}

// leastBit returns the exponent of the lowest bit that is set in any t of the graph.
func (nw *Network) leastBit() int {
	least := 1024
	for u := range nw.graph.N() {
		_, ts, _ := nw.w.Row(u)
		for _, t := range ts {
			// Only a t that is no whole multiple of what is known can lower it.
			if t != 0 && math.Ldexp(math.Trunc(math.Ldexp(t, -least)), least) != t {
				least = lowestBit(t)
			}
		}
	}
	return least
}

// lowestBit returns the exponent of the lowest bit that is set in t ≠ 0.
func lowestBit(t float64) int {
	// Double the fraction until nothing is left behind the point.
	frac, exp := math.Frexp(math.Abs(t))
	for frac != math.Trunc(frac) {
		frac, exp = 2*frac, exp-1
	}
	return exp
}
