package network

import (
	"math"
	"runtime"

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
	work       []float64   // n×cols, in the memory of q: valid within a refresh
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
	s := &mixedCG{eq: eq, tol: tol}
	s.divide()
	// q holds nothing between two steps, and work nothing but within a refresh: they share the scratch.
	room := vec.Singles(eq.scratchOf((s.linesSize() + 1) / 2))
	s.X, s.work = x, eq.scratch()
	// The first residual is one of float64; all vectors of the iteration follow from it.
	eq.residual(s.work, x)
	for _, l := range s.loops {
		size := eq.n * l.Columns()
		for _, v := range []*[][]float32{&s.d, &s.r, &s.p} {
			*v = append(*v, make([]float32, size))
		}
		s.q, room = append(s.q, room[:size]), room[size:]
	}
	s.first = eq.rightNorms()
	s.Residual = relative(eq.norms(s.work), s.first)
	s.fresh = s.Residual
	s.rescale()
	s.rz = s.narrow()
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

// linesSize is the number of float32 of a vector.
func (s *mixedCG) linesSize() int {
	size := 0
	for _, l := range s.loops {
		size += s.eq.n * l.Columns()
	}
	return size
}

func (s *mixedCG) reached() *Outcome { return &s.Outcome }

func (s *mixedCG) stalled() bool { return s.stuck }

func (s *mixedCG) inDoubles(factor factorOf) *conjugateGradients {
	// What float32 has found so far is the beginning for float64, whose vectors take the place of these: they would be
	// half of the peak if both were there.
	s.settle()
	s.d, s.r, s.p, s.q, s.loops = nil, nil, nil, nil, nil
	runtime.GC()
	g := newConjugateGradients(s.eq, s.X, factor.of(s.eq))
	g.Iterations = s.Iterations
	return g
}

// step makes one iteration.
func (s *mixedCG) step() {
	// As in conjugateGradients.step: the length of the step along p, column by column.
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

// settle gives x what it has yet to be given.
func (s *mixedCG) settle() {
	s.eachPart(s.d, s.X, func(d []float32, x, scale []float64) {
		for k, by := range scale {
			// d is in units of its column, x is not.
			x[k] += float64(d[k]) / by
		}
		clear(d)
	})
}

// eachPart calls f with the part of every row that is in each of some matrices, in the
// matrix and in x, and the scales of its columns.
func (s *mixedCG) eachPart(matrices [][]float32, x []float64, f func(line []float32, x, scale []float64)) {
	c := s.eq.cols
	par.For(s.eq.n, chunkRows, func(_, lo, hi int) {
		for v, m := range matrices {
			first := v * vec.Line32
			columns := s.loops[v].Columns()
			last := min(c, first+columns)
			for i := lo; i < hi; i++ {
				f(m[i*columns:(i+1)*columns], x[i*c+first:i*c+last], s.scale[first:last])
			}
		}
	})
}

// refresh computes the residual in float64, scales it anew, and returns Σωr².
func (s *mixedCG) refresh() []float64 {
	s.settle()
	// b - (I-M)x in float64, from an x that holds all that was found.
	s.eq.residual(s.work, s.X)
	norm := s.eq.norms(s.work)
	claimed := s.Residual
	s.Residual = relative(norm, s.first)
	// If the true residual is far above the claimed one, and has hardly fallen since the last
	// refresh, float32 brings x no closer.
	s.stuck = s.Residual > 2*claimed && s.Residual > s.fresh/2
	// Bring the residual to a size of 1 before it becomes float32.
	s.fresh = s.Residual
	s.rescale()
	return s.narrow()
}

// rescale chooses the powers of two that bring the columns of work to about 1.
func (s *mixedCG) rescale() {
	c := s.eq.cols
	// The largest size in each column, chunk by chunk.
	parts := make([]float64, par.Chunks(s.eq.n, chunkRows)*c)
	par.For(s.eq.n, chunkRows, func(chunk, lo, hi int) {
		most := parts[chunk*c : (chunk+1)*c]
		for i := lo; i < hi; i++ {
			for k, v := range s.eq.row(s.work, i) {
				most[k] = max(most[k], math.Abs(v))
			}
		}
	})
	s.scale = make([]float64, c)
	for k := range s.scale {
		most := 0.0
		for at := k; at < len(parts); at += c {
			most = max(most, parts[at])
		}
		// A power of two, so that scaling does not round; a column of zeros keeps its unit.
		exp := 0
		if most > 0 {
			_, exp = math.Frexp(max(most, smallest))
		}
		s.scale[k] = math.Ldexp(1, -exp)
	}
}

// narrow copies work to r and returns Σωr².
func (s *mixedCG) narrow() []float64 {
	s.eachPart(s.r, s.work, func(r []float32, work, scale []float64) {
		for k, by := range scale {
			r[k] = float32(work[k] * by)
		}
	})
	// The squares are those of r as float64, in units of the scaled columns.
	norm := s.eq.norms(s.work)
	for k, by := range s.scale {
		norm[k] *= by * by
	}
	return norm
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
