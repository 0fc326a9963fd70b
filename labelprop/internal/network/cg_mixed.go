package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// mixedCG is the state of block conjugate gradients whose vectors are float32 and whose
// answer is float64. Whenever the residual has fallen to a tenth it is computed anew in
// float64, from the answer so far, and the search goes on in the same direction
// [sleijpen1996]: what float32 lost is asked for again. Vectors are lines, in a matrix for
// every vec.Line32 columns, times a power of two of their column.
type mixedCG struct {
	Outcome
	eq    *equation
	loops []*vec.Lines // of each matrix

	d, r, p, q [][]float32 // d is what x has yet to be given
	scale      []float64   // of each column of d, r and p
	rz         []float64   // Σωr² of each column, times the square of its scale
	first      []float64   // Σωb²
	fresh      float64     // the residual when it was last computed in float64
	stuck      bool        // float32 has ceased to bring x closer
	tol        float64
	part       [][vec.Line32]float32 // see sum
}

const (
	// leastMixed is the size of a vector, n×cols, from which float32 is faster.
	leastMixed = 1 << 17
	// widest is the range of log ω, and of log M below 1, that float32 has room for.
	widest = 60
	// smallest is a residual below which nothing is scaled up.
	smallest = 0x1p-400
)

// fitsMixed reports whether float32 holds the equation, and is worth it.
func (eq *equation) fitsMixed() bool {
	// float32 spans 10^±38: weights beyond exp(-60) would be lost, and so would rows of tiny
	// ω.
	if eq.dense != nil || eq.size() < leastMixed || !(eq.logRange < widest) {
		return false
	}
	least := math.Exp(-widest)
	for _, m := range eq.m {
		if m < least {
			return false
		}
	}
	return true
}

// newMixedCG begins at x.
func newMixedCG(eq *equation, x []float64, tol float64) *mixedCG {
	// These vectors are the largest part of a solve.
	memory.GiveBack(8 * int64(eq.size()))
	s := &mixedCG{eq: eq, tol: tol, first: eq.rightNorms()}
	s.X = x
	s.divide()
	for _, l := range s.loops {
		for _, v := range []*[][]float32{&s.d, &s.r, &s.p} {
			*v = append(*v, make([]float32, eq.n*l.Columns()))
		}
	}
	// The first residual is one of float64; all vectors of the iteration follow from it.
	norm, most := s.measure(nil)
	s.Residual = relative(norm, s.first)
	s.fresh = s.Residual
	s.rescale(most)
	s.measure(s.scale)
	s.rz = s.scaled(norm)
	for v, r := range s.r {
		// The first direction is the residual, as the preconditioner is the diagonal.
		copy(s.p[v], r)
	}
	return s
}

// divide divides the columns among matrices, one for every vec.Line32 columns: its rows are whole cache lines. If half
// of them are enough for the last columns, the last matrix has no more.
func (s *mixedCG) divide() {
	whole := vec.NewLines(s.eq.sparse, s.eq.omega)
	for left := s.eq.cols; left > 0; left -= vec.Line32 {
		if left <= vec.Line32/2 {
			s.loops = append(s.loops, whole.Half())
			break
		}
		s.loops = append(s.loops, whole)
	}
}

// shareScratch lets q lie in the scratch of the equation: it holds nothing between two steps.
func (s *mixedCG) shareScratch() {
	size := 0
	for _, l := range s.loops {
		size += s.eq.n * l.Columns()
	}
	room := vec.Singles(s.eq.scratchOf((size + 1) / 2))
	s.q = s.q[:0]
	for _, l := range s.loops {
		size := s.eq.n * l.Columns()
		s.q, room = append(s.q, room[:size]), room[size:]
	}
}

func (s *mixedCG) reached() *Outcome { return &s.Outcome }

func (s *mixedCG) stalled() bool { return s.stuck }

func (s *mixedCG) leave() {
	// What float32 has found so far is the beginning for float64, whose vectors take the place of these: they would be
	// half of the peak if both were there.
	s.settle()
	s.d, s.r, s.p, s.q, s.loops = nil, nil, nil, nil, nil
	s.eq.room = nil
	memory.GiveBack(8 * int64(s.eq.size()))
}

func (s *mixedCG) inDoubles(factor factorOf) *conjugateGradients {
	s.leave()
	g := newConjugateGradients(s.eq, s.X, factor.of(s.eq))
	g.Iterations = s.Iterations
	return g
}

// step makes one iteration.
func (s *mixedCG) step() {
	// As in conjugateGradients.step: the length of the step along p, column by column.
	s.shareScratch()
	pq := s.advance()
	step := make([]float64, len(pq))
	for k := range step {
		step[k] = quotient(s.rz[k], pq[k])
	}
	// d takes the place of x, and gathers the steps since the last refresh.
	next := s.sum(func(v, lo, hi int, step, out *[vec.Line32]float32) {
		s.loops[v].Descend(s.d[v], s.r[v], s.p[v], s.q[v], lo, hi, step, out)
	}, step)
	s.Residual = relative(s.absolute(next), s.first)
	// The recursive residual drifts from the true one by the rounding of float32. Where it has
	// fallen to a tenth, or seems to be small enough, the true one takes its place.
	before, scale := s.rz, s.scale
	if s.Residual <= s.fresh/10 || s.Residual <= s.tol && s.fresh > s.tol {
		next = s.refresh()
	}
	// β is the ratio of the squared residuals. If the columns have been scaled anew, p is
	// still in the old unit, and r in the new one.
	for k := range step {
		step[k] = quotient(next[k], before[k]) * (scale[k] / s.scale[k])
	}
	// The new direction: p ← r + βp.
	s.rz = next
	s.sum(func(v, lo, hi int, step, _ *[vec.Line32]float32) {
		s.loops[v].NextDirection(s.p[v], s.r[v], lo, hi, step)
	}, step)
	s.Iterations++
}

// advance writes (I-M)p into q and returns Σωpq.
func (s *mixedCG) advance() []float64 {
	return s.sum(func(v, lo, hi int, _, out *[vec.Line32]float32) {
		s.loops[v].Advance(s.q[v], s.p[v], lo, hi, out)
	}, nil)
}

// absolute returns sums of squares in the units of the equation.
func (s *mixedCG) absolute(squares []float64) []float64 {
	out := make([]float64, len(squares))
	for k, v := range squares {
		out[k] = v / (s.scale[k] * s.scale[k])
	}
	return out
}

// sum calls f with every matrix, some rows of it and its steps, and adds up, column by
// column, what it finds; the order of summation is fixed.
func (s *mixedCG) sum(f func(v, lo, hi int, step, out *[vec.Line32]float32), step []float64) []float64 {
	matrices := len(s.p)
	// The steps of each matrix, padded to the width of a line.
	steps := make([][vec.Line32]float32, matrices)
	for k, by := range step {
		steps[k/vec.Line32][k%vec.Line32] = float32(by)
	}
	// The partial sums of every step take the same room: in a large problem it would soon add up.
	if s.part == nil {
		s.part = make([][vec.Line32]float32, par.Chunks(s.eq.n, chunkRows)*matrices)
	}
	part := s.part
	clear(part)
	par.For(s.eq.n, chunkRows, func(c, lo, hi int) {
		for v := range matrices {
			f(v, lo, hi, &steps[v], &part[c*matrices+v])
		}
	})
	// Partial sums are float32 within a chunk, where few terms meet, and float64 across
	// chunks.
	total := make([]float64, s.eq.cols)
	for i := range part {
		first := i % matrices * vec.Line32
		for k := first; k < min(s.eq.cols, first+vec.Line32); k++ {
			total[k] += float64(part[i][k-first])
		}
	}
	return total
}
