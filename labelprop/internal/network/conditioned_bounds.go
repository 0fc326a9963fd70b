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
// with v the last column of z, the mean number of steps of the walk. In units of the
// answer, one bound is as good for a row far from all labels as for one beside them.
type conditionedBounds struct {
	ok       bool      // whether v proves I-M̃ to be an M-matrix
	up, dn   []float64 // of each class
	steps    float64   // the largest v
	residual float64   // the largest of any class
}

// certify computes the bounds of z, whose entries are not negative. Cost: a product.
func (e *conditioned) certify(z []float64) conditionedBounds {
	// What is left out of a row of M̃ meets entries of z up to the largest of the column.
	top := make([]float64, e.cols())
	for i, v := range z {
		top[i%e.cols()] = max(top[i%e.cols()], v)
	}
	parts := make([]conditionedBounds, par.Chunks(e.n(), chunkRows))
	par.For(e.n(), chunkRows, func(c, lo, hi int) { parts[c] = e.certifyRows(z, top, lo, hi) })
	// Maxima over rows, in any order.
	all := newConditionedBounds(e.classes)
	all.steps = top[e.classes]
	for _, p := range parts {
		all.ok = all.ok && p.ok
		all.residual = max(all.residual, p.residual)
		for k := range all.up {
			all.up[k], all.dn[k] = max(all.up[k], p.up[k]), max(all.dn[k], p.dn[k])
		}
	}
	return all
}

func newConditionedBounds(classes int) conditionedBounds {
	return conditionedBounds{ok: true, up: make([]float64, classes), dn: make([]float64, classes)}
}

// certifyRows is certify for rows [lo, hi), top being the largest entry of each column.
func (e *conditioned) certifyRows(z, top []float64, lo, hi int) conditionedBounds {
	c, mz := newConditionedBounds(e.classes), make([]float64, e.cols())
	for i := lo; i < hi; i++ {
		e.times(mz, z, i)
		// What is relative covers the errors of M̃ and b̃ and the rounding of the sums; what
		// is lost are entries of M̃ that are not written out.
		relative := e.relErr + 4*float64(e.start[i+1]-e.start[i]+4)*unit
		own, b := z[i*e.cols():(i+1)*e.cols()], e.b[i*e.cols():(i+1)*e.cols()]
		v, mv := own[e.classes], mz[e.classes]
		// g is the least that (I-M̃)v may be, and positive if I-M̃ is an M-matrix.
		g := v - mv - relative*(v+mv) - e.lost[i]*top[e.classes]
		c.ok = c.ok && g > 0
		for k := range e.classes {
			r := b[k] - own[k] + mz[k]
			c.residual = max(c.residual, math.Abs(r))
			if !c.ok {
				continue
			}
			// ρ = (±r + slack)/g; the last term stands for what underflows.
			slack := relative*(b[k]+own[k]+mz[k]) + e.lost[i]*top[k] + 0x1p-1000
			c.up[k] = max(c.up[k], (r+slack)/g*(1+8*unit))
			c.dn[k] = max(c.dn[k], (slack-r)/g*(1+8*unit))
		}
	}
	return c
}

// times sets y to row i of M̃z.
func (e *conditioned) times(y, z []float64, i int) {
	clear(y)
	for at := e.start[i]; at < e.start[i+1]; at++ {
		m, in := e.m[at], z[int(e.ind[at])*len(y):]
		in = in[:len(y)]
		for k := range y {
			y[k] += m * in[k]
		}
	}
}

// proves reports whether the largest of the classes of a row of z is so for certain.
func (c *conditionedBounds) proves(row []float64) bool {
	classes := len(c.up)
	v := row[classes] * (1 + 4*unit)
	// The least that the best can be must exceed the most that any other can be.
	best := simplex.Largest(row[:classes])
	least := row[best] - c.dn[best]*v
	for k, s := range row[:classes] {
		if k != best && !(least > s+c.up[k]*v) {
			return false
		}
	}
	return c.ok
}

// within bounds the error of any class of a node of hitting time v.
func (c *conditionedBounds) within(v float64) float64 {
	if !c.ok {
		return math.Inf(1)
	}
	// The error of a class is at most ρ·v.
	worst := 0.0
	for k := range c.up {
		worst = max(worst, max(c.up[k], c.dn[k])*v*(1+4*unit))
	}
	return worst
}

// unproven counts the rows of z whose largest class is not certain.
func (e *conditioned) unproven(z []float64, c *conditionedBounds) int {
	var open atomic.Int64
	par.For(e.n(), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			if !c.proves(z[i*e.cols() : (i+1)*e.cols()]) {
				open.Add(1)
			}
		}
	})
	return int(open.Load())
}
