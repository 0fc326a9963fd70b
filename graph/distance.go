package graph

import (
	"math"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
)

// measure writes the squared distances of row i of q to rows lo ≤ j < hi of p
// into out, in units of 4^exp.
func measure(q *points, i int, p *points, lo, hi int, out []float64) {
	switch p.metric.(type) {
	case kernel.Euclidean:
		q.sumDifferences(i, p, lo, hi, out, vec.SquaredDistance, square)
	case kernel.Manhattan:
		q.sumDifferences(i, p, lo, hi, out, vec.AbsoluteDistance, math.Abs)
		for j := range out {
			out[j] *= out[j]
		}
	case kernel.Cosine:
		q.sumDifferences(i, p, lo, hi, out, vec.SquaredDistance, square)
		for j := range out {
			d := out[j] / 2
			if q.zero[i] || p.zero[lo+j] {
				d = 1
			}
			out[j] = d * d
		}
	default:
		a := q.dense[i*q.d : (i+1)*q.d]
		for j := lo; j < hi; j++ {
			d := p.metric.Distance(a, p.dense[j*p.d:(j+1)*p.d])
			out[j-lo] = d * d
		}
	}
}

func square(x float64) float64 { return x * x }

// sumDifferences applies whole to the dense rows, or adds up term over the
// differences of the sparse ones.
func (q *points) sumDifferences(i int, p *points, lo, hi int, out []float64,
	whole func(a, b []float64) float64, term func(float64) float64) {
	cols, a := q.row(i)
	for j := lo; j < hi; j++ {
		jcols, b := p.row(j)
		if p.dense != nil {
			out[j-lo] = whole(a, b)
		} else {
			out[j-lo] = sparseSum(cols, a, jcols, b, term)
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
