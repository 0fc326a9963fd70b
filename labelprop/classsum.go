package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
)

// classSum is the sum of the entries of a row of H in one class, as a logarithm: the largest
// apart, so that any one can be taken off without a difference of numbers that are alike.
type classSum struct {
	top, rest float64 // logarithms of the largest entry, and of the sum of the others
	label     int32   // of the largest
}

var emptySum = classSum{math.Inf(-1), math.Inf(-1), -1}

// add adds the entry of a label.
func (s *classSum) add(log float64, label int) {
	if log > s.top {
		s.top, log, s.label = log, s.top, int32(label)
	}
	s.rest = lognum.LogAdd(s.rest, log)
}

// log returns the logarithm of the sum.
func (s *classSum) log() float64 { return lognum.LogAdd(s.rest, s.top) }

// without returns the logarithm of the sum without the entry of a label.
func (s *classSum) without(label int, log float64) float64 {
	if int32(label) == s.label {
		return s.rest
	}
	// Any other is at most half of the sum, so that at least half of all digits are left.
	sum := s.log()
	if math.IsInf(log, -1) {
		return sum
	}
	return sum + math.Log1p(-math.Exp(log-sum))
}
