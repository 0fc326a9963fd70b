package elimination

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
)

// u is the unit roundoff of float64.
const u = 0x1p-53

// pairSlab holds pairs with float64 exponents.
type pairSlab struct {
	v    []lognum.Num
	nw   *Network
	rate lognum.Rate
	tracker
	terms []lognum.Num
	logs  []float64
}

// tracker keeps the largest |T| and |S| of any number stored, on which the error
// of every operation depends.
type tracker struct{ maxT, maxS float64 }

func (t *tracker) see(x lognum.Num) {
	if x.IsZero() {
		return
	}
	if a := math.Abs(x.T); a > t.maxT {
		t.maxT = a
	}
	if a := math.Abs(x.S); a > t.maxS {
		t.maxS = a
	}
}

func newPairSlab(nw *Network) *pairSlab { return &pairSlab{nw: nw, rate: nw.Rate} }

func (s *pairSlab) grow(n int) {
	old := len(s.v)
	s.v = append(s.v, make([]lognum.Num, max(0, n-old))...)
	for i := old; i < n; i++ {
		s.v[i] = lognum.Zero()
	}
}

func (s *pairSlab) load(slot int, p part, i int) { s.set(slot, s.nw.part(p)[i]) }

func (s *pairSlab) set(slot int, x lognum.Num) {
	s.see(x)
	s.v[slot] = x
}

func (s *pairSlab) copy(dst, src int)         { s.v[dst] = s.v[src] }
func (s *pairSlab) isZero(slot int) bool      { return s.v[slot].IsZero() }
func (s *pairSlab) err() error                { return nil }
func (s *pairSlab) num(slot int) lognum.Num   { return s.v[slot] }
func (s *pairSlab) logRatio(a, b int) float64 { return s.rate.LogRatio(s.v[a], s.v[b]) }

func (s *pairSlab) div(dst, a, b int) {
	if s.v[a].IsZero() {
		s.v[dst] = lognum.Zero()
		return
	}
	s.set(dst, s.v[a].Div(s.v[b]))
}

func (s *pairSlab) pivot(d int, edges []int32, aux, _ int) bool {
	s.terms = append(s.terms[:0], s.v[aux])
	for _, e := range edges {
		s.terms = append(s.terms, s.v[e])
	}
	s.set(d, s.sum())
	return !s.v[d].IsZero()
}

func (s *pairSlab) answer(slot, i, _ int) lognum.Num {
	x := s.v[slot]
	if x.IsZero() {
		return x
	}
	x = s.nw.times(x, i)
	s.see(x)
	return x
}

// sum adds up the terms.
func (s *pairSlab) sum() lognum.Num {
	if cap(s.logs) < len(s.terms) {
		s.logs = make([]float64, 0, 2*len(s.terms))
	}
	return s.rate.SumInto(s.logs, s.terms)
}

func (s *pairSlab) solve(dst, b, d int, w, f []int32) {
	s.terms = append(s.terms[:0], s.v[b])
	for j, e := range w {
		x, y := s.v[e], s.v[f[j]]
		if !x.IsZero() && !y.IsZero() {
			s.terms = append(s.terms, x.Mul(y))
		}
	}
	s.set(dst, s.sum())
	s.div(dst, dst, d)
}

// beyond returns the log ratio beyond which the smaller term of a sum does not
// matter, whatever the rounding of its T was.
func (s *pairSlab) beyond() float64 { return 40 + s.rate.Times(8*u*s.maxT) }

func (s *pairSlab) addScaled(dst, f, src, n int) {
	fx, limit := s.v[f], s.beyond()
	to, from := s.v[dst:dst+n], s.v[src:src+n]
	for j := range to {
		x := &to[j]
		p := fx.Mul(from[j])
		dt := p.T - x.T
		if dt > 0 && x.S-p.S+s.rate.Times(dt) > limit {
			continue
		}
		s.add(x, p)
	}
}

func (s *pairSlab) addScaledAt(dst []int32, f int, src []int32) {
	fx, limit := s.v[f], s.beyond()
	for j, to := range dst {
		x := &s.v[to]
		p := fx.Mul(s.v[src[j]])
		dt := p.T - x.T
		if dt > 0 && x.S-p.S+s.rate.Times(dt) > limit {
			continue
		}
		s.add(x, p)
	}
}

// add sets x += p and keeps track.
func (s *pairSlab) add(x *lognum.Num, p lognum.Num) {
	if p.IsZero() {
		return
	}
	if a := math.Abs(p.T); a > s.maxT {
		s.maxT = a
	}
	if x.IsZero() {
		*x = p
	} else {
		*x = s.rate.Add(*x, p)
	}
	if a := math.Abs(x.S); a > s.maxS {
		s.maxS = a
	}
}
