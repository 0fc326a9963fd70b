package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// certificate bounds the error of every entry of an approximate solution x of
// (I-M)F = b, F being the exact one. The last column of the equation is the right side 1, whose solution
// v is the mean hitting time of the labels where M = D⁻¹W. If (I-M)v ≥ g > 0
// with v > 0, then I-M is a nonsingular M-matrix, its inverse is non-negative, and
//
//	-ρ⁻v ≤ F - x ≤ ρ⁺v,   ρ± = maxᵢ (±rᵢ + slackᵢ)/gᵢ,   r = b - (I-M)x.
//
// The slack covers the rounding of r itself and the rounding of M and b against the exact
// weights. Most of it is proportional to x: for entries far below the largest, componentwise
// gives a sharper bound, which uses that.
type certificate struct {
	ok     bool      // whether v proves the matrix to be an M-matrix
	off    float64   // the largest |1 - (I-M)v|
	doubt  float64   // the largest that g loses by rounding
	up, dn []float64 // ρ⁺, ρ⁻ of each column but the last
	vmax   float64
	each   componentwise
}

// certify computes the certificate of x. Cost: two matrix products.
func (eq *equation) certify(x []float64) certificate {
	// The two products: Mx for the residual, M|x| for the rounding of it.
	known := eq.boundResidual(x)
	last := eq.cols - 1
	// The bounds are maxima over rows, so chunks may be merged in any order.
	part := make([]certificate, par.Chunks(eq.n, chunkRows))
	par.For(eq.n, chunkRows, func(c, lo, hi int) {
		rows := known.rows(lo, hi)
		part[c] = eq.certifyRows(rows, lo, hi)
		rows.free()
	})
	all := certificate{ok: true, up: make([]float64, last), dn: make([]float64, last), each: newComponentwise(last)}
	for _, p := range part {
		// One row at which (I-M)v is not surely positive, and nothing is proven.
		all.ok = all.ok && p.ok
		all.vmax, all.off, all.doubt = max(all.vmax, p.vmax), max(all.off, p.off), max(all.doubt, p.doubt)
		if !all.ok {
			continue
		}
		for k := range last {
			all.up[k], all.dn[k] = max(all.up[k], p.up[k]), max(all.dn[k], p.dn[k])
		}
		all.each.merge(&p.each)
	}
	if !all.ok {
		return all
	}
	// The componentwise bound needs the maxima of all rows before it can choose its number of
	// steps.
	all.each.chooseSteps(all.vmax)
	return all
}

// hopeless reports whether no other v would prove more: with |1 - (I-M)v| ≤ 1/4, the true v is at least 4/5 of this
// one, and rounding costs at least 4/5 as much of its g, which is then below 0.
func (c *certificate) hopeless() bool { return !c.ok && c.off <= 0.25 && c.doubt > 1.5 }

// underflow is more than what numbers below the range of float64, that count as 0, may be together in a row: of M, each
// times an entry of x, and of b. A score that is 0 for that reason is not known to be.
const underflow = 0x1p-1000

func (eq *equation) certifyRows(known *boundedRows, lo, hi int) certificate {
	last := eq.cols - 1
	cert := certificate{ok: true, up: make([]float64, last), dn: make([]float64, last), each: newComponentwise(last)}
	y, size := make([]float64, eq.cols), make([]float64, eq.cols)
	for i := lo; i < hi; i++ {
		// y = b - (I-M)x of this row, and the relative error of each of its terms.
		relative := known.row(i, y, size)
		// For the last column b is 1, so (I-M)v = 1 - y. g is what of that is left when every
		// rounding went the wrong way.
		v := known.x[i*eq.cols+last]
		g := (1 - y[last]) - relative*size[last]
		cert.off, cert.doubt = max(cert.off, math.Abs(y[last])), max(cert.doubt, relative*size[last])
		cert.ok = cert.ok && g > 0 && v > 0
		if !cert.ok {
			continue
		}
		// Both hold for every row so far: v > 0 and (I-M)v ≥ g > 0.
		cert.vmax = max(cert.vmax, v)
		for k := range last {
			// ρ = (±r + slack)/g; the factor covers the rounding of these few operations
			// themselves.
			slack := relative*size[k] + underflow
			cert.up[k] = max(cert.up[k], (y[k]+slack)/g*(1+8*unit))
			cert.dn[k] = max(cert.dn[k], (slack-y[k])/g*(1+8*unit))
		}
		// The same row, for the bound relative to each entry.
		mx, sizes := known.products(i)
		cert.each.update(&rowBounds{
			x: eq.row(known.x, i)[:last], v: v, g: g, y: y, size: size, relative: relative,
			b: eq.right(i), mx: mx, sizes: sizes,
		})
	}
	return cert
}

// above and below bound F - x and x - F where x is an entry of column k, and v the hitting
// time of its node.
func (c *certificate) above(x, v float64, k int) float64 {
	return min(c.up[k]*v, c.each.bound(c.each.up, x, v, k))
}

func (c *certificate) below(x, v float64, k int) float64 {
	return min(c.dn[k]*v, c.each.bound(c.each.dn, x, v, k))
}

// within bounds the errors of the entries x of a row, v being its hitting time.
func (c *certificate) within(x []float64, v float64) float64 {
	if !c.ok {
		return math.Inf(1)
	}
	worst := 0.0
	for k, s := range x {
		worst = max(worst, c.above(s, v, k), c.below(s, v, k))
	}
	return worst
}

// proves reports whether the largest entry of x beats every other for certain,
// v being the hitting time of the same node.
func (c *certificate) proves(x []float64, v float64) bool {
	// The least that the best can be must exceed the most that any other can be.
	best := simplex.Largest(x)
	least := x[best] - c.below(x[best], v, best)
	for k, s := range x {
		if k != best && !(least > s+c.above(s, v, k)) {
			return false
		}
	}
	return true
}
