package elimination

import (
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/lognum"
)

// fixedSlab holds pairs with exact exponents.
type fixedSlab struct {
	*lognum.Fixed
	x        *Exact
	rate     lognum.Rate
	maxS     float64
	logError float64 // of the data

	t, diff []uint64 // one exponent each
	terms   []uint64 // exponents of the terms of a sum
	logs    []float64
}

func newFixedSlab(nw *Network) *fixedSlab {
	x := nw.Exact
	bitLen := exactBits(x) + bits.Len(uint(nw.Len())) + 4
	s := &fixedSlab{Fixed: lognum.NewFixed(bitLen, x.Exp), x: x, rate: nw.Rate, logError: nw.InputLogError}
	s.t, s.diff = make([]uint64, s.Width), make([]uint64, s.Width)
	return s
}

// exactBits returns the length of the longest exponent.
func exactBits(x *Exact) int {
	longest := 0
	for _, p := range []part{edges, ground, source, post} {
		for _, v := range x.part(p) {
			if v.T != nil {
				longest = max(longest, v.T.BitLen())
			}
		}
	}
	return longest
}

func (s *fixedSlab) grow(n int)                   { s.Grow(n) }
func (s *fixedSlab) isZero(slot int) bool         { return s.IsZero(slot) }
func (s *fixedSlab) load(slot int, p part, i int) { s.SetBig(slot, s.x.part(p)[i]); s.see(s.S[slot]) }
func (s *fixedSlab) err() error                   { return nil }
func (s *fixedSlab) num(slot int) lognum.Num {
	return lognum.Exact{Rate: s.rate, Exp: s.Exp}.Num(s.Big(slot))
}

func (s *fixedSlab) answer(slot, i, _ int) lognum.Num {
	x := s.Big(slot)
	if s.x.Post != nil {
		x = lognum.Exact{}.Mul(x, s.x.Post[i])
		s.see(x.S)
	}
	return lognum.Exact{Rate: s.rate, Exp: s.Exp}.Num(x)
}

func (s *fixedSlab) logRatio(a, b int) float64 {
	switch {
	case s.IsZero(a) && s.IsZero(b):
		return 0
	case s.IsZero(a) || s.IsZero(b):
		return s.S[a] - s.S[b]
	}
	lognum.Minus(s.diff, s.At(a), s.At(b))
	return s.S[a] - s.S[b] - s.g()
}

func (s *fixedSlab) see(log float64) {
	if a := math.Abs(log); a > s.maxS && !math.IsInf(a, 1) {
		s.maxS = a
	}
}

func (s *fixedSlab) copy(dst, src int) {
	s.S[dst] = s.S[src]
	copy(s.At(dst), s.At(src))
}

func (s *fixedSlab) div(dst, a, b int) {
	if s.IsZero(a) {
		s.S[dst] = math.Inf(-1)
		return
	}
	s.S[dst] = s.S[a] - s.S[b]
	lognum.Minus(s.At(dst), s.At(a), s.At(b))
	s.see(s.S[dst])
}

// g returns γ·diff and leaves |diff|.
func (s *fixedSlab) g() float64 {
	if lognum.Negative(s.diff) {
		lognum.Negate(s.diff)
		return -s.rate.G(s.diff, s.Exp)
	}
	return s.rate.G(s.diff, s.Exp)
}

func (s *fixedSlab) pivot(d int, edges []int32, aux, _ int) bool {
	s.begin()
	s.term(aux)
	for _, e := range edges {
		s.term(int(e))
	}
	s.sum(d)
	return !s.IsZero(d)
}

func (s *fixedSlab) solve(dst, b, d int, w, f []int32) {
	s.begin()
	s.term(b)
	for j, e := range w {
		s.product(int(e), int(f[j]))
	}
	s.sum(dst)
	s.div(dst, dst, d)
}

func (s *fixedSlab) begin() { s.terms, s.logs = s.terms[:0], s.logs[:0] }

func (s *fixedSlab) term(slot int) {
	if !s.IsZero(slot) {
		s.terms = append(s.terms, s.At(slot)...)
		s.logs = append(s.logs, s.S[slot])
	}
}

func (s *fixedSlab) product(a, b int) {
	if !s.IsZero(a) && !s.IsZero(b) {
		lognum.Plus(s.t, s.At(a), s.At(b))
		s.terms = append(s.terms, s.t...)
		s.logs = append(s.logs, s.S[a]+s.S[b])
	}
}

// sum sets dst to the sum of the terms, brought to the smallest exponent.
func (s *fixedSlab) sum(dst int) {
	if len(s.logs) == 0 {
		s.S[dst] = math.Inf(-1)
		return
	}
	least := s.At(dst)
	copy(least, s.terms)
	for k := s.Width; k < len(s.terms); k += s.Width {
		t := s.terms[k : k+s.Width]
		if lognum.Minus(s.diff, t, least); lognum.Negative(s.diff) {
			copy(least, t)
		}
	}
	for k := range s.logs {
		lognum.Minus(s.diff, s.terms[k*s.Width:(k+1)*s.Width], least)
		s.logs[k] -= s.rate.G(s.diff, s.Exp)
	}
	s.S[dst] = lognum.LogSum(s.logs)
	s.see(s.S[dst])
}

func (s *fixedSlab) addScaled(dst, f, src, n int) {
	for j := range n {
		s.addProduct(dst+j, f, src+j)
	}
}

func (s *fixedSlab) addScaledAt(dst []int32, f int, src []int32) {
	for j, to := range dst {
		s.addProduct(int(to), f, int(src[j]))
	}
}

// addProduct sets dst += f·src.
func (s *fixedSlab) addProduct(dst, f, src int) {
	if s.IsZero(src) {
		return
	}
	to := s.At(dst)
	lognum.Plus(s.t, s.At(f), s.At(src))
	log := s.S[f] + s.S[src]
	if s.IsZero(dst) {
		copy(to, s.t)
		s.S[dst] = log
		s.see(log)
		return
	}
	lognum.Minus(s.diff, s.t, to)
	if lognum.Negative(s.diff) {
		copy(to, s.t)
		s.S[dst] = lognum.LogAdd(log, s.S[dst]+s.g())
	} else {
		s.S[dst] = lognum.LogAdd(s.S[dst], log-s.g())
	}
	s.see(s.S[dst])
}
