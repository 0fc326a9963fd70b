package knn

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/par"
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
	measure(p, i, p, out)
}

// Distance returns the squared distance of two rows i < j of p, in units of 4^p.Exp().
//
// Errors: a metric from outside that returns no distance. O(d).
func (p *Points) Distance(i, j int) (float64, error) {
	d2 := between(p, i, p, j)
	return d2, p.checkDistance(i, j, d2)
}

// measure writes the squared distances of row i of q to all rows of p into out, in units
// of 4^exp; +Inf where a metric from outside returns no distance.
func measure(q *Points, i int, p *Points, out []float64) {
	// A metric from outside knows only whole dense rows.
	f := p.facts
	if !f.isKnown() {
		q.callMetric(i, p, out)
		return
	}
	// First the sums of terms, so that the inner loop has no branch on the metric.
	// Dense rows by vector code, sparse ones by merging their columns.
	cols, a := q.row(i)
	for j := range out {
		jcols, b := p.row(j)
		if p.dense != nil {
			out[j] = f.sum(a, b)
		} else {
			out[j] = sparseSum(cols, a, jcols, b, f.term)
		}
	}
	// Then the squares of the sums, for the metrics that have another one than the sum.
	if f.square == nil {
		return
	}
	for j := range out {
		out[j] = f.square(out[j])
		if p.zero != nil && (q.zero[i] || p.zero[j]) {
			out[j] = 1 // no direction: at the distance 1 from every other row
		}
	}
}

// between returns the squared distance of row i of q and row j of p, which is another
// row: the bits that measure gives.
func between(q *Points, i int, p *Points, j int) float64 {
	f := p.facts
	if !f.isKnown() {
		return q.callMetricOnce(i, p, j)
	}
	if p.zero != nil && (q.zero[i] || p.zero[j]) {
		// No direction, as in measure.
		return 1
	}
	cols, a := q.row(i)
	jcols, b := p.row(j)
	if p.dense != nil {
		return f.squareOf(f.sum(a, b))
	}
	return f.squareOf(sparseSum(cols, a, jcols, b, f.term))
}

// callMetric is measure for a metric from outside. A row is at distance 0 from itself.
func (q *Points) callMetric(i int, p *Points, out []float64) {
	for j := range out {
		if q == p && i == j {
			// Whatever the metric returns for a row and itself.
			out[j] = 0
			continue
		}
		out[j] = q.callMetricOnce(i, p, j)
	}
}

// callMetricOnce passes two rows of one set lower row first, so that their distance is the
// same both ways even if the metric's rounding is not.
func (q *Points) callMetricOnce(i int, p *Points, j int) float64 {
	defer func() {
		if r := recover(); r != nil {
			panic(par.Named(r, "the metric %v", p.metric))
		}
	}()
	if q == p && i > j {
		i, j = j, i
	}
	_, a := q.row(i)
	_, b := p.row(j)
	return squareDistance(p.metric.Distance(a, b))
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
