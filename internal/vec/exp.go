package vec

import "math"

// Exps writes exp(a + b + by·x) for each x and its a, and 0 where that is below exp(least),
// which must not be below exp(-1000·ln 2); arguments are not above 0. As many results as a
// block of [Tier.Gram] has rows lie one behind the other, the next so many places apart. The
// bits are the same in every tier but for that order; the relative error is below 4·2⁻⁵³,
// that of the argument aside. It panics where to or a is too short.
//
// Cost: 32 flops a result.
func (t Tier) Exps(to []float64, apart int, x, a []float64, b, by, least float64) {
	rows, _ := t.GramShape()
	vectors := len(x) / rows
	if vectors == 0 {
		return
	}
	// Check the bounds once, so that the kernels can do without.
	_, _ = a[:vectors*rows], to[:(vectors-1)*apart+rows]
	t.exps(vectors, to, apart, x, a, b, by, least)
}

// expSeries are 1/13!, 1/12! and so on to 1: the series of exp on arguments of ln 2/2 at most
// is right to 2⁻⁵⁶ with them.
var expSeries = [...]float64{
	1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
	1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1,
}

const (
	toWhole          = 0x1.8p52 // a number added to it is rounded to a whole one, in its last bits
	ln2High, ln2Rest = 0x1.62e42feep-1, 0x1.a39ef35793c76p-33
)

func expsGeneric(rows, vectors int, to []float64, apart int, x, a []float64, b, by, least float64) {
	for v := range vectors {
		for r := range rows {
			i := v*rows + r
			// The conversion rounds the product, so that no compiler fuses it with the sum: the bits are those
			// of the assembly.
			to[v*apart+r] = expOf(float64(by*x[i])+(a[i]+b), least)
		}
	}
}

// expOf returns 2ⁿ·exp(r) with n whole and r = e - n·ln 2.
func expOf(e, least float64) float64 {
	// True for NaN as well.
	if !(e >= least) {
		return 0
	}
	// Adding 1.5·2⁵² rounds e/ln 2 to a whole number n, which then stands in the last bits of the sum.
	shifted := float64(e*math.Log2E) + toWhole
	n := shifted - toWhole
	// r = e - n·ln 2, with ln 2 in two parts. The upper part has few digits, so that n times it is exact.
	r := e - float64(n*ln2High)
	r -= float64(n * ln2Rest)
	// Horner's scheme for Σ rᵏ/k!, the highest power first.
	p := expSeries[0]
	for _, c := range expSeries[1:] {
		p = float64(p*r) + c
	}
	// Multiply by 2ⁿ by adding n to the exponent. The shift moves n there and drops the bits of 1.5·2⁵².
	return math.Float64frombits(math.Float64bits(p) + math.Float64bits(shifted)<<52)
}
