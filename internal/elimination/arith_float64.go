package elimination

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/sum"
)

const (
	// lowest log weight that plain float64 takes, relative to the largest.
	lowestLog = -650
	// tiny is the smallest product that plain float64 trusts.
	tiny = 1e-290
)

// floatSlab holds plain float64, relative to the largest conductance, and for
// sources relative to the largest of their class. Where every pair of nodes has
// an edge, every entry that is added to is at least exp(lowestLog), and products
// may underflow unseen: they change it by less than 2⁻¹⁰⁰. Elsewhere a product
// below tiny ends the attempt.
type floatSlab struct {
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

// newFloatSlab returns ErrRange if the data span too wide a range.
func newFloatSlab(nw *Network) (*floatSlab, error) {
	s := &floatSlab{nw: nw, scale: lognum.Zero(), classes: make([]lognum.Num, nw.Classes)}
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
		s.classes[c] = s.larger(s.classes[c], x)
	}
	s.careful = !s.full()
	if !s.fits() {
		return nil, ErrRange
	}
	return s, nil
}

func (s *floatSlab) larger(x, y lognum.Num) lognum.Num {
	if s.nw.Rate.LogRatio(y, x) > 0 {
		return y
	}
	return x
}

// full tells whether no entry will be created by elimination: every pair has an
// edge, every node a ground, every class sources everywhere or nowhere.
func (s *floatSlab) full() bool {
	n := s.nw.Len()
	if len(s.nw.Ind) != n*(n-1) || anyZero(s.nw.W) || anyZero(s.nw.Ground) {
		return false
	}
	for i, x := range s.nw.Source {
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

func (s *floatSlab) fits() bool {
	for _, p := range []part{edges, ground, source, post} {
		for i, x := range s.nw.part(p) {
			if x.IsZero() {
				continue
			}
			s.maxS = math.Max(s.maxS, math.Abs(x.S))
			if p != post && !(s.log(p, i) >= lowestLog) {
				return false
			}
		}
	}
	return true
}

// log returns the logarithm of an entry relative to its scale.
func (s *floatSlab) log(p part, i int) float64 {
	scale := s.scale
	if p == source {
		scale = s.classes[i%s.nw.Classes]
	}
	return s.nw.Rate.LogRatio(s.nw.part(p)[i], scale)
}

func (s *floatSlab) grow(n int) {
	s.v = append(s.v, make([]float64, max(0, n-len(s.v)))...)
}

func (s *floatSlab) load(slot int, p part, i int) {
	if s.nw.part(p)[i].IsZero() {
		s.v[slot] = 0
		return
	}
	x := s.log(p, i)
	s.maxLog = math.Max(s.maxLog, math.Abs(x))
	s.v[slot] = math.Exp(x)
}

func (s *floatSlab) copy(dst, src int)    { s.v[dst] = s.v[src] }
func (s *floatSlab) isZero(slot int) bool { return s.v[slot] == 0 }
func (s *floatSlab) div(dst, a, b int)    { s.v[dst] = s.v[a] / s.v[b] }
func (s *floatSlab) num(slot int) lognum.Num {
	if s.v[slot] == 0 {
		return lognum.Zero()
	}
	return lognum.Num{S: math.Log(s.v[slot])}
}
func (s *floatSlab) logRatio(a, b int) float64 { return math.Log(s.v[a] / s.v[b]) }

func (s *floatSlab) pivot(d int, edges []int32, aux, width int) bool {
	var total sum.Running
	s.least = math.Inf(1)
	for _, e := range edges {
		total.Add(s.v[e])
		s.see(s.v[e])
	}
	total.Add(s.v[aux])
	for _, x := range s.v[aux : aux+width] {
		s.see(x)
	}
	s.v[d] = total.Total()
	return s.v[d] > 0
}

func (s *floatSlab) see(x float64) {
	if x > 0 && x < s.least {
		s.least = x
	}
}

func (s *floatSlab) addScaled(dst, f, src, n int) {
	s.low = s.low || s.v[f]*s.least < tiny
	floats.AddScaled(s.v[dst:dst+n], s.v[f], s.v[src:src+n])
}

func (s *floatSlab) addScaledAt(dst []int32, f int, src []int32) {
	fx := s.v[f]
	s.low = s.low || fx*s.least < tiny
	for j, to := range dst {
		s.v[to] += fx * s.v[src[j]]
	}
}

func (s *floatSlab) solve(dst, b, d int, w, f []int32) {
	var total sum.Running
	total.Add(s.v[b])
	for j, e := range w {
		x, y := s.v[e], s.v[f[j]]
		p := x * y
		s.low = s.low || (p < tiny && x > 0 && y > 0)
		total.Add(p)
	}
	s.v[dst] = total.Total() / s.v[d]
}

func (s *floatSlab) answer(slot, i, c int) lognum.Num {
	x := s.v[slot]
	if x == 0 {
		return lognum.Zero()
	}
	log := math.Log(x)
	s.maxLog = math.Max(s.maxLog, math.Abs(log))
	return s.nw.times(s.classes[c].Div(s.scale).Mul(lognum.Num{S: log}), i)
}

func (s *floatSlab) err() error {
	if s.careful && s.low {
		return ErrRange
	}
	return nil
}
