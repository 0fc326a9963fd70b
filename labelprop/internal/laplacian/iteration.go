package laplacian

import (
	"cmp"
	"context"
	"math"
	"runtime"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
)

// iteration is the state of Chebyshev's iteration.
type iteration struct {
	*equation
	factor  *factor
	x, d, p *potentials // the answer, P⁻¹r, and the direction
	r       []float64   // n×cols
	*chebyshev

	steps  int
	size   float64 // the largest |r|/β of any column but that of v, which need not be right
	known  *Bounds
	done   bool
	open   int     // rows that are not proven
	least  float64 // the bound at its last halving
	leastI int     // the iteration of that
	at     int     // where |r|/β was the largest
	was    float64 // r there

	forecast progress.Forecast
}

func newIteration(e *equation, f *factor) *iteration {
	return &iteration{
		equation: e, factor: f, x: newPotentials(e.tree, e.cols), d: newPotentials(e.tree, e.cols),
		p: newPotentials(e.tree, e.cols), r: make([]float64, len(e.b)),
		chebyshev: newChebyshev(leastEigenvalue, mostEigenvalue),
	}
}

const (
	// mostIterations is the limit unless another is given.
	mostIterations = 1000
	// every is the number of iterations between two certificates.
	every = 4
	// stale is how many iterations without a halving of the bound are too many.
	stale = 40
	// promising is the residual, in units of β, below which a certificate may prove something.
	promising = 1e-4
)

// run iterates until all is proven, or nothing more can be.
func (t *iteration) run(ctx context.Context, o *Options) error {
	limit := o.MaxIter
	if limit == 0 {
		limit = mostIterations
	}
	for {
		// A step takes about two products: with the matrix, and with the factor and its transpose.
		m := o.Tell.Begin(ctx, progress.Multiplying, float64(t.cols)*float64(len(t.ind)+2*len(t.factor.ind)))
		turned, err := t.measure(m)
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return err
		}
		if o.Observe != nil && t.steps > 0 {
			if err := o.Observe(t.reached(o, limit)); err != nil {
				return err
			}
		}
		// A certificate costs three residuals.
		if t.size <= promising && t.steps%every == 0 || t.steps >= limit {
			bounds := o.Tell.Begin(ctx, progress.Multiplying, 3*float64(t.cols)*float64(len(t.ind)))
			if t.known, err = t.certify(t.x, bounds); err != nil {
				return err
			}
			if t.finished(o) || t.steps >= limit {
				return nil
			}
		}
		t.adapt(t.size, turned)
		t.next()
		if err := t.advance(m); err != nil {
			return err
		}
		t.steps++
	}
}

// reached is what there is to be told of the iteration.
func (t *iteration) reached(o *Options, limit int) progress.Iteration {
	f := &t.forecast
	f.Tol, f.Limit, f.Stale = o.Tol, limit, stale
	f.Reached(t.steps, t.size)
	return progress.Iteration{Number: t.steps, End: f.End(), Residual: t.size}
}

// finished tells whether all is proven, or whether the bound has ceased to fall.
func (t *iteration) finished(o *Options) bool {
	k := t.known
	if !k.OK {
		return false
	}
	t.open = 0
	if o.Exclusive {
		for i := range t.n() {
			if !k.Proves(i) {
				t.open++
			}
		}
	}
	t.forecast.Proven(k.Most, t.open)
	t.done = k.Most <= math.Sqrt(o.Tol) && t.size <= o.Tol
	if t.done && t.open == 0 {
		return true
	}
	// Some labels may never be proven, because their classes are too close.
	if t.least == 0 || k.Most <= t.least/2 {
		t.least, t.leastI = k.Most, t.steps
	}
	return t.steps-t.leastI >= stale
}

// share is how many columns a processor takes: columns do not depend on each other.
func (t *iteration) share() int {
	workers := runtime.GOMAXPROCS(0)
	return (t.cols + workers - 1) / workers
}

// measure computes the residual, its size, and whether what was its largest entry has changed its
// sign.
func (t *iteration) measure(m *progress.Meter) (turned bool, err error) {
	type worst struct {
		size float64
		at   int
	}
	parts := make([]worst, par.Chunks(t.cols, t.share()))
	err = par.Try(t.cols, t.share(), func(c, lo, hi int) error {
		if err := t.residual(lo, hi, m); err != nil {
			return err
		}
		for i := range t.n() {
			for at := i*t.cols + lo; at < i*t.cols+min(hi, t.cols-1); at++ {
				if size := math.Abs(t.r[at]) / t.beta[i]; size > parts[c].size {
					parts[c] = worst{size, at}
				}
			}
		}
		return nil
	})
	// The entry that was the largest one, now and an iteration ago.
	turned = t.r[t.at]*t.was < 0
	t.size = 0
	for _, p := range parts {
		if p.size > t.size {
			t.size, t.at = p.size, p.at
		}
	}
	t.was = t.r[t.at]
	return turned, err
}

// residual sets columns [lo, hi) of r to b - Ax. Every current is computed once, so that what its
// rounding takes from one end it gives to the other.
func (t *iteration) residual(lo, hi int, m *progress.Meter) error {
	n, c := t.n(), t.cols
	difference := make([]float64, hi-lo)
	for i := range n {
		copy(t.r[i*c+lo:i*c+hi], t.b[i*c+lo:])
	}
	done := m.Batch()
	for i := range n {
		if err := done.Add(float64((hi - lo) * (t.start[i+1] - t.start[i]))); err != nil {
			return err
		}
		// The current to the ground, then those to nodes with larger numbers.
		own := t.r[i*c+lo : i*c+hi]
		if g := t.ground[i]; g > 0 {
			t.x.difference(difference, int32(i), int32(n), lo)
			for k, d := range difference {
				own[k] -= g * d
			}
		}
		for at := t.start[i]; at < t.start[i+1]; at++ {
			j := int(t.ind[at])
			if j < i {
				continue
			}
			t.x.difference(difference, int32(i), int32(j), lo)
			w, other := t.w[at], t.r[j*c+lo:j*c+hi]
			for k, d := range difference {
				own[k] -= w * d
				other[k] += w * d
			}
		}
	}
	return nil
}

// advance makes one step of the iteration.
func (t *iteration) advance(m *progress.Meter) error {
	return par.Try(t.cols, t.share(), func(_, lo, hi int) error {
		// Columns do not depend on each other: each processor takes its own all the way.
		block := columns{lo, hi - lo, m}
		if err := t.factor.apply(t.d, t.r, block); err != nil {
			return err
		}
		for i := range t.n() {
			for at := i*t.cols + lo; at < i*t.cols+hi; at++ {
				t.p.z[at] = t.keep*t.p.z[at] + t.step*t.d.z[at]
				t.x.z[at] += t.p.z[at]
			}
		}
		return nil
	})
}

// solution puts the rows back in the order of the system.
func (t *iteration) solution() *Solution {
	// The numbers of the tree are its own affair.
	own := t.known
	b := *own
	b.x, b.slack = make([]float64, len(own.x)), make([]float64, len(own.slack))
	for k, i := range t.node {
		copy(b.x[int(i)*b.cols:], own.x[k*b.cols:(k+1)*b.cols])
		b.slack[i] = own.slack[k]
	}
	return &Solution{Bounds: &b, Iterations: t.steps, Residual: t.size, Converged: t.done}
}
