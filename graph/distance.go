package graph

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
)

// measure writes the squared distances of row i of q to all rows of p into out,
// in units of 4^exp; +Inf where a metric from outside returns no distance.
func measure(q *points, i int, p *points, out []float64) {
	switch p.metric.(type) {
	case kernel.Euclidean:
		q.sumDifferences(i, p, out, vec.SquaredDistance, square)
	case kernel.Manhattan:
		q.sumDifferences(i, p, out, vec.AbsoluteDistance, math.Abs)
		for j := range out {
			out[j] *= out[j]
		}
	case kernel.Cosine:
		q.sumDifferences(i, p, out, vec.SquaredDistance, square)
		for j := range out {
			d := out[j] / 2
			if q.zero[i] || p.zero[j] {
				d = 1
			}
			out[j] = d * d
		}
	default:
		q.askMetric(i, p, out)
	}
}

func square(x float64) float64 { return x * x }

// askMetric is measure for a metric from outside. Two rows of one set are always
// given lower row first, so that their distance is the same both ways, and a row
// is at distance 0 from itself.
func (q *points) askMetric(i int, p *points, out []float64) {
	for j := range out {
		if q == p && i == j {
			out[j] = 0
			continue
		}
		out[j] = q.askPair(i, p, j)
	}
}

func (q *points) askPair(i int, p *points, j int) float64 {
	if q == p && i > j {
		i, j = j, i
	}
	return squareDistance(p.metric.Distance(q.dense[i*q.d:(i+1)*q.d], p.dense[j*p.d:(j+1)*p.d]))
}

// between returns the squared distance of row i of q and row j of p, which is another row:
// the bits that measure gives.
func between(q *points, i int, p *points, j int) float64 {
	switch p.metric.(type) {
	case kernel.Euclidean:
		return q.difference(i, p, j, vec.SquaredDistance, square)
	case kernel.Manhattan:
		d := q.difference(i, p, j, vec.AbsoluteDistance, math.Abs)
		return d * d
	case kernel.Cosine:
		d := q.difference(i, p, j, vec.SquaredDistance, square) / 2
		if q.zero[i] || p.zero[j] {
			d = 1
		}
		return d * d
	}
	return q.askPair(i, p, j)
}

// difference applies whole to two dense rows, or adds up term over the differences of two
// sparse ones.
func (q *points) difference(i int, p *points, j int, whole func(a, b []float64) float64, term func(float64) float64) float64 {
	cols, a := q.row(i)
	jcols, b := p.row(j)
	if p.dense != nil {
		return whole(a, b)
	}
	return sparseSum(cols, a, jcols, b, term)
}

// maxDistance is the largest distance, roundly, whose square float64 holds.
const maxDistance = 1e154

// squareDistance returns d², above 0 for d > 0, and +Inf for what is no distance.
func squareDistance(d float64) float64 {
	switch {
	case !(d >= 0 && d <= maxDistance):
		return math.Inf(1)
	case d > 0:
		return max(d*d, math.SmallestNonzeroFloat64)
	}
	return 0
}

// checkDistance says between which rows the metric returned no distance.
func (p *points) checkDistance(i, j int, d2 float64) error {
	if math.IsInf(d2, 1) {
		return fmt.Errorf("graph: rows %d and %d: the %v distance is not a number from 0 to %g", i, j, p.metric, maxDistance)
	}
	return nil
}

// sumDifferences applies whole to the dense rows, or adds up term over the
// differences of the sparse ones.
func (q *points) sumDifferences(i int, p *points, out []float64,
	whole func(a, b []float64) float64, term func(float64) float64) {
	cols, a := q.row(i)
	for j := range out {
		jcols, b := p.row(j)
		if p.dense != nil {
			out[j] = whole(a, b)
		} else {
			out[j] = sparseSum(cols, a, jcols, b, term)
		}
	}
}

// sparseSum adds term(a-b) over the union of two sorted sparse rows.
func sparseSum(ac []int32, a []float64, bc []int32, b []float64, term func(float64) float64) float64 {
	sum := 0.0
	x, y := 0, 0
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
			sum += term(b[y])
			y++
		}
	}
	for ; x < len(ac); x++ {
		sum += term(a[x])
	}
	for ; y < len(bc); y++ {
		sum += term(b[y])
	}
	return sum
}
