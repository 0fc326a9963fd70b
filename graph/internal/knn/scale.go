package knn

import (
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
)

// Squares of differences, and squares of their sums, are in the range of float64 where the
// magnitudes are below 2^topExp (those of new rows below 2^farExp) and all values are
// multiples of 2^minGrid: differences are below 2^471, sums of 2^31 of them below 2^502,
// the squares of those below 2^1004; and the least square above 0 is (2^-511)² = 2^-1022,
// the least normal number.
const (
	topExp  = 240
	farExp  = 470
	minGrid = -511
)

// surveyRows is the number of rows that are checked or summed up at a time.
const surveyRows = 4096

// prepare brings the rows into the form that the metric is computed on. The scale is
// changed only where it has to be, and then to one that depends on the digits alone: rows
// times a power of two give the same distances, bit for bit.
func (p *Points) prepare() {
	p.normalize()
	p.survey()
	// Magnitudes are below 2^top.
	_, top := math.Frexp(p.maxAbs)
	if p.facts.scales && (top > topExp || p.gridExp < minGrid) {
		// Values times 2^-exp have their largest magnitude just below 2^topExp.
		p.exp = top - topExp
		p.own()
		p.eachBlock(func(values []float64) { shiftBy(values, -p.exp) })
		p.maxAbs = math.Ldexp(p.maxAbs, -p.exp)
		p.gridExp -= p.exp
	}
}

// fit brings new rows to units of 2^exp. A row so far out that its squares would overflow
// is moved in, in its own direction, to magnitude 2^farExp: still so far that all rows
// searched are equally far from it in float64.
func (p *Points) fit(exp int) {
	p.exp, p.gridExp = exp, p.gridExp-exp
	r := p.reader()
	for i := range p.n {
		_, row := r.row(i)
		// A power of two brings the row to the units of the others.
		shift, largest := -exp, vec.MaxAbs(row)
		if _, top := math.Frexp(largest); largest > 0 && top+shift > farExp {
			shift, p.moved = farExp-top, true
		}
		if shift != 0 {
			p.own()
			r = p.reader()
			_, row = r.row(i)
			shiftBy(row, shift)
		}
	}
}

// normalize brings the rows to unit length for the metrics of unit vectors.
func (p *Points) normalize() {
	if !p.facts.unit {
		return
	}
	p.zero = make([]bool, p.n)
	if p.dense != nil && p.dense.isNarrow() {
		p.dense = p.dense.normalized(p.zero)
		return
	}
	// The rows are changed: they must not be the caller's.
	p.own()
	r := p.reader()
	for i := range p.n {
		_, row := r.row(i)
		p.zero[i] = !kernel.Normalize(row)
	}
}

// normalized returns the rows of float32 at unit length, but for those of zeros, which are noted. The length of each is
// kept: |x| = norm·2^exp, and x/|x| is the same number as 2^-exp·x/norm, so that it is rounded to the same bits. No
// power of two that float32 has leads out of the range of float64.
func (m *matrix) normalized(zero []bool) *matrix {
	unit := &matrix{d: m.d, narrow: m.narrow, length: make([]float64, len(zero))}
	par.For(len(zero), surveyRows, func(_, lo, hi int) {
		buffer := m.room(1)
		for i := lo; i < hi; i++ {
			// A row of zeros stays what it is.
			norm, exp := vec.Norm(m.columns(buffer, i, 0, m.d))
			if zero[i] = norm == 0; zero[i] {
				norm = 1
			}
			unit.length[i] = math.Ldexp(norm, exp)
		}
	})
	return unit
}

// survey finds the largest magnitude, and the grid of all values.
func (p *Points) survey() { p.maxAbs, p.gridExp = p.extent() }

// magnitudes returns the largest magnitude of finite values, and the largest g such that every one is a multiple of
// 2^g.
func magnitudes(values []float64) (largest float64, grid int) {
	const whole = 1 << 52 // from here on float64 holds whole numbers only
	g, unit := math.MaxInt32, 0.0
	for _, v := range values {
		// In units of 2^g, a multiple of it is a whole number, which adding 2^52 does not round. Most values pass.
		size := math.Abs(v)
		if size > largest {
			largest = size
		}
		if units := size * unit; units+whole-whole == units && (unit > 0 || v == 0) {
			continue
		}
		// v = ±mantissa·2^(exp-1075): its lowest bit is the first 1 of the mantissa from
		// below. Subnormal numbers have no leading 1 and the exponent of the least normal.
		b := math.Float64bits(v)
		mantissa, exp := b&(1<<52-1), int(b>>52&0x7ff)
		if exp != 0 {
			mantissa |= 1 << 52
		} else {
			exp = 1
		}
		g = min(g, exp-1075+bits.TrailingZeros64(mantissa))
		// Neither the unit nor the product may leave the range of float64 below.
		if g <= 0 && g > -1000 {
			unit = math.Ldexp(1, -g)
		}
	}
	return largest, g
}

// shiftBy multiplies the values by 2^exp.
func shiftBy(values []float64, exp int) {
	if exp == 0 {
		return
	}
	for i, v := range values {
		values[i] = math.Ldexp(v, exp)
	}
}

// lossy reports whether the scaling may have cost a value its last digits.
func (p *Points) lossy() bool { return p.gridExp < -1074 }

// BoundsFor returns the rows of p with error bounds that hold for their distances to q.
func (p *Points) BoundsFor(q *Points) *Points {
	both := *p
	both.maxAbs, both.gridExp = max(p.maxAbs, q.maxAbs), min(p.gridExp, q.gridExp)
	both.moved = q.moved
	return &both
}

// RelativeError bounds the relative error of the squared distances d2: 0 where the values
// lie on a grid so coarse that every operation is exact (integers), a multiple of (d+3)u
// for sums of d terms [higham2002], see facts, and +Inf where a square may have left the
// range of float64. The exact distance is that of the rows given; for the cosine that of
// the unit vectors in float64, for a metric from outside the one it returned.
func (p *Points) RelativeError(d2 []float64) float64 {
	if p.moved || p.underflows(d2) {
		return math.Inf(1)
	}
	// In units of the grid, differences are integers up to this one.
	units := math.Ldexp(2*p.maxAbs, -p.gridExp)
	return p.facts.relativeError(float64(p.d), units)
}

// underflows reports whether one of d2 may have lost digits, or all of them, below the
// range of float64. From 2^-900 on such a loss is beyond the last digit: the terms that
// are lost are below 2^-1022·d, a relative 2^-91 for 2^31 columns.
func (p *Points) underflows(d2 []float64) bool {
	for _, v := range d2 {
		if v < 0x1p-900 && (v > 0 || p.gridExp < minGrid) {
			return true
		}
	}
	return false
}
