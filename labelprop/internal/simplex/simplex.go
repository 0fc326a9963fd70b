// Package simplex works on rows of class shares, the points of the probability simplex,
// and on their logarithms.
package simplex

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
)

// None stands for no class.
const None = -1

// TieMargin is the log ratio below which two classes tie.
const TieMargin = 1e-12

// Largest returns the index of the first maximum.
func Largest(x []float64) int {
	best := 0
	for k, v := range x {
		if v > x[best] {
			best = k
		}
	}
	return best
}

// FirstOfLargest returns the first of the allowed entries (nil: all) that are
// within margin of the largest of them, and whether there are several; None if none is
// allowed.
func FirstOfLargest(x []float64, allowed []bool, margin float64) (first int, tied bool) {
	top := math.Inf(-1)
	margin = max(margin, 0) // scores of a solver that failed may be negative, and so may the margin
	for k, v := range x {
		if allowed == nil || allowed[k] {
			top = max(top, v)
		}
	}
	first = None
	for k, v := range x {
		switch {
		case allowed != nil && !allowed[k] || top-v > margin:
		case first < 0:
			first = k
		default:
			tied = true
		}
	}
	return first, tied
}

// Sum returns the sum of a row, from left to right: that of a vector loop would depend on
// where in memory the row stands.
func Sum(row []float64) float64 {
	sum := 0.0
	for _, v := range row {
		sum += v
	}
	return sum
}

// Normalize divides a row by its sum, unless that is 0.
func Normalize(row []float64) {
	sum := Sum(row)
	if sum == 0 {
		return
	}
	for k := range row {
		row[k] /= sum
	}
}

// Softmax turns logarithms into shares of the sum of what they stand for. It subtracts
// the largest first, so that none of them overflows.
func Softmax(logs []float64) {
	top := logs[Largest(logs)]
	if math.IsInf(top, -1) {
		top = 0
	}
	for k, l := range logs {
		logs[k] = math.Exp(l - top)
	}
	Normalize(logs)
}

// LogSoftmax subtracts the logarithm of the sum of what the logarithms stand for, unless
// that sum is 0, of which it returns false.
func LogSoftmax(logs []float64) bool {
	sum := math.Inf(-1)
	for _, v := range logs {
		sum = lognum.LogAdd(sum, v)
	}
	if math.IsInf(sum, -1) {
		return false
	}
	for k := range logs {
		logs[k] -= sum
	}
	return true
}
