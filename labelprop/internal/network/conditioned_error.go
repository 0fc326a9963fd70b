package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
)

// entryErrors bound the relative errors of M̃ and b̃.
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
//
// What comes from exponents, 2·way·tError and 2·way·u, is far too much for most entries where some distances are a
// million times others. Then each entry has its own: with T those of the weight and of the diagonal of both ends, the
// quotients cost 2u·γ·ΣT, and the inputs tError·γ·ΣT, as the T of a sum is that of its largest term. By the entropy of
// the terms of a sum, as in inputErrors, the others add at most tError·(2s+L).
type entryErrors struct {
	fixed float64 // of any entry, without that of h
	perT  float64 // for each unit of γ·ΣT; 0: fixed has it
	most  float64 // the most that perT may add
}

// uneven reports whether some entries have far larger errors than others.
func (x *entryErrors) uneven() bool { return x.perT > 0 }

// unevenError is the error by exponents from which on each entry has its own.
const unevenError = 1e-11

// setErrors finds what bounds the errors of M̃ and b̃, whatever the coefficients of h are.
func (e *conditioned) setErrors(nw *Network) {
	tError, sError := nw.w.TError, nw.w.SError
	x := nw.extent()
	way, s, terms := nw.gamma.Times(x.t), x.s, math.Log(float64(x.terms+2))
	// By exponents: for each unit of γ·ΣT, of which there are at most two ways.
	perT, entropy := tError, tError*(2*s+terms) // of sums
	if e.rounds {
		perT += 2 * unit
	}
	// The other terms of the derivation, one after the other.
	input, rounding := 2*s*sError, 0.0
	even := 2 * way * tError
	if e.rounds {
		even += 2 * way * unit
	}
	if nw.reshaped() {
		input, even = 3*input, 3*2*way*tError+2*way*unit
		rounding += 6*way + 16*s + 14*terms + 16
		s = 3*s + 2*terms + 40
	}
	s += nw.largestFactor()
	e.errors.fixed = input + (rounding+35*s+28*terms+2300)*unit
	if nw.reshaped() || !(even > unevenError) {
		e.errors.fixed += even
		return
	}
	e.errors.fixed += entropy
	e.errors.perT, e.errors.most = perT, 2*perT*way
}

// setError bounds the relative errors of M̃ and b̃, h being what it is now.
func (e *conditioned) setError() {
	h := 0.0
	for _, v := range e.h {
		h = max(h, math.Abs(v.LogCoeff))
	}
	e.relErr = e.errors.fixed + 8*h*unit
}

// errorOf bounds the error of the logarithm of an entry that its exponents cause, which sum to t.
func (e *conditioned) errorOf(t float64) float64 {
	if e.errors.uneven() {
		return e.errors.perT * e.gamma.Times(t)
	}
	return 0
}

// stepError is that of Mᵢⱼ, w being the weight.
func (e *conditioned) stepError(w lognum.Num, i, j int32) float64 {
	if !e.errors.uneven() {
		return 0
	}
	t := math.Abs(w.Exponent) + math.Abs(e.by[i].Exponent)
	if e.symmetric {
		t += math.Abs(e.by[j].Exponent)
	}
	return e.errorOf(t)
}

// relativeError bounds the relative errors of the terms of a row of so many entries, and of their sums, but for the
// tail.
func (e *conditioned) relativeError(entries int) float64 { return e.relErr + 4*float64(entries+4)*unit }

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
