package starmesh

import (
	"math"

	"github.com/propagate-go/propagate/internal/pair"
)

// Solution holds the answers p_i·F_ic of a Network, with a proven error.
type Solution struct {
	Classes    int
	F          []pair.Num // n × Classes, row-major; zero where no path leads to a source
	Arithmetic Arithmetic // that was used
	Updates    int64      // changes of an edge

	// Every logarithm of F is right to γ·ErrT + ErrS, with respect to the data
	// within the network's InputError and InputLogError, if Leverage is 0.
	ErrT, ErrS float64

	// Leverage bounds the probability that a random spanning forest has one of
	// the edges left out, and Eta what that may change in F_ic:
	// Leverage·max b_kc/g_k.
	Leverage, Eta float64

	rate  pair.Rate
	post  []pair.Num
	exact *fixedSlab
	first int // slot of the first answer in exact
}

// solution reads the answers.
func (e *elimination) solution(a Arithmetic) *Solution {
	s := &Solution{
		Classes: e.c, F: make([]pair.Num, e.n*e.c), Arithmetic: a, Updates: e.updates,
		Leverage: e.eta, rate: e.nw.Rate, post: e.nw.Post, first: e.answerSlot(0),
	}
	for i := range e.n {
		for c := range e.c {
			s.F[i*e.c+c] = e.slab.answer(e.answerSlot(i)+c, i, c)
		}
	}
	s.exact, _ = e.slab.(*fixedSlab)
	s.ErrT, s.ErrS = e.bound()
	return s
}

// finish scales the leverage to a bound on F.
func (s *Solution) finish(nw *Network) {
	if s.Leverage == 0 {
		return
	}
	most := 0.0
	for i, g := range nw.Ground {
		for _, b := range nw.Source[i*nw.Classes : (i+1)*nw.Classes] {
			if !b.IsZero() {
				most = math.Max(most, math.Exp(s.rate.LogRatio(b, g)))
			}
		}
	}
	s.Eta = up(s.Leverage * most)
}

// Log returns log F_ic; -Inf where it is zero, or below float64's range.
func (s *Solution) Log(i, c int) float64 { return s.rate.Log(s.F[i*s.Classes+c]) }

// LogError bounds the error of Log(i, c), its own rounding included, if Eta is 0.
func (s *Solution) LogError(i, c int) float64 {
	x := s.F[i*s.Classes+c]
	if x.IsZero() {
		return 0
	}
	return s.rate.Times(s.ErrT) + s.ErrS + 4*u*(math.Abs(s.rate.Times(x.T))+math.Abs(x.S))
}

// LogRatio returns log(F_ia/F_ib), 0 for two zeros. In exact arithmetic it sees
// differences that F cannot hold.
func (s *Solution) LogRatio(i, a, b int) float64 {
	if s.exact != nil {
		row := s.first + i*s.Classes
		return s.exact.logRatio(row+a, row+b)
	}
	return s.rate.LogRatio(s.F[i*s.Classes+a], s.F[i*s.Classes+b])
}

// Margin returns a lower bound of log(F_ia/F_ib), if Eta is 0. At γ = +Inf it is
// that of the limit.
func (s *Solution) Margin(i, a, b int) float64 {
	x, y := s.F[i*s.Classes+a], s.F[i*s.Classes+b]
	if x.IsZero() || y.IsZero() {
		return s.LogRatio(i, a, b)
	}
	if s.exact != nil {
		r := s.LogRatio(i, a, b)
		return r - 2*s.ErrS - 4*u*(math.Abs(r)+math.Abs(x.S)+math.Abs(y.S))
	}
	dt, ds := x.T-y.T, x.S-y.S
	dt += 2*s.ErrT + 4*u*math.Abs(dt)
	ds -= 2*s.ErrS + 4*u*(math.Abs(x.S)+math.Abs(y.S))
	g := s.rate.Times(dt)
	return ds - g - 4*u*(math.Abs(ds)+math.Abs(g))
}
