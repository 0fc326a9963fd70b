package elimination

import (
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/lognum"
)

// exactArith holds pairs with exact exponents.
type exactArith struct {
	*lognum.Fixed
	x        *Exact
	gamma    lognum.Gamma
	maxS     float64
	logError float64 // of the data

	t, diff []uint64 // one exponent each
	terms   []uint64 // exponents of the terms of a sum
	logs    []float64
}

func newExactArith(nw *Network) *exactArith {
	x := nw.Exact
	// A sum over paths of n nodes needs log₂n bits more than the longest exponent, and sign
	// and carries a few.
	bitLen := exactBits(x) + bits.Len(uint(nw.Len())) + 4
	s := &exactArith{Fixed: lognum.NewFixed(bitLen, x.Exp), x: x, gamma: nw.Gamma, logError: nw.InputLogError}
	s.t, s.diff = make([]uint64, s.Width), make([]uint64, s.Width)
	return s
}

// exactBits returns the length of the longest exponent.
func exactBits(x *Exact) int {
	longest := 0
	for _, p := range []part{edges, ground, source, post} {
		for _, v := range x.part(p) {
			if v.Exponent != nil {
				longest = max(longest, v.Exponent.BitLen())
			}
		}
	}
	return longest
}

func (s *exactArith) grow(n int)           { s.Grow(n) }
func (s *exactArith) isZero(slot int) bool { return s.IsZero(slot) }
func (s *exactArith) load(slot int, p part, i int) {
	s.SetBig(slot, s.x.part(p)[i])
	s.track(s.S[slot])
}
func (s *exactArith) err() error       { return nil }
func (s *exactArith) rounded() float64 { return 0 }
func (s *exactArith) num(slot int) lognum.Num {
	return lognum.Exact{Gamma: s.gamma, Exp: s.Exp}.Num(s.Big(slot))
}

func (s *exactArith) reciprocal(slot int) lognum.Num { return s.num(slot) }

func (s *exactArith) answer(slot, i, _ int) lognum.Num {
	x := s.Big(slot)
	if s.x.Post != nil {
		x = lognum.Exact{}.Mul(x, s.x.Post[i])
		s.track(x.LogCoeff)
	}
	return lognum.Exact{Gamma: s.gamma, Exp: s.Exp}.Num(x)
}

func (s *exactArith) logRatio(a, b int) float64 {
	switch {
	case s.IsZero(a) && s.IsZero(b):
		return 0
	case s.IsZero(a) || s.IsZero(b):
		return s.S[a] - s.S[b]
	}
	// The exponents are subtracted exactly, and only their difference meets γ.
	lognum.Minus(s.diff, s.At(a), s.At(b))
	return s.S[a] - s.S[b] - s.g()
}

func (s *exactArith) track(log float64) {
	if a := math.Abs(log); a > s.maxS && !math.IsInf(a, 1) {
		s.maxS = a
	}
}

func (s *exactArith) copy(dst, src int) {
	s.S[dst] = s.S[src]
	copy(s.At(dst), s.At(src))
}

func (s *exactArith) div(dst, a, b int) {
	if s.IsZero(a) {
		s.S[dst] = math.Inf(-1)
		return
	}
	s.S[dst] = s.S[a] - s.S[b]
	lognum.Minus(s.At(dst), s.At(a), s.At(b))
	s.track(s.S[dst])
}

// g returns γ·diff and leaves |diff|.
func (s *exactArith) g() float64 {
	// G is taken of a non-negative integer; the sign is put back.
	if lognum.Negative(s.diff) {
		lognum.Negate(s.diff)
		return -s.gamma.G(s.diff, s.Exp)
	}
	return s.gamma.G(s.diff, s.Exp)
}

func (s *exactArith) pivot(d int, edges []int32, aux, _ int) bool {
	// The conductance of the node: its ground and its edges.
	s.begin()
	s.term(aux)
	for _, e := range edges {
		s.term(int(e))
	}
	s.sum(d)
	return !s.IsZero(d)
}

func (s *exactArith) solve(dst, b, d int, w, f []int32) {
	// b + Σ w·f, and the division by the pivot.
	s.begin()
	s.term(b)
	for j, e := range w {
		s.product(int(e), int(f[j]))
	}
	s.sum(dst)
	s.div(dst, dst, d)
}

func (s *exactArith) begin() { s.terms, s.logs = s.terms[:0], s.logs[:0] }

func (s *exactArith) term(slot int) {
	if !s.IsZero(slot) {
		s.terms = append(s.terms, s.At(slot)...)
		s.logs = append(s.logs, s.S[slot])
	}
}

func (s *exactArith) product(a, b int) {
	if !s.IsZero(a) && !s.IsZero(b) {
		// A product adds exponents and logarithms.
		lognum.Plus(s.t, s.At(a), s.At(b))
		s.terms = append(s.terms, s.t...)
		s.logs = append(s.logs, s.S[a]+s.S[b])
	}
}

// sum sets dst to the sum of the terms, brought to the smallest exponent.
func (s *exactArith) sum(dst int) {
	if len(s.logs) == 0 {
		s.S[dst] = math.Inf(-1)
		return
	}
	// The smallest exponent is that of the largest term as γ grows: it becomes the exponent of
	// the sum.
	least := s.At(dst)
	copy(least, s.terms)
	for k := s.Width; k < len(s.terms); k += s.Width {
		t := s.terms[k : k+s.Width]
		if lognum.Minus(s.diff, t, least); lognum.Negative(s.diff) {
			copy(least, t)
		}
	}
	for k := range s.logs {
		// Each term relative to it: its logarithm less γ times a difference that is not
		// negative.
		lognum.Minus(s.diff, s.terms[k*s.Width:(k+1)*s.Width], least)
		s.logs[k] -= s.gamma.G(s.diff, s.Exp)
	}
	s.S[dst] = lognum.LogSum(s.logs)
	s.track(s.S[dst])
}

func (s *exactArith) addScaled(dst, f, src, n int) {
	for j := range n {
		s.addProduct(dst+j, f, src+j)
	}
}

func (s *exactArith) addScaledAt(dst []int32, f int, src []int32) {
	for j, to := range dst {
		s.addProduct(int(to), f, int(src[j]))
	}
}

// addProduct sets dst += f·src.
func (s *exactArith) addProduct(dst, f, src int) {
	if s.IsZero(src) {
		return
	}
	// p = f·src.
	to := s.At(dst)
	lognum.Plus(s.t, s.At(f), s.At(src))
	log := s.S[f] + s.S[src]
	// 0 + p = p.
	if s.IsZero(dst) {
		copy(to, s.t)
		s.S[dst] = log
		s.track(log)
		return
	}
	// The smaller exponent wins, as in sum.
	lognum.Minus(s.diff, s.t, to)
	if lognum.Negative(s.diff) {
		copy(to, s.t)
		s.S[dst] = lognum.LogAdd(log, s.S[dst]+s.g())
	} else {
		s.S[dst] = lognum.LogAdd(s.S[dst], log-s.g())
	}
	s.track(s.S[dst])
}
