package metric

import (
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/sum"
)

// A logSum is a sum of ln p in progress. A logarithm costs more than reading
// a row, so it takes one of a product of up to mostFactors numbers. The
// product is high + low, low being what rounding took from it: nothing is lost
// even where every p is next to 1 and its logarithm next to 0.
type logSum struct {
	high, low float64
	factors   int
	total     sum.Running
}

const (
	mostFactors = 16
	// smallProduct is what products stay above, for low to be exact.
	smallProduct = 0x1p-900
)

// add adds ln p for p in [0, 1].
func (s *logSum) add(p float64) {
	high := s.high * p
	if s.factors == 0 || s.factors == mostFactors || high < smallProduct {
		s.restart(p)
		return
	}
	s.low = math.FMA(s.low, p, math.FMA(s.high, p, -high))
	s.high = high
	s.factors++
}

// restart takes the logarithm of the product and begins another with p.
func (s *logSum) restart(p float64) {
	s.flush()
	if p < smallProduct {
		s.total.Add(ln.Of(p))
		return
	}
	s.high, s.factors = p, 1
}

func (s *logSum) flush() {
	if s.factors > 0 {
		s.total.Add(ln.Of(s.high))
		s.total.Add(s.low / s.high)
	}
	s.low, s.factors = 0, 0
}

// sum returns the sum.
func (s *logSum) sum() float64 {
	s.flush()
	return s.total.Total()
}
