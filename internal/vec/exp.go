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
	_, _ = a[:vectors*rows], to[:(vectors-1)*apart+rows]
	t.exps(vectors, to, apart, x, a, b, by, least)
}

// expSeries are 1/13!, 1/12! and so on to 1: the series of exp on arguments of ln 2/2 at most
// is right to 2⁻⁵⁶ with them.
var expSeries = [...]float64{1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
	1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1}

const (
	toWhole          = 0x1.8p52 // a number added to it is rounded to a whole one, in its last bits
	ln2High, ln2Rest = 0x1.62e42feep-1, 0x1.a39ef35793c76p-33
)

func expsGeneric(rows, vectors int, to []float64, apart int, x, a []float64, b, by, least float64) {
	for v := range vectors {
		for r := range rows {
			i := v*rows + r
			to[v*apart+r] = expOf(float64(by*x[i])+(a[i]+b), least)
		}
	}
}

// expOf returns 2ⁿ·exp(r) with n whole and r = e - n·ln 2.
func expOf(e, least float64) float64 {
	if !(e >= least) {
		return 0
	}
	shifted := float64(e*math.Log2E) + toWhole
	n := shifted - toWhole
	r := e - float64(n*ln2High)
	r -= float64(n * ln2Rest)
	p := expSeries[0]
	for _, c := range expSeries[1:] {
		p = float64(p*r) + c
	}
	return math.Float64frombits(math.Float64bits(p) + math.Float64bits(shifted)<<52)
}
