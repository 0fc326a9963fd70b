package labelprop

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/par"
)

// outcome is what an iterative solver reached.
type outcome struct {
	x          []float64 // n×cols
	iterations int
	residual   float64 // the largest of any column, relative to the right side
	converged  bool
}

// watch is called by iterative solvers after every iteration with the residual;
// it says whether to stop.
type watch struct {
	ctx     context.Context
	options Options
	limit   int

	certifier *certifier // decides when to stop; nil: the residual does

	patient bool    // never give up before the limit
	best    float64 // the residual at the last halving
	since   int     // its iteration
}

// done reports the iteration and returns whether to stop, or why to fail.
func (w *watch) done(o *outcome) (bool, error) {
	if err := w.ctx.Err(); err != nil {
		return true, err
	}
	if w.options.Observe != nil && o.iterations > 0 {
		if err := w.options.Observe(Progress{Iteration: o.iterations, Residual: o.residual}); err != nil {
			return true, err
		}
	}
	if w.certifier == nil {
		o.converged = o.residual <= w.options.Tol
	} else if o.iterations%checkEvery == 0 && o.iterations > 0 {
		var stop bool
		if o.converged, stop = w.certifier.done(o.x); stop {
			return true, nil
		}
	}
	return o.converged && w.certifier == nil || o.iterations >= w.limit || w.stuck(o), nil
}

// checkEvery is the number of iterations between two certificates.
const checkEvery = 10

// stuck reports whether the residual has not halved in patience iterations.
func (w *watch) stuck(o *outcome) bool {
	if o.residual < w.best/2 || o.iterations == 0 {
		w.best, w.since = o.residual, o.iterations
	}
	return !w.patient && o.iterations-w.since > patience
}

const patience = 500

// solveCG solves eq by conjugate gradients [hestenes1952] in the inner product
// Σωxy, all columns at once. In that product the identity is the diagonal
// preconditioner of the symmetric system. It stops when c is satisfied, or, if c
// is nil, when the residual is small. Cost of an iteration: 2 flops an edge
// and column, and 10 a node and column.
func solveCG(ctx context.Context, eq *equation, o Options, c *certifier) (outcome, error) {
	w := watch{ctx: ctx, options: o, limit: o.iterations(10_000), certifier: c}
	size := eq.n * eq.cols
	out := outcome{x: make([]float64, size)}
	r, q := append([]float64(nil), eq.b...), make([]float64, size)
	p := append([]float64(nil), eq.b...)
	first := eq.norms(r)
	rr := append([]float64(nil), first...)
	step := make([]float64, eq.cols)
	for {
		out.residual = relative(rr, first)
		stop, err := w.done(&out)
		if stop || err != nil {
			return out, err
		}
		pq := eq.advance(q, p)
		for k := range step {
			step[k] = quotient(rr[k], pq[k])
		}
		next := eq.descend(out.x, r, p, q, step)
		for k := range step {
			step[k] = quotient(next[k], rr[k])
		}
		eq.turn(p, r, step)
		rr = next
		out.iterations++
	}
}

// advance writes (I-M)p into q and returns Σωpq.
func (eq *equation) advance(q, p []float64) []float64 {
	c := eq.cols
	return eq.sum(func(lo, hi int, out []float64) {
		eq.apply(q, p, lo, hi)
		for i := lo; i < hi; i++ {
			for k := range out {
				out[k] += eq.omega[i] * p[i*c+k] * q[i*c+k]
			}
		}
	})
}

// descend adds step·p to x, takes step·q from r, and returns Σωr².
func (eq *equation) descend(x, r, p, q, step []float64) []float64 {
	c := eq.cols
	return eq.sum(func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			for k := range out {
				x[i*c+k] += step[k] * p[i*c+k]
				r[i*c+k] -= step[k] * q[i*c+k]
				out[k] += eq.omega[i] * r[i*c+k] * r[i*c+k]
			}
		}
	})
}

// turn sets p to r + step·p.
func (eq *equation) turn(p, r, step []float64) {
	c := eq.cols
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k := range c {
				p[i*c+k] = r[i*c+k] + step[k]*p[i*c+k]
			}
		}
	})
}

// quotient returns a/b, 0 where a column is done.
func quotient(a, b float64) float64 {
	if !(b > 0) || !(a > 0) {
		return 0
	}
	return a / b
}

// relative returns the largest √(norm/first) of any column.
func relative(norm, first []float64) float64 {
	worst := 0.0
	for k := range norm {
		switch {
		case math.IsNaN(norm[k]) || math.IsNaN(first[k]):
			return math.Inf(1)
		case norm[k] > 0:
			worst = max(worst, math.Sqrt(norm[k]/first[k]))
		}
	}
	return worst
}
