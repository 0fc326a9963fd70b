package elimination

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
)

// u is the unit roundoff of float64.
const u = 0x1p-53

// pairArith holds pairs with float64 exponents.
type pairArith struct {
	v     []lognum.Num
	nw    *Network
	gamma lognum.Gamma
	tracker
	last  float64 // the largest |T| rounded since it was last asked for
	terms []lognum.Num
	logs  []float64
}

// tracker keeps the largest |T| and |S| of any number stored, on which the error
// of every operation depends.
type tracker struct{ maxT, maxS float64 }

func (t *tracker) track(x lognum.Num) {
	if x.IsZero() {
		return
	}
	if a := math.Abs(x.Exponent); a > t.maxT {
		t.maxT = a
	}
	if a := math.Abs(x.LogCoeff); a > t.maxS {
		t.maxS = a
	}
}

func newPairArith(nw *Network) *pairArith { return &pairArith{nw: nw, gamma: nw.Gamma} }

func (s *pairArith) grow(n int) {
	old := len(s.v)
	s.v = append(s.v, make([]lognum.Num, max(0, n-old))...)
	for i := old; i < n; i++ {
		// The zero value of a Num is 1, so zeros are written.
		s.v[i] = lognum.Zero()
	}
}

func (s *pairArith) load(slot int, p part, i int) { s.set(slot, s.nw.part(p)[i]) }

func (s *pairArith) set(slot int, x lognum.Num) {
	s.track(x)
	s.v[slot] = x
}

func (s *pairArith) copy(dst, src int)              { s.v[dst] = s.v[src] }
func (s *pairArith) isZero(slot int) bool           { return s.v[slot].IsZero() }
func (s *pairArith) err() error                     { return nil }
func (s *pairArith) num(slot int) lognum.Num        { return s.v[slot] }
func (s *pairArith) reciprocal(slot int) lognum.Num { return s.v[slot] }
func (s *pairArith) logRatio(a, b int) float64      { return s.gamma.LogRatio(s.v[a], s.v[b]) }

func (s *pairArith) div(dst, a, b int) {
	if s.v[a].IsZero() {
		s.v[dst] = lognum.Zero()
		return
	}
	s.set(dst, s.v[a].Div(s.v[b]))
}

func (s *pairArith) rounded() float64 {
	t := s.last
	s.maxT, s.last = math.Max(s.maxT, t), 0
	return t
}

func (s *pairArith) pivot(d int, edges []int32, aux, _ int) bool {
	// Ground and edges, summed relative to the smallest T.
	s.terms = append(s.terms[:0], s.v[aux])
	for _, e := range edges {
		s.terms = append(s.terms, s.v[e])
	}
	s.set(d, s.sum())
	return !s.v[d].IsZero()
}

func (s *pairArith) answer(slot, i, _ int) lognum.Num {
	x := s.v[slot]
	if x.IsZero() {
		return x
	}
	x = s.nw.times(x, i)
	s.track(x)
	return x
}

// sum adds up the terms.
func (s *pairArith) sum() lognum.Num {
	if cap(s.logs) < len(s.terms) {
		s.logs = make([]float64, 0, 2*len(s.terms))
	}
	return s.gamma.SumInto(s.logs, s.terms)
}

func (s *pairArith) solve(dst, b, d int, w, f []int32) {
	// b + Σ w·f; products of zero are left out.
	s.terms = append(s.terms[:0], s.v[b])
	for j, e := range w {
		x, y := s.v[e], s.v[f[j]]
		if !x.IsZero() && !y.IsZero() {
			s.terms = append(s.terms, x.Mul(y))
		}
	}
	// The T of the sum is that of its largest product, which was rounded, and so is that of the quotient.
	x := s.sum()
	s.set(dst, x)
	s.div(dst, dst, d)
	if !x.IsZero() {
		s.last = math.Max(s.last, math.Abs(x.Exponent)+math.Abs(s.v[dst].Exponent))
	}
}

// beyond returns the log ratio beyond which the smaller term of a sum does not
// matter, whatever the rounding of its T was.
func (s *pairArith) beyond() float64 { return 40 + s.gamma.Times(8*u*s.maxT) }

func (s *pairArith) addScaled(dst, f, src, n int) {
	fx, limit := s.v[f], s.beyond()
	to, from := s.v[dst:dst+n], s.v[src:src+n]
	for j := range to {
		x := &to[j]
		// A product that is below the sum by more than the limit changes no digit of it: most
		// are, when γ is large, so this test saves most of the logarithms.
		p := fx.Mul(from[j])
		dt := p.Exponent - x.Exponent
		if dt > 0 && x.LogCoeff-p.LogCoeff+s.gamma.Times(dt) > limit {
			continue
		}
		s.add(x, p, math.Abs(fx.Exponent))
	}
}

func (s *pairArith) addScaledAt(dst []int32, f int, src []int32) {
	fx, limit := s.v[f], s.beyond()
	for j, to := range dst {
		x := &s.v[to]
		// As in addScaled.
		p := fx.Mul(s.v[src[j]])
		dt := p.Exponent - x.Exponent
		if dt > 0 && x.LogCoeff-p.LogCoeff+s.gamma.Times(dt) > limit {
			continue
		}
		s.add(x, p, math.Abs(fx.Exponent))
	}
}

// add sets x += p, a product with a quotient of the given |T|, and keeps track.
func (s *pairArith) add(x *lognum.Num, p lognum.Num, quotient float64) {
	if p.IsZero() {
		return
	}
	// The T of the quotient and that of the product were rounded.
	if a := math.Abs(p.Exponent) + quotient; a > s.last {
		s.last = a
	}
	if x.IsZero() {
		*x = p
	} else {
		*x = s.gamma.Add(*x, p)
	}
	if a := math.Abs(x.LogCoeff); a > s.maxS {
		s.maxS = a
	}
}
