package metric

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/sum"
)

// mostBins is the number of bins beyond which a number of bins is a mistake.
const mostBins = 1 << 20

// Reliability compares confidence with accuracy: rows are binned by
// their confidence, the largest probability of the row, and the accuracy in a
// bin is compared with its mean confidence.
type Reliability struct {
	ECE  float64 // expected calibration error: Σ (weight/total)·|accuracy-confidence|
	MCE  float64 // maximum calibration error: the largest |accuracy-confidence|
	Bins []Bin
}

// Bin is the part of the rows with confidence in (Low, High]; the first bin
// holds confidence 0 too.
type Bin struct {
	Low, High  float64
	Weight     float64 // sum of the weights of the rows
	Confidence float64 // mean confidence, NaN in an empty bin
	Accuracy   float64 // share of right decisions, NaN in an empty bin
}

// Calibration returns the reliability of probs in bins of equal width
// [guo2017]. The decision is that of [Decide]; a row that no label reached is
// wrong with confidence 0. The edge between bins i-1 and i is float64(i)/bins,
// and belongs to the lower one. truth has n entries, probs is n×k, w n or nil.
//
// Errors: ErrShape, ErrOption unless bins is from 1 to 2^20, ErrWeight,
// ErrLabel, ErrValue, ErrEmpty. O(nk).
func Calibration(truth []int, probs mat.Matrix, bins int, w []float64) (*Reliability, error) {
	e, err := newEvaluation(truth, probs, w, checkBins(bins))
	if err != nil {
		return nil, err
	}
	tallies := make([]tally, bins)
	err = e.each(func(w float64, y int, row []float64) {
		// The decision is the most probable class. A row of zeros is wrong, whatever its truth.
		decided := floats.MaxIdx(row)
		confidence := row[decided]
		tallies[binOf(confidence, bins)].add(w, confidence, decided == y && confidence > 0)
	})
	if err != nil {
		return nil, err
	}
	return e.reliability(tallies), nil
}

func checkBins(bins int) error {
	if bins < 1 || bins > mostBins {
		return fault(ErrOption, "%d bins", bins)
	}
	return nil
}

// binOf returns the bin that holds confidence c. At an edge the product may
// round up into the next bin; it never falls short of c's.
func binOf(c float64, bins int) int {
	// c·bins is the number of the bin, up to rounding and the edges, which belong to the lower bin.
	i := min(int(c*float64(bins)), bins-1)
	if i > 0 && c <= float64(i)/float64(bins) {
		i--
	}
	return i
}

// A tally is a bin in progress.
type tally struct{ weight, confidence, right sum.Running }

func (t *tally) add(w, confidence float64, right bool) {
	t.weight.Add(w)
	t.confidence.Add(w * confidence)
	if right {
		t.right.Add(w)
	}
}

func (e *evaluation) reliability(tallies []tally) *Reliability {
	r := &Reliability{Bins: make([]Bin, len(tallies))}
	var ece sum.Running
	for i, t := range tallies {
		b := t.bin(i, len(tallies))
		if b.Weight > 0 {
			// Each bin counts by its share of the weight.
			gap := math.Abs(b.Accuracy - b.Confidence)
			ece.Add(b.Weight / e.total * gap)
			r.MCE = max(r.MCE, gap)
		}
		// Back to the weights as given, which may have been scaled.
		b.Weight = math.Ldexp(b.Weight, e.scale)
		r.Bins[i] = b
	}
	r.ECE = ece.Total()
	return r
}

// bin returns the tally as bin i of n. 0/0 is NaN.
func (t tally) bin(i, n int) Bin {
	weight := t.weight.Total()
	return Bin{
		Low:        float64(i) / float64(n),
		High:       float64(i+1) / float64(n),
		Weight:     weight,
		Confidence: t.confidence.Total() / weight,
		Accuracy:   t.right.Total() / weight,
	}
}
