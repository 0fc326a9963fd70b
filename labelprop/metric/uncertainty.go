package metric

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
	"github.com/propagate-go/propagate/labelprop/loss"
)

// Uncertainty holds measures of how certain one row of probabilities is.
type Uncertainty struct {
	Entropy    float64 // -Σ p·ln p in nats: 0 for a certain row, ln k for a uniform one
	Margin     float64 // largest probability minus the second largest
	Confidence float64 // largest probability
}

// Uncertainties returns the uncertainty of each row of probs, n×k. A row that
// no label reached has entropy ln k, margin 0 and confidence 0. No truth is
// needed: sorted by margin, the rows say which labels to ask for next.
//
// Errors: ErrValue. Without rows the result is empty. O(nk).
func Uncertainties(probs mat.Matrix) ([]Uncertainty, error) {
	n, _ := rows.Dims(probs)
	d := distributionsOf(probs)
	all := make([]Uncertainty, n)
	for i := range all {
		row, err := d.row(i)
		if err != nil {
			return nil, err
		}
		all[i] = uncertaintyOf(row)
	}
	return all, nil
}

func uncertaintyOf(row []float64) Uncertainty {
	first, second := twoLargest(row)
	// No label reached the row: as uncertain as the uniform distribution.
	if first == 0 {
		return Uncertainty{Entropy: math.Log(float64(len(row)))}
	}
	var entropy sum.Running
	for _, p := range row {
		if p > 0 {
			// p·ln p is 0 at p = 0, where ln p is -Inf.
			entropy.Add(p * loss.NegLog(p))
		}
	}
	return Uncertainty{Entropy: entropy.Total(), Margin: first - second, Confidence: first}
}

func twoLargest(row []float64) (first, second float64) {
	for _, p := range row {
		if p > first {
			first, second = p, first
		} else if p > second {
			second = p
		}
	}
	return first, second
}
