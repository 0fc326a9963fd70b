package pool

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

const (
	// fitRounds is the most rounds of a fit, of which ten usually do.
	fitRounds = 200
	// fitError is how close the sums come, relatively, to those that are wanted.
	fitError = 1e-9
)

// FactorsFor returns factors w, of sum 1, by which the probabilities p of rows add up to known shares π of the classes,
//
//	Σᵢ Pᵢₖwₖ/Σⱼ Pᵢⱼwⱼ = πₖ·n.
//
// Multiplied by π alone, probabilities that are too even give rare classes too few rows, and probabilities that are too
// sharp hardly heed π. Rows of zeros do not count. Cost: O(200·n·C) at most.
func FactorsFor(p *mat.Dense, shares []float64) []float64 {
	w := slices.Clone(shares)
	for range fitRounds {
		// One class after the other is brought to its sum, as all in turn leave a convex function of ln w smaller.
		sums := expected(p, w)
		total, off := floats.Sum(sums), 0.0
		for k, s := range sums {
			if s > 0 {
				ratio := shares[k] * total / s
				w[k] *= ratio
				off = max(off, math.Abs(ratio-1))
			}
		}
		simplex.Normalize(w)
		if off < fitError {
			break
		}
	}
	return w
}
