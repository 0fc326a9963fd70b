package elimination

import (
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/lognum"
)

// noise bounds errors of logarithms, each as γ·t + s: t in units of T.
type noise struct {
	step  logError // of each number changed by an elimination step
	solve logError // of each answer, relative to those it is computed from
	input logError // of each number loaded
	out   logError // of each answer read
}

// logError is γ·t + s.
type logError struct{ t, s float64 }

func (a logError) times(k float64) logError { return logError{k * a.t, k * a.s} }
func (a logError) plus(b logError) logError { return logError{a.t + b.t, a.s + b.s} }

// bound adds the errors up as the package comment derives.
func (e *elimination) bound() (t, s float64) {
	n := float64(e.n)
	noise := e.noise(e.widest + 1)
	// Steps weigh 2r+1 each, answers 1, the data 2n+1: see the package comment.
	total := noise.step.times(e.touched).
		plus(noise.solve.times(n)).
		plus(noise.input.times(2*n + 1)).
		plus(noise.out)
	const slack = 1.01 // for products of errors
	return slack * total.t, slack * total.s
}

// inputError bounds the errors that the data come with.
func (nw *Network) inputError() logError {
	if nw.InputError == 0 {
		return logError{s: nw.InputLogError}
	}
	// The error of T is relative to the largest |T| of all.
	var t tracker
	nw.each(t.track)
	return logError{t: t.maxT * nw.InputError, s: nw.InputLogError}
}

// each visits every number of the network.
func (nw *Network) each(visit func(lognum.Num)) {
	for _, p := range []part{edges, ground, source, post} {
		for _, x := range nw.part(p) {
			visit(x)
		}
	}
}

// noise: quotient, product and sum round once each, the compensated pivot thrice;
// the argument of exp has the error of γ·ΔT, of ΔS and of their difference.
func (s *float64Arith) noise(int) noise {
	r := noise{
		step:  logError{s: 8 * u},
		solve: logError{s: 10 * u},
		input: logError{s: u * (4*s.maxLog + 10*s.maxS + 8)},
		out:   logError{s: u * (4*s.maxLog + 8*s.maxS + 4)},
	}
	r.input = r.input.plus(s.nw.inputError())
	if most := 3 * s.nw.maxT(); s.nw.rounds(most) {
		r.out.t = 2 * u * most
	}
	return r
}

func (s *pairArith) noise(terms int) noise {
	r := pairNoise(s.maxS, terms)
	r.input = s.nw.inputError()
	if s.nw.rounds(2 * s.maxT) { // a product may be twice what is kept
		r.step.t, r.solve.t, r.out.t = 2*u*s.maxT, 3*u*s.maxT, u*s.maxT
	}
	return r
}

func (s *exactArith) noise(terms int) noise {
	r := pairNoise(s.maxS, terms)
	r.input.s = s.logError
	return r
}

// pairNoise: with |S| ≤ s a pivot has 8s + 7·log n + 8, a quotient s, a product
// 2s, a sum 12s + 5; an answer has twice a sum of products and a quotient.
func pairNoise(s float64, terms int) noise {
	log := math.Log1p(float64(terms))
	return noise{
		step:  logError{s: u * (24*s + 8*log + 16)},
		solve: logError{s: u * (30*s + 16*log + 20)},
		out:   logError{s: u * 2 * s},
	}
}

func (nw *Network) maxT() float64 {
	var t tracker
	nw.each(t.track)
	return t.maxT
}

// rounds tells whether sums of the T of the network can round when none exceeds
// most. They cannot if all are multiples of a power of two that is not smaller
// than most·2⁻⁵³.
func (nw *Network) rounds(most float64) bool {
	// The largest power of two of which every T is a multiple.
	unit := math.MaxInt
	nw.each(func(x lognum.Num) {
		if !x.IsZero() && x.Exponent != 0 {
			unit = min(unit, lowestBit(x.Exponent))
		}
	})
	return unit != math.MaxInt && most > math.Ldexp(1, unit+53)
}

// lowestBit returns the exponent of the last set bit of x ≠ 0.
func lowestBit(x float64) int {
	// The mantissa as an integer of 53 bits, and the zeros at its end.
	frac, exp := math.Frexp(math.Abs(x))
	return exp - 53 + bits.TrailingZeros64(uint64(frac*(1<<53)))
}
