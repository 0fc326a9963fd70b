package knn

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// frame is how rows are seen in float32: less the mean of each column, so that nothing
// cancels far from the origin, and times a power of two that brings the largest value
// near 1.
type frame struct {
	center []float64
	scale  float64
	tier   vec.Tier // whose panels the rows are packed in
	codes  bool     // rows are packed as codes of a byte, see codes.go, instead of float32
	keep   bool     // the codes of all rows are kept with their norms
	unit   float64  // the scale of the codes of all rows; 0: each row has its own
}

// newFrame returns the frame of p that also holds the rows of q.
func newFrame(q, p *Points, tier vec.Tier) frame {
	f := frame{center: make([]float64, p.d), scale: 1, tier: tier}
	// The mean of each column is the origin that makes the rows short.
	all := p.columnSpan()
	// A row of zeros is at the cosine distance 1 from all: no shift of the origin keeps that.
	if !p.hasZero() && !q.hasZero() {
		for j, mean := range p.columnMeans() {
			// Rounding must not put the mean outside of the range.
			f.center[j] = min(max(mean, all.low[j]), all.high[j])
		}
	}
	// Then a scale for the largest value left, of both sets.
	largest := all.reach(f.center)
	if q != p {
		largest = max(largest, q.columnSpan().reach(f.center))
	}
	f.rescale(largest)
	return f
}

// rescale chooses the scale that brings the largest value near 1.
func (f *frame) rescale(largest float64) {
	if largest > 0 {
		// A power of two: no value is rounded by it.
		_, exp := math.Frexp(largest)
		f.scale = math.Ldexp(1, -exp)
	}
}

// norms is what the float32 searches precompute of each row x, in the frame and rounded to
// float32:
//
//	half  ≤ |x|²/2 - ε(x)
//	bound ≥ |x|²/2 - half + ε(x)
//
// where ε is such that the float32 value s of x·y - half(x) - half(y) has
//
//	s - bound(x) - bound(y) ≤ -|x-y|²/2 ≤ s
//
// for the squared distance that float64 gives. See [margin].
type norms struct {
	half, bound []float32
	codes       *codeNorms // of rows in codes; nil for float32
}

// newNorms returns room for the norms of n rows, and NaN as half of as many more as fill up
// a block of rows: no comparison with NaN is true.
func newNorms(n int) *norms {
	// Tiles read whole blocks.
	padded := par.Chunks(n, blockRows) * blockRows
	s := &norms{half: make([]float32, padded), bound: make([]float32, n)}
	for i := n; i < padded; i++ {
		s.half[i] = float32(math.NaN())
	}
	return s
}

// set writes the norms of row i, with |x|²/2 = half and ε = margin.
func (s *norms) set(i int, half, margin float64) {
	// half - ε and, for the way back, what that takes away and ε once more.
	s.half[i] = roundDown(half - margin)
	s.bound[i] = roundUp(half + margin - float64(s.half[i]))
}

// margin returns ε for a row with |x|²/2 = half, by what rounding can do [higham2002], u
// being 2⁻²⁴ and d the number of columns:
//
//	γ = du/(1-du)  times |x||y| ≤ (|x|²+|y|²)/2 for the product, fused or not,
//	4u (|x|²+|y|²)/2 for the rows, each value of which is rounded by u,
//	4u (|x|²+|y|²)/2 for the two subtractions,
//	2u (|x|²+|y|²)/2 for half itself, and for the distance in float64,
//
// each divided among the two rows, and what falls below the range of float32. It holds for
// d < 2²⁰, see maxColumns.
func margin(half float64, d int) float64 {
	// d + 10 of the list above, rounded up to d + 20.
	e := float64(d+20) * 0x1p-24
	return half*e/(1-e) + float64(d)*0x1p-140
}

// precompute returns the norms of the rows.
func (f *frame) precompute(p *Points) *norms {
	if f.codes {
		return f.precomputeCodes(p)
	}
	s := newNorms(p.n)
	p.eachStored(func(rows []int32) {
		r := p.reader()
		for _, i := range rows {
			half := f.halfNorm(&r, int(i))
			s.set(int(i), half, margin(half, p.d))
		}
	})
	return s
}

// subset returns the norms of some rows, without their codes.
func (s *norms) subset(rows []int32) *norms {
	q := newNorms(len(rows))
	if s.codes != nil {
		q.codes = newCodeNorms(len(q.half))
	}
	for r, i := range rows {
		q.half[r], q.bound[r] = s.half[i], s.bound[i]
		if s.codes != nil {
			q.codes.copyOf(r, s.codes, int(i))
		}
	}
	return q
}

// halfNorm returns half the squared length of row i in the frame. A row without a direction
// is at the cosine distance 1 from all, as if it had length 1.
func (f *frame) halfNorm(r *reader, i int) float64 {
	if r.zero != nil && r.zero[i] {
		return f.scale * f.scale / 2
	}
	_, row := r.row(i)
	center := f.center[:len(row)]
	// Two sums, so that one addition need not wait for the other.
	s0, s1 := 0.0, 0.0
	for j, v := range row {
		x := float64(float32((v - center[j]) * f.scale))
		if j%2 == 0 {
			s0 += x * x
		} else {
			s1 += x * x
		}
	}
	return (s0 + s1) / 2
}

// roundDown returns the largest float32 that is no larger than x.
func roundDown(x float64) float32 {
	f := float32(x)
	// The nearest float32 may lie above.
	if float64(f) > x {
		return math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

// roundUp returns the least float32 that is no less than x.
func roundUp(x float64) float32 { return -roundDown(-x) }
