package pool

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/sum"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Agreement returns the share of some rows to which two answers give the same class, of those of
// which both say something; NaN where there is none.
func Agreement(a, b *mat.Dense, rows []int) float64 {
	same, of := 0, 0
	for _, i := range rows {
		x, y := a.RawRowView(i), b.RawRowView(i)
		if !(floats.Max(x) > 0) || !(floats.Max(y) > 0) {
			continue
		}
		// Of equal probabilities the first counts, in both answers.
		of++
		if floats.MaxIdx(x) == floats.MaxIdx(y) {
			same++
		}
	}
	return float64(same) / float64(of)
}

// Errors for each row on which answers disagree: they rest on the same labels, so that they also
// err together.
const errorsTogether = 1.5

// ExpectedAccuracy returns the accuracy to expect of an answer by how far another one agrees with
// it, 1 - 1.5·(1-agreement), at least that of chance.
func ExpectedAccuracy(agreement float64, classes int) float64 {
	return max(1-errorsTogether*(1-agreement), 1/float64(classes))
}

// Bounds of the power of [PowerFor], and its error in ln t.
const (
	leastPower, mostPower = 0.05, 3
	powerError            = 1e-3
)

// PowerFor returns the power t in [0.05, 3] at which the mean of the largest probability of some
// rows,
//
//	Pᵢₖᵗ / Σⱼ Pᵢⱼᵗ,
//
// is the confidence, or as near to it as it can be. It rises with t. The order of the rows makes no
// difference. Cost: O(rows·C).
func PowerFor(p *mat.Dense, rows []int, confidence float64) float64 {
	low, high := math.Log(leastPower), math.Log(mostPower)
	// Bisection: the mean rises with the power.
	for high-low > powerError {
		if middle := low/2 + high/2; meanConfidence(p, rows, math.Exp(middle)) < confidence {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Exp(low/2 + high/2)
}

// meanConfidence is the mean largest probability at power t; a row of zeros is even.
func meanConfidence(p *mat.Dense, rows []int, t float64) float64 {
	largest := make([]float64, len(rows))
	par.For(len(rows), 1024, func(_, lo, hi int) {
		for r := lo; r < hi; r++ {
			// Relative to the largest, whose power is 1 then.
			row, all := p.RawRowView(rows[r]), 0.0
			top := floats.Max(row)
			for _, v := range row {
				if top > 0 {
					v /= top
				} else {
					v = 1
				}
				all += math.Pow(v, t)
			}
			largest[r] = 1 / all
		}
	})
	// Exact, so that a permutation of the rows finds the same power.
	return sum.InAnyOrder(largest) / float64(len(rows))
}

// Raise raises probabilities to a power and divides rows by their sums, in place. Rows of zeros stay.
func Raise(p *mat.Dense, t float64) {
	n, _ := p.Dims()
	par.For(n, 1024, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			row := p.RawRowView(i)
			top, all := floats.Max(row), 0.0
			if !(top > 0) {
				continue
			}
			// Relative to the largest, so that no power underflows for all classes.
			for k, v := range row {
				row[k] = math.Pow(v/top, t)
				all += row[k]
			}
			floats.Scale(1/all, row)
		}
	})
}
