package knn

import (
	"fmt"
	"math"
)

// Distances writes the squared distances of row i to all rows of p into out, in units of
// 4^p.Exp(); +Inf where a metric from outside returns no distance. O(nd).
func (p *Points) Distances(i int, out []float64) {
	if !p.facts.isKnown() {
		// One that panics returns none.
		defer func() {
			if recover() != nil {
				for j := range out {
					out[j] = math.Inf(1)
				}
			}
		}()
	}
	NewRuler(p, p).all(i, out)
}

// maxDistance is about the largest distance whose square float64 holds.
const maxDistance = 1e154

// squareDistance returns d², above 0 for d > 0, and +Inf for what is no distance.
func squareDistance(d float64) float64 {
	switch {
	// Negative, too large or NaN, which no comparison holds for.
	case !(d >= 0 && d <= maxDistance):
		return math.Inf(1)
	case d > 0:
		// Rows apart stay apart where the square underflows.
		return max(d*d, math.SmallestNonzeroFloat64)
	}
	return 0
}

// checkDistance returns an error where the metric returned no distance for rows i and j.
func (p *Points) checkDistance(i, j int, d2 float64) error {
	if math.IsInf(d2, 1) {
		return fmt.Errorf("graph: rows %d and %d: the %v distance is not a number from 0 to %g",
			p.place(i), p.place(j), p.metric, maxDistance)
	}
	return nil
}

// sparseSum adds term(a-b) over the union of the columns of two sparse rows, both rising:
// where neither has a value the term is 0.
func sparseSum(ac []int32, a []float64, bc []int32, b []float64, term func(float64) float64) float64 {
	sum := 0.0
	x, y := 0, 0
	// A merge of two rising lists: the lower column goes first.
	for x < len(ac) && y < len(bc) {
		switch {
		case ac[x] == bc[y]:
			sum += term(a[x] - b[y])
			x++
			y++
		case ac[x] < bc[y]:
			sum += term(a[x])
			x++
		default:
			sum += term(b[y]) // term is even: term(0-b) = term(b)
			y++
		}
	}
	// One of the rows is at its end.
	for ; x < len(ac); x++ {
		sum += term(a[x])
	}
	for ; y < len(bc); y++ {
		sum += term(b[y])
	}
	return sum
}
