package metric

import (
	"iter"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/sum"
)

// BestThreshold returns the threshold t on the scores for which objective is
// largest when rows with a score above t are called 1 and the others 0, and
// that largest value. An objective is a method of the confusion matrix of the
// two classes:
//
//	(*metric.Confusion).MCC
//	func(c *metric.Confusion) float64 { return c.F1(1) }
//
// The matrix is valid during the call only. The thresholds tried are the
// largest score (none is called 1), the midpoints of neighbouring distinct
// scores, or the lower of the two where the midpoint rounds onto the upper,
// and -Inf (all are called 1). Of equal values the largest t wins, and NaN
// loses. truth has n entries 0, 1 or -1, scores n, w n or nil. A threshold
// chosen here is fitted to these rows: measure it on others.
//
// Errors: ErrShape, ErrOption without an objective, ErrWeight, ErrLabel,
// ErrValue for a score NaN, ErrEmpty, ErrUndefined if the objective is NaN
// everywhere. O(n log n), and as many calls of objective as there
// are distinct scores.
func BestThreshold(truth []int, scores, w []float64, objective func(*Confusion) float64) (t, value float64, err error) {
	if err := checkFunc(objective == nil); err != nil {
		return 0, 0, err
	}
	levels, err := binaryLevels(truth, scores, w)
	if err != nil {
		return 0, 0, err
	}
	// NaN until an objective has a value.
	value = math.NaN()
	c := newSweep(levels)
	for i, candidate := range thresholds(levels) {
		if i > 0 {
			// Going down one level moves its rows from called 0 to called 1: the matrix is updated, not counted
			// again.
			c.callPositive(levels[i-1])
		}
		// Thresholds come from the largest down, so that > keeps the largest of equal values. The second
		// condition replaces the first NaN.
		if v := objective(&c.Confusion); v > value || v == v && value != value {
			t, value = candidate, v
		}
	}
	if value != value {
		return 0, 0, fault(ErrUndefined, "the objective is NaN at every threshold")
	}
	return t, value, nil
}

// thresholds yields, for each i, a threshold that calls the first i levels
// positive. No threshold is below a score of -Inf.
func thresholds(levels []level) iter.Seq2[int, float64] {
	return func(yield func(i int, t float64) bool) {
		upper := levels[0].score
		// At the largest score itself nothing is above the threshold.
		if !yield(0, upper) {
			return
		}
		for i, l := range levels[1:] {
			// Between two scores, so that new rows with scores between them fall on either side.
			if !yield(i+1, between(l.score, upper)) {
				return
			}
			upper = l.score
		}
		// Below all scores everything is called 1. No threshold is below a score of -Inf.
		if !math.IsInf(upper, -1) {
			yield(len(levels), math.Inf(-1))
		}
	}
}

// between returns the midpoint of lower < upper, or lower if it is not below
// upper.
func between(lower, upper float64) float64 {
	middle := (lower + upper) / 2
	// The sum may overflow where the mean does not.
	if math.IsInf(middle, 0) {
		middle = lower/2 + upper/2
	}
	// Between neighbouring numbers the midpoint rounds to one of the two.
	if middle >= lower && middle < upper {
		return middle
	}
	return lower
}

// A sweep is the confusion matrix of two classes while level after level is
// called positive.
type sweep struct {
	Confusion
	pos, neg float64
	tp, fp   sum.Running
}

func newSweep(levels []level) *sweep {
	s := new(sweep)
	s.pos, s.neg = totals(levels)
	s.Confusion = Confusion{
		Counts:    Counts{make([]float64, 2), make([]float64, 2), make([]float64, 2), make([]float64, 2)},
		N:         mat.NewDense(2, 2, nil),
		Abstained: make([]float64, 2),
		Total:     s.pos + s.neg,
	}
	s.fill()
	return s
}

func (s *sweep) callPositive(l level) {
	s.tp.Add(l.pos)
	s.fp.Add(l.neg)
	s.fill()
}

func (s *sweep) fill() {
	tp, fp := s.tp.Total(), s.fp.Total()
	// What is not called positive. Rounding must not make it negative.
	fn, tn := max(0, s.pos-tp), max(0, s.neg-fp)
	// The counts of class 0 mirror those of class 1.
	s.TP[0], s.FP[0], s.FN[0], s.TN[0] = tn, fn, fp, tp
	s.TP[1], s.FP[1], s.FN[1], s.TN[1] = tp, fp, fn, tn
	s.N.SetRow(0, []float64{tn, fp})
	s.N.SetRow(1, []float64{fn, tp})
}
