package elimination

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
)

// Solution holds the answers p_i·F_ic of a Network, with a proven error.
type Solution struct {
	Classes    int
	F          []lognum.Num // n × Classes, row-major; zero where no path leads to a source
	Arithmetic Arithmetic   // that was used
	Updates    int64        // changes of an edge

	// Inverse is the diagonal of the inverse of the matrix of the equations, in Options.Inverse
	// and where memory suffices; else nil. A node without conductance has 0. Edges that were left
	// out are left out here.
	Inverse []lognum.Num

	// Every log F is right to γ·ErrT + ErrS, relative to any data within the
	// network's InputError and InputLogError, if nothing was left out.
	ErrT, ErrS float64

	// LogLeverage bounds the logarithm of the probability that a random spanning
	// forest has an edge that was left out, LogEta that of what leaving it out, and what
	// Options.Rest is not certain of, may change in any F_ic/p_i; -Inf: nothing was. See drop.go.
	LogLeverage, LogEta float64

	gamma      lognum.Gamma
	post       []lognum.Num
	exact      *exactArith
	first      int // slot of the first answer in exact
	stochastic bool
	within     float64 // the largest error of an answer that other means have found
}

// solution reads the answers.
func (e *elimination) solution(a Arithmetic) *Solution {
	s := &Solution{
		Classes: e.c, F: make([]lognum.Num, e.n*e.c), Arithmetic: a, Updates: e.updates,
		LogLeverage: e.leverage, within: e.within, gamma: e.nw.Gamma, post: e.nw.Post, first: e.answerSlot(0),
	}
	for i := range e.n {
		for c := range e.c {
			// The answers leave the arithmetic, multiplied by p_i.
			s.F[i*e.c+c] = e.arith.answer(e.answerSlot(i)+c, i, c)
		}
	}
	s.exact, _ = e.arith.(*exactArith)
	s.ErrT, s.ErrS = e.bound()
	return s
}

// scaleLeverage turns the leverage into a bound on F.
func (s *Solution) scaleLeverage(nw *Network) {
	s.stochastic = nw.Stochastic
	s.LogEta = s.LogLeverage
	s.addWithin()
	if nw.Stochastic || math.IsInf(s.LogLeverage, -1) {
		return
	}
	// Where the sources do not sum to the ground, F is at most the largest quotient of the
	// two: η is relative to it.
	most := math.Inf(-1)
	for i, g := range nw.Ground {
		for _, b := range nw.Source[i*nw.Classes : (i+1)*nw.Classes] {
			if !b.IsZero() {
				most = math.Max(most, s.gamma.LogRatio(b, g))
			}
		}
	}
	errT := 2 * (nw.maxT()*nw.InputError + nw.InputTError)
	s.LogEta = up(s.LogLeverage + most + s.gamma.Times(errT) + 2*nw.InputLogError)
	s.addWithin()
}

// addWithin adds the errors of answers found by other means, which do not grow on the way to other answers.
func (s *Solution) addWithin() {
	if s.within > 0 {
		s.LogEta = addLeverage(s.LogEta, math.Log(s.within))
	}
}

// Log returns log F_ic; -Inf where it is zero, or below float64's range.
func (s *Solution) Log(i, c int) float64 { return s.gamma.Log(s.F[i*s.Classes+c]) }

// LogError bounds the error of Log(i, c), its own rounding included, if Eta is 0.
func (s *Solution) LogError(i, c int) float64 {
	x := s.F[i*s.Classes+c]
	if x.IsZero() {
		return 0
	}
	return s.gamma.Times(s.ErrT) + s.ErrS + 4*u*(math.Abs(s.gamma.Times(x.Exponent))+math.Abs(x.LogCoeff))
}

// LogRatio returns log(F_ia/F_ib), 0 for two zeros. In exact arithmetic it sees
// differences that F cannot hold.
func (s *Solution) LogRatio(i, a, b int) float64 {
	if s.exact != nil {
		row := s.first + i*s.Classes
		return s.exact.logRatio(row+a, row+b)
	}
	return s.gamma.LogRatio(s.F[i*s.Classes+a], s.F[i*s.Classes+b])
}

// Margin returns a lower bound of log(F_ia/F_ib), if nothing was left out. At
// γ = +Inf it is that of the limit.
func (s *Solution) Margin(i, a, b int) float64 {
	x, y := s.F[i*s.Classes+a], s.F[i*s.Classes+b]
	if x.IsZero() || y.IsZero() {
		return s.LogRatio(i, a, b)
	}
	if s.exact != nil {
		return lower(s.LogRatio(i, a, b), 2*s.ErrS+4*u*(math.Abs(x.LogCoeff)+math.Abs(y.LogCoeff)))
	}
	// The difference of T as large as its errors allow, for a margin as small as they allow.
	dt := x.Exponent - y.Exponent
	dt += 2*s.ErrT + 4*u*math.Abs(dt)
	slack := 2*s.ErrS + 4*u*(math.Abs(x.LogCoeff)+math.Abs(y.LogCoeff))
	return lower(x.LogCoeff-y.LogCoeff-s.gamma.Times(dt), slack)
}

// lower returns x - slack, with the rounding of x; infinities stay.
func lower(x, slack float64) float64 {
	if math.IsInf(x, 0) {
		return x
	}
	return x - slack - 4*u*math.Abs(x)
}

// Proven tells whether F_ia is the largest answer of node i beyond all errors.
func (s *Solution) Proven(i, a int) bool {
	if s.F[i*s.Classes+a].IsZero() {
		return false
	}
	// Nothing was left out: the margin to every other class decides.
	if math.IsInf(s.LogEta, -1) {
		for b := range s.Classes {
			if b != a && !(s.Margin(i, a, b) > 0) {
				return false
			}
		}
		return true
	}
	// Otherwise F is known to lie in intervals: the lower end of one must be above the upper
	// ends of all others.
	others, most := 0.0, 0.0
	for b := range s.Classes {
		if b != a {
			_, high := s.interval(i, b)
			others += high
			most = math.Max(most, high)
		}
	}
	low, _ := s.interval(i, a)
	// If the classes sum to 1, one is also at least what the others leave.
	if s.stochastic {
		low = math.Max(low, 1-1e-9-others)
	}
	return low > most
}

// Known tells whether F_ia is known to the given share of itself: it is not zero, and
// neither the bound on the error of its logarithm, which is γ·ErrT + ErrS, nor what edges
// that were left out may have changed is larger than that.
func (s *Solution) Known(i, a int, share float64) bool {
	x := s.F[i*s.Classes+a]
	if x.IsZero() || !(s.gamma.Times(s.ErrT)+s.ErrS <= share) {
		return false
	}
	if math.IsInf(s.LogEta, -1) {
		return true
	}
	if s.post != nil {
		x = x.Div(s.post[i])
	}
	return s.LogEta <= s.gamma.Log(x)+math.Log(share)
}

// interval bounds F_ic/p_i when edges were left out: by exp(E)·(F + η) from above
// and by exp(-E)·F - η from below, with E the bound of the error of log F.
func (s *Solution) interval(i, c int) (low, high float64) {
	eta := s.gamma.Times(s.ErrT) + s.ErrS + s.LogEta
	x := s.F[i*s.Classes+c]
	if x.IsZero() {
		return 0, math.Exp(up(eta))
	}
	// Intervals are for F before the factor p_i.
	if s.post != nil {
		x = x.Div(s.post[i])
	}
	log, e := s.gamma.Log(x), s.LogError(i, c)
	if math.IsInf(s.gamma.Frac, 1) {
		log, e, eta = s.limit(x)
	}
	// From below exp(-E)·F - η, from above exp(E)·(F + η), each rounded outwards.
	low = math.Exp(-up(e-log)) - math.Exp(up(s.LogEta))
	return low, math.Exp(up(log+e)) + math.Exp(up(eta))
}

// limit returns the logarithm of x at γ = +Inf, its error, and the logarithm of
// what edges left out may have taken from it. A number that vanishes there is
// zero for certain if its T is beyond the error of T.
func (s *Solution) limit(x lognum.Num) (log, e, eta float64) {
	if x.Exponent > s.ErrT+4*u*math.Abs(x.Exponent) {
		return -math.MaxFloat64, 0, s.LogEta
	}
	if s.ErrT > 0 || x.Exponent != 0 {
		return math.MaxFloat64, math.MaxFloat64, s.LogEta
	}
	return x.LogCoeff, s.ErrS + 4*u*math.Abs(x.LogCoeff), s.ErrS + s.LogEta
}
