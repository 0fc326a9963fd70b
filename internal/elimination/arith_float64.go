package elimination

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/sum"
)

const (
	// lowest log weight that plain float64 takes, relative to the largest.
	lowestLog = -650
	// tiny is the smallest product that plain float64 trusts.
	tiny = 1e-290
)

// float64Arith holds plain float64, relative to the largest conductance, and for
// sources relative to the largest of their class. Where every pair of nodes has
// an edge, every entry that is added to is at least exp(lowestLog), and products
// may underflow unseen: they change it by less than 2⁻¹⁰⁰. Elsewhere a product
// below tiny ends the attempt.
type float64Arith struct {
	v       []float64
	nw      *Network
	scale   lognum.Num   // of edges and ground
	classes []lognum.Num // of the sources of each class
	careful bool         // products must not underflow
	low     bool         // one has
	least   float64      // smallest non-zero entry of the pivot row
	maxLog  float64      // largest |log| of an entry loaded or read
	maxS    float64      // largest |S| of the data
}

// newFloat64Arith returns ErrRange if the data span too wide a range.
func newFloat64Arith(nw *Network) (*float64Arith, error) {
	s := &float64Arith{nw: nw, scale: lognum.Zero(), classes: make([]lognum.Num, nw.Classes)}
	// Edges and grounds share one scale, the largest of them: so that none is above 1.
	for _, p := range []part{edges, ground} {
		for _, x := range nw.part(p) {
			s.scale = s.larger(s.scale, x)
		}
	}
	for c := range s.classes {
		s.classes[c] = lognum.Zero()
	}
	for i, x := range nw.Source {
		c := i % nw.Classes
		// Classes do not mix, so each class of sources has a scale of its own.
		s.classes[c] = s.larger(s.classes[c], x)
	}
	// In a full network an entry never begins at 0, so that products which underflow are lost
	// beside it.
	s.careful = !s.full()
	if !s.fits() {
		return nil, ErrRange
	}
	return s, nil
}

func (s *float64Arith) larger(x, y lognum.Num) lognum.Num {
	if s.nw.Gamma.LogRatio(y, x) > 0 {
		return y
	}
	return x
}

// full tells whether no entry will be created by elimination: every pair has an
// edge, every node a ground, every class sources everywhere or nowhere.
func (s *float64Arith) full() bool {
	n := s.nw.Len()
	if len(s.nw.Ind) != n*(n-1) || anyZero(s.nw.W) || anyZero(s.nw.Ground) {
		return false
	}
	for i, x := range s.nw.Source {
		// A class without any source has no entries to create.
		if x.IsZero() && !s.classes[i%s.nw.Classes].IsZero() {
			return false
		}
	}
	return true
}

func anyZero(xs []lognum.Num) bool {
	for _, x := range xs {
		if x.IsZero() {
			return true
		}
	}
	return false
}

func (s *float64Arith) fits() bool {
	for _, p := range []part{edges, ground, source, post} {
		for i, x := range s.nw.part(p) {
			if x.IsZero() {
				continue
			}
			// For the error bound: the largest |S|, and that no entry is so small that its
			// products underflow.
			s.maxS = math.Max(s.maxS, math.Abs(x.LogCoeff))
			if p != post && !(s.log(p, i) >= lowestLog) {
				return false
			}
		}
	}
	return true
}

// log returns the logarithm of an entry relative to its scale.
func (s *float64Arith) log(p part, i int) float64 {
	scale := s.scale
	if p == source {
		scale = s.classes[i%s.nw.Classes]
	}
	return s.nw.Gamma.LogRatio(s.nw.part(p)[i], scale)
}

func (s *float64Arith) grow(n int) {
	s.v = append(s.v, make([]float64, max(0, n-len(s.v)))...)
}

func (s *float64Arith) load(slot int, p part, i int) {
	if s.nw.part(p)[i].IsZero() {
		s.v[slot] = 0
		return
	}
	// For the error bound: the argument of exp has an error relative to its size.
	x := s.log(p, i)
	s.maxLog = math.Max(s.maxLog, math.Abs(x))
	s.v[slot] = math.Exp(x)
}

func (s *float64Arith) copy(dst, src int)    { s.v[dst] = s.v[src] }
func (s *float64Arith) isZero(slot int) bool { return s.v[slot] == 0 }
func (s *float64Arith) div(dst, a, b int)    { s.v[dst] = s.v[a] / s.v[b] }
func (s *float64Arith) num(slot int) lognum.Num {
	if s.v[slot] == 0 {
		return lognum.Zero()
	}
	return lognum.Num{LogCoeff: ln.Of(s.v[slot])}
}
func (s *float64Arith) logRatio(a, b int) float64 { return math.Log(s.v[a] / s.v[b]) }

func (s *float64Arith) pivot(d int, edges []int32, aux, width int) bool {
	// A compensated sum: its error does not grow with the number of neighbours.
	var total sum.Running
	s.least = math.Inf(1)
	for _, e := range edges {
		total.Add(s.v[e])
		s.track(s.v[e])
	}
	total.Add(s.v[aux])
	for _, x := range s.v[aux : aux+width] {
		s.track(x)
	}
	s.v[d] = total.Total()
	return s.v[d] > 0
}

func (s *float64Arith) track(x float64) {
	if x > 0 && x < s.least {
		s.least = x
	}
}

func (s *float64Arith) addScaled(dst, f, src, n int) {
	// Even the smallest product of this row must stay above underflow.
	s.low = s.low || s.v[f]*s.least < tiny
	floats.AddScaled(s.v[dst:dst+n], s.v[f], s.v[src:src+n])
}

func (s *float64Arith) addScaledAt(dst []int32, f int, src []int32) {
	fx := s.v[f]
	s.low = s.low || fx*s.least < tiny
	for j, to := range dst {
		s.v[to] += fx * s.v[src[j]]
	}
}

func (s *float64Arith) solve(dst, b, d int, w, f []int32) {
	var total sum.Running
	total.Add(s.v[b])
	for j, e := range w {
		// b + Σ w·f, compensated, with an eye on underflow.
		x, y := s.v[e], s.v[f[j]]
		p := x * y
		s.low = s.low || (p < tiny && x > 0 && y > 0)
		total.Add(p)
	}
	s.v[dst] = total.Total() / s.v[d]
}

func (s *float64Arith) reciprocal(slot int) lognum.Num {
	if s.v[slot] == 0 {
		return lognum.Zero()
	}
	// Conductances are relative to their scale.
	return lognum.Num{LogCoeff: ln.Of(s.v[slot])}.Div(s.scale)
}

func (s *float64Arith) answer(slot, i, c int) lognum.Num {
	x := s.v[slot]
	if x == 0 {
		return lognum.Zero()
	}
	// Sources were relative to their class, conductances to their own scale: the answer gets
	// both back, and p_i.
	log := ln.Of(x)
	s.maxLog = math.Max(s.maxLog, math.Abs(log))
	return s.nw.times(s.classes[c].Div(s.scale).Mul(lognum.Num{LogCoeff: log}), i)
}

// rounded: no T is rounded after it is loaded.
func (s *float64Arith) rounded() float64 { return 0 }

func (s *float64Arith) err() error {
	if s.careful && s.low {
		return ErrRange
	}
	return nil
}
