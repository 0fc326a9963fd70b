package labelprop

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
	"gonum.org/v1/gonum/floats"
)

// solveCG solves eq by preconditioned conjugate gradients [hestenes1952] in the
// inner product Σωxy, all columns at once. In that product the identity is the
// diagonal preconditioner of the symmetric system; when it has not been enough
// after jacobiIterations, the incomplete factor takes over. It stops when c is
// satisfied, or, if c is nil, when the residual is small. Cost of an iteration: 2
// flops an edge and column, 4 more with the factor, and 10 a node and column.
func solveCG(ctx context.Context, eq *equation, o Options, c *certifier) (outcome, error) {
	w := watch{ctx: ctx, options: o, limit: o.iterations(10_000), certifier: c}
	g := newGradients(eq)
	for {
		g.residual = relative(g.norm, g.first)
		stop, err := w.done(&g.outcome)
		if stop || err != nil {
			return g.outcome, err
		}
		if eq.dense == nil && (c != nil && g.iterations == jacobiIterations || eq.soon && g.iterations == soonIterations) {
			g.restart(newFactor(eq))
		}
		g.step()
	}
}

// jacobiIterations is how long the diagonal preconditioner, which runs on all
// processors, is tried. Where labels are within a few hundred steps of a random
// walk it is done by then.
const jacobiIterations = 200

// soonIterations is how long it is tried where few of many solves take longer.
const soonIterations = 50

// gradients is the state of block conjugate gradients; vectors are n×cols.
type gradients struct {
	outcome
	eq     *equation
	factor *factor // nil: the diagonal

	r, z, p, q []float64
	norm       []float64 // Σωr² of each column
	first      []float64 // Σωb²
	rz         []float64 // Σωrz
}

func newGradients(eq *equation) *gradients {
	g := &gradients{eq: eq, r: slices.Clone(eq.b), q: make([]float64, len(eq.b))}
	g.x = make([]float64, len(eq.b))
	g.first = eq.norms(g.r)
	if len(eq.guess) == len(eq.b) {
		copy(g.x, eq.guess)
		eq.advance(g.q, g.x)
		floats.Sub(g.r, g.q)
	}
	g.norm = eq.norms(g.r)
	g.restart(nil)
	return g
}

// restart begins anew from x with another preconditioner.
func (g *gradients) restart(f *factor) {
	g.factor = f
	if f != nil {
		g.z = make([]float64, len(g.r))
	} else {
		g.z = g.r
	}
	g.rz = g.precondition()
	g.p = slices.Clone(g.z)
}

// precondition sets z from r and returns Σωrz.
func (g *gradients) precondition() []float64 {
	if g.factor == nil {
		return g.norm
	}
	g.factor.solve(g.z, g.r)
	return g.eq.inner(g.r, g.z)
}

// step makes one iteration.
func (g *gradients) step() {
	pq := g.eq.advance(g.q, g.p)
	step := make([]float64, len(pq))
	for k := range step {
		step[k] = quotient(g.rz[k], pq[k])
	}
	g.norm = g.eq.descend(g.x, g.r, g.p, g.q, step)
	next := g.precondition()
	for k := range step {
		step[k] = quotient(next[k], g.rz[k])
	}
	g.eq.turn(g.p, g.z, step)
	g.rz = next
	g.iterations++
}

// inner returns Σωxy of every column.
func (eq *equation) inner(x, y []float64) []float64 {
	return eq.sum(func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			addProducts(out, eq.omega[i], eq.row(x, i), eq.row(y, i))
		}
	})
}

// advance writes (I-M)p into q and returns Σωpq.
func (eq *equation) advance(q, p []float64) []float64 {
	if eq.dense != nil {
		eq.applyDense(q, p)
		return eq.inner(p, q)
	}
	return eq.sum(func(lo, hi int, out []float64) {
		eq.sparse.MulRows(q, p, eq.cols, lo, hi)
		eq.block(lo, hi).LessOwn(eq.rows(q, lo, hi), eq.rows(p, lo, hi), eq.omega[lo:hi], out)
	})
}

// block is that of rows [lo, hi), and rows are those of x.
func (eq *equation) block(lo, hi int) vec.Block { return vec.Block{Rows: hi - lo, Cols: eq.cols} }

func (eq *equation) rows(x []float64, lo, hi int) []float64 { return x[lo*eq.cols : hi*eq.cols] }

// row returns row i of x.
func (eq *equation) row(x []float64, i int) []float64 {
	return x[i*eq.cols : (i+1)*eq.cols : (i+1)*eq.cols]
}

// addProducts adds ωxy to out, entry by entry.
func addProducts(out []float64, omega float64, x, y []float64) {
	x, y = x[:len(out)], y[:len(out)]
	for k := range out {
		out[k] += omega * x[k] * y[k]
	}
}

// descend adds step·p to x, takes step·q from r, and returns Σωr².
func (eq *equation) descend(x, r, p, q, step []float64) []float64 {
	return eq.sum(func(lo, hi int, out []float64) {
		eq.block(lo, hi).Descend(eq.rows(x, lo, hi), eq.rows(r, lo, hi), eq.rows(p, lo, hi), eq.rows(q, lo, hi),
			eq.omega[lo:hi], step, out)
	})
}

// turn sets p to z + step·p.
func (eq *equation) turn(p, z, step []float64) {
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		eq.block(lo, hi).Turn(eq.rows(p, lo, hi), eq.rows(z, lo, hi), step)
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
