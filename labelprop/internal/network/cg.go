package network

import (
	"cmp"
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// solveByConjugateGradients solves eq by preconditioned conjugate gradients [hestenes1952] in
// the inner product Σωxy, all columns at once. In that product the identity is the diagonal
// preconditioner of the symmetric system. It stops when c is satisfied, or, if c is nil, when
// the residual is small.
//
// The incomplete factor takes over after jacobiIterations if there is a certificate to reach,
// or after soonIterations if eq.earlyFactor is set. Without either, as in modified adsorption,
// the diagonal stays, and so it does where the factor does not exist.
//
// Where eq.other.impatient is set, it ends without an answer if trialIterations with the factor do not
// take the residual to a tenth.
//
// Cost of an iteration: 2 flops an edge and column, 4 more with the factor, and 10 a node and
// column; in a large equation in float32 where that will do.
func solveByConjugateGradients(ctx context.Context, eq *equation, o Options, c certifier) (Outcome, error) {
	w := stopRule{ctx: ctx, options: o, limit: o.iterations(cmp.Or(eq.most, mostIterations)), certificate: c}
	if eq.dense != nil {
		w.product = eq.dense.w.Err
	}
	g, err := newKrylovState(eq, o)
	if err != nil {
		return Outcome{}, err
	}
	trial, before := 0, 0.0 // where the factor is judged, and the residual when it took over
	for {
		w.settle = g.settle
		// The rule may need x itself for its certificate: settle brings it up to date first.
		stop, err := w.done(g.reached())
		if stop || err != nil {
			g.settle()
			g.reached().forgetInfinite()
			return *g.reached(), err
		}
		switch now := g.reached().Iterations; {
		case eq.factorable() && (c != nil && now == o.jacobi() || eq.earlyFactor && now == soonIterations):
			// Whatever comes next, it begins at x.
			g.leave()
			// Where walks are caught, no preconditioner of float64 numbers leads out.
			if eq.other.hopeless != nil && eq.other.hopeless() {
				return *g.reached(), nil
			}
			// The diagonal has not been enough: begin again from x with the incomplete factor,
			// in float64, as its triangular solves need.
			g = g.inDoubles(newIncompleteCholesky)
			trial, before = now+trialIterations, g.reached().Residual
		// At this pace the factor would take hundreds of iterations more, each as dear as three others.
		case eq.other.impatient && now == trial && now > 0 && g.reached().Residual > before/10:
			g.settle()
			return *g.reached(), nil
		// float32 has given what it can.
		case g.stalled():
			g = g.inDoubles(nil)
		}
		g.step()
	}
}

// mostIterations is the limit where a product costs little.
const mostIterations = 10_000

// factorable reports whether eq has an incomplete factor: a dense equation has no rows to
// factor, and where I - M is singular, as in Poisson learning, a pivot may be 0.
func (eq *equation) factorable() bool { return eq.dense == nil && !eq.singular }

// krylovState is conjugate gradients at work.
type krylovState interface {
	reached() *Outcome
	step()
	leave()                                        // settles, and gives up what float64 does not go on with
	settle()                                       // makes x current
	stalled() bool                                 // whether float64 is called for
	inDoubles(factor factorOf) *conjugateGradients // goes on in float64; factor may be nil
}

func newKrylovState(eq *equation, o Options) (krylovState, error) {
	if !eq.fitsMixed() {
		x := make([]float64, eq.size())
		copy(x, eq.guess)
		return newConjugateGradients(eq, x, nil), nil
	}
	// In float32 x is looked at only where the residual is computed anew. Where there is no guess, the search begins
	// at 0, at which the residual is b.
	x, err := memory.Zeros[float64](o.Scratch, eq.size(), "the scores")
	if err != nil {
		return nil, err
	}
	copy(x, eq.guess)
	if o.Scratch != nil {
		// What is needed within a step alone, and by certificates.
		size := max(eq.size(), eq.n*par.Chunks(eq.cols, vec.Line32)*vec.Line32/2)
		if eq.room, err = memory.Zeros[float64](o.Scratch, size, "the vectors of an iteration"); err != nil {
			return nil, err
		}
	}
	return newMixedCG(eq, x, o.Tol), nil
}

// factorOf computes the factor of an equation.
type factorOf func(eq *equation) *incompleteCholesky

// of returns the factor, or nil.
func (f factorOf) of(eq *equation) *incompleteCholesky {
	if f == nil {
		return nil
	}
	return f(eq)
}

// jacobiIterations is how long the diagonal preconditioner, which runs on all
// processors, is tried. Where labels are within a few hundred steps of a random
// walk it is done by then.
const jacobiIterations = 200

// jacobiInFiles is how long it is tried where memory is so short that some of a solve is in files: the factor and the
// vectors of float64 that it needs take more than all that was put there.
const jacobiInFiles = 1000

// jacobi is how long the diagonal preconditioner is tried.
func (o *Options) jacobi() int {
	if o.Scratch != nil {
		return jacobiInFiles
	}
	return jacobiIterations
}

// soonIterations is how long it is tried where few of many solves take longer.
const soonIterations = 50

// trialIterations is how long the factor is tried where another solver waits: about a fifth of the time of that.
const trialIterations = 50

// conjugateGradients is the state of block conjugate gradients in float64. Columns do not know of each other: in a
// large equation they are taken in three parts, so that what is needed within a step alone is a third as large.
type conjugateGradients struct {
	Outcome
	eq    *equation
	parts []*someColumns
}

// undivided is the size of a vector, n×cols, up to which all columns are one part.
const undivided = 1 << 22

// columnParts is the number of parts of others. Each reads the matrix once more.
const columnParts = 3

// newConjugateGradients begins at x. The factor may be nil.
func newConjugateGradients(eq *equation, x []float64, f *incompleteCholesky) *conjugateGradients {
	width := eq.cols
	if eq.dense == nil && eq.size() > undivided {
		width = par.Chunks(eq.cols, columnParts)
	}
	return newDivided(eq, x, f, width)
}

// newDivided is newConjugateGradients in parts of so many columns.
func newDivided(eq *equation, x []float64, f *incompleteCholesky, width int) *conjugateGradients {
	g := &conjugateGradients{eq: eq}
	g.X = x
	// Nothing of q outlives a step: parts share it, with all else that is as short-lived.
	q := eq.scratchOf(eq.n * width)
	for first := 0; first < eq.cols; first += width {
		part := newSomeColumns(eq, first, min(width, eq.cols-first), q)
		g.parts = append(g.parts, part)
	}
	g.computeResidual()
	g.restart(f)
	return g
}

// computeResidual sets r = b - (I-M)x, which is computed, not updated, since x may be anything.
func (g *conjugateGradients) computeResidual() {
	if len(g.parts) == 1 {
		g.eq.residual(g.parts[0].r, g.X)
	} else {
		g.eq.eachResidual(g.X, func(rows []float64, lo, hi int) {
			for _, p := range g.parts {
				p.take(p.eq.rows(p.r, lo, hi), rows, g.eq.cols)
			}
		})
	}
	first := g.eq.rightNorms()
	for _, p := range g.parts {
		p.first = first[p.at : p.at+p.eq.cols]
		p.norm = p.eq.norms(p.r)
	}
	g.measure()
}

// measure sets the residual from the norms of all columns.
func (g *conjugateGradients) measure() {
	g.Residual = 0
	for _, p := range g.parts {
		g.Residual = max(g.Residual, relative(p.norm, p.first))
	}
}

func (g *conjugateGradients) reached() *Outcome { return &g.Outcome }

func (g *conjugateGradients) settle() {}

func (g *conjugateGradients) leave() {}

func (g *conjugateGradients) stalled() bool { return false }

func (g *conjugateGradients) inDoubles(factor factorOf) *conjugateGradients {
	g.restart(factor.of(g.eq))
	return g
}

// restart begins anew from x with another preconditioner.
func (g *conjugateGradients) restart(f *incompleteCholesky) {
	for _, p := range g.parts {
		p.restart(f)
	}
}

// step makes one iteration.
func (g *conjugateGradients) step() {
	for _, p := range g.parts {
		p.step(g.X, g.eq.cols)
	}
	g.measure()
	g.Iterations++
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
		// A dense product needs all rows at once.
		eq.applyDense(q, p)
		return eq.inner(p, q)
	}
	return eq.sum(func(lo, hi int, out []float64) {
		// Chunk by chunk, while the rows are in the cache: Mp, then p - Mp and its product
		// with p.
		eq.sparse.MulRows(q, p, eq.cols, lo, hi)
		eq.block(lo, hi).SubtractFrom(eq.rows(q, lo, hi), eq.rows(p, lo, hi), eq.omega[lo:hi], out)
	})
}

// addProducts adds ωxy to out, entry by entry.
func addProducts(out []float64, omega float64, x, y []float64) {
	x, y = x[:len(out)], y[:len(out)]
	for k := range out {
		out[k] += omega * x[k] * y[k]
	}
}

// turn sets p to z + step·p.
func (eq *equation) turn(p, z, step []float64) {
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		eq.block(lo, hi).NextDirection(eq.rows(p, lo, hi), eq.rows(z, lo, hi), step)
	})
}

// quotient returns a/b, 0 where a column is done.
func quotient(a, b float64) float64 {
	// A column that has converged stays where it is, whatever rounding left of it.
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
