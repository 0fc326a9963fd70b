package network

import (
	"math"
	"sync/atomic"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// conditionedBounds bound the errors of z as [certificate] does,
//
//	z - dn·v ≤ true z ≤ z + up·v,
//
// with v the column of hitting times, the mean number of steps of the walk. In units of the
// answer, one bound is as good for a row far from all labels as for one beside them.
//
// Where few rows have far larger errors than the others, there is one more column, e, the solution of the bounds δ on
// the errors of the rows, (I-M̃)e = δ. Only rows whose walks come by those few are the worse for them:
//
//	z - share·e - dn·v ≤ true z ≤ z + share·e + up·v,   up = maxᵢ (rᵢ + slackᵢ - share·(I-M̃)eᵢ)/gᵢ,
//
// as the slack is nearly δ, and the maximum nearly that of the residuals alone. The smaller of both bounds counts.
type conditionedBounds struct {
	ok       bool    // whether v proves I-M̃ to be an M-matrix
	even     margins // without e
	uneven   margins // beside e; no classes: there is none
	steps    float64 // the largest v
	off      float64 // the largest e
	residual float64 // the largest of any class
}

// margins are what bounds the errors of each class, in units of v.
type margins struct {
	share  float64   // of e that comes beside
	up, dn []float64 // of each class
	rest   []float64 // what they would be without a residual
}

// errorShare is how many e the bounds beside it take: more than 1, as errors of M̃ make e itself uncertain.
const errorShare = 1.5

func newMargins(classes int, share float64) margins {
	return margins{share, make([]float64, classes), make([]float64, classes), make([]float64, classes)}
}

// add takes a row into account, with the residual r and slack of class k, and g and d the least of (I-M̃)v and (I-M̃)e.
func (m *margins) add(k int, r, slack, g, d float64) {
	const up = 1 + 8*unit
	d *= m.share
	m.up[k] = max(m.up[k], (r+slack-d)/g*up)
	m.dn[k] = max(m.dn[k], (slack-r-d)/g*up)
	m.rest[k] = max(m.rest[k], (slack-d)/g*up)
}

// merge takes the rows of o into account.
func (m *margins) merge(o *margins) {
	for k := range m.up {
		m.up[k], m.dn[k], m.rest[k] = max(m.up[k], o.up[k]), max(m.dn[k], o.dn[k]), max(m.rest[k], o.rest[k])
	}
}

// times returns the bound that is ρ in units of v.
func (m *margins) times(rho, v, e float64) float64 { return (rho*v + m.share*e) * (1 + 8*unit) }

// certify computes the bounds of z, whose entries are not negative. Cost: a product.
func (e *conditioned) certify(z []float64) conditionedBounds {
	// What is left out of a row of M̃ meets entries of z up to the largest of the column.
	top := make([]float64, e.cols())
	for i, v := range z {
		top[i%e.cols()] = max(top[i%e.cols()], v)
	}
	parts, mz := make([]conditionedBounds, par.Chunks(e.n(), chunkRows)), make([]float64, len(z))
	par.For(e.n(), chunkRows, func(c, lo, hi int) {
		e.walk.MulRows(mz, z, e.cols(), lo, hi)
		parts[c] = e.certifyRows(z, mz, top, [2]int{lo, hi})
	})
	// Maxima over rows, in any order.
	all := e.newBounds()
	all.steps = top[e.classes]
	if e.errors.uneven() {
		all.off = top[e.classes+1]
	}
	for _, p := range parts {
		all.ok = all.ok && p.ok
		all.residual = max(all.residual, p.residual)
		all.even.merge(&p.even)
		all.uneven.merge(&p.uneven)
	}
	return all
}

func (e *conditioned) newBounds() conditionedBounds {
	c := conditionedBounds{ok: true, even: newMargins(e.classes, 0)}
	if e.errors.uneven() {
		c.uneven = newMargins(e.classes, errorShare)
	}
	return c
}

// certifyRows is certify for some rows, given all = M̃z and the largest entry of each column.
func (e *conditioned) certifyRows(z, all, top []float64, rows [2]int) conditionedBounds {
	c := e.newBounds()
	for i := rows[0]; i < rows[1]; i++ {
		// What is relative covers the errors of M̃ and b̃ and the rounding of the sums; what
		// is lost are entries of M̃ that are not written out, and what their exponents cause.
		relative, lost := e.relativeError(e.start[i+1]-e.start[i]), e.lost[i]
		if e.tail != nil {
			lost += e.tail[i]
		}
		first, last := i*e.cols(), (i+1)*e.cols()
		own, mz, b := z[first:last], all[first:last], e.b[first:last]
		// The least that (I-M̃)x may be.
		least := func(k int) float64 { return own[k] - mz[k] - relative*(own[k]+mz[k]) - lost*top[k] }
		// It is positive for v if I-M̃ is an M-matrix.
		g, d := least(e.classes), 0.0
		c.ok = c.ok && g > 0
		if e.tail != nil {
			d = least(e.classes + 1)
		}
		for k := range e.classes {
			r := b[k] - own[k] + mz[k]
			c.residual = max(c.residual, math.Abs(r))
			if !c.ok {
				continue
			}
			// ρ = (±r + slack)/g.
			slack := relative*(b[k]+own[k]+mz[k]) + lost*max(top[k], 1) + underflow
			c.even.add(k, r, slack, g, 0)
			if e.tail != nil {
				c.uneven.add(k, r, slack, g, d)
			}
		}
	}
	return c
}

// bounds returns how far above and below what it is in a row of z class k may be.
func (c *conditionedBounds) bounds(row []float64, k int) (above, below float64) {
	classes := len(c.even.up)
	v := row[classes]
	above, below = c.even.times(c.even.up[k], v, 0), c.even.times(c.even.dn[k], v, 0)
	if c.uneven.up != nil {
		e := row[classes+1]
		above = min(above, c.uneven.times(c.uneven.up[k], v, e))
		below = min(below, c.uneven.times(c.uneven.dn[k], v, e))
	}
	return above, below
}

// rest is what both would be without a residual.
func (c *conditionedBounds) rest(row []float64, k int) (above, below float64) {
	classes := len(c.even.up)
	within := c.even.times(c.even.rest[k], row[classes], 0)
	if c.uneven.up != nil {
		within = min(within, c.uneven.times(c.uneven.rest[k], row[classes], row[classes+1]))
	}
	return within, within
}

// proves reports whether the largest of the classes of a row of z is so for certain.
func (c *conditionedBounds) proves(row []float64) bool { return c.leads(row, c.bounds) }

// couldProve reports whether it would be without a residual.
func (c *conditionedBounds) couldProve(row []float64) bool { return c.leads(row, c.rest) }

func (c *conditionedBounds) leads(row []float64, bounds func(row []float64, k int) (above, below float64)) bool {
	if !c.ok {
		return false
	}
	// The least that the best can be must exceed the most that any other can be.
	scores := row[:len(c.even.up)]
	best := simplex.Largest(scores)
	_, below := bounds(row, best)
	least := scores[best] - below
	for k, s := range scores {
		if above, _ := bounds(row, k); k != best && !(least > s+above) {
			return false
		}
	}
	return true
}

// within bounds the error of any class of a row of z.
func (c *conditionedBounds) within(row []float64) float64 {
	if !c.ok {
		return math.Inf(1)
	}
	worst := 0.0
	for k := range c.even.up {
		above, below := c.bounds(row, k)
		worst = max(worst, above, below)
	}
	return worst
}

// count returns how many rows of z have what is asked.
func (e *conditioned) count(z []float64, has func(row []float64) bool) int {
	var found atomic.Int64
	par.For(e.n(), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			if has(z[i*e.cols() : (i+1)*e.cols()]) {
				found.Add(1)
			}
		}
	})
	return int(found.Load())
}
