package graph

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
)

// frame is how rows are seen in float32: less the mean of each column, so that
// nothing cancels far from the origin, and times a power of two that brings the
// largest value near 1.
type frame struct {
	center []float64
	scale  float64
	tier   vec.Tier // whose panels the rows are packed in
}

// spread is the range of each column of some rows, and its sum.
type spread struct{ low, high, sum []float64 }

// newFrame returns the frame of p that also holds the rows of q. The cosine of a row
// without a direction is no distance between points that could be moved.
func newFrame(q, p *points, tier vec.Tier) frame {
	f := frame{center: make([]float64, p.d), scale: 1, tier: tier}
	all := p.spread()
	_, cosine := p.metric.(kernel.Cosine)
	if !cosine || !p.hasZero() && !q.hasZero() {
		for j, s := range all.sum {
			f.center[j] = min(max(s/float64(p.n), all.low[j]), all.high[j])
		}
	}
	largest := all.reach(f.center)
	if q != p {
		other := q.spread()
		largest = max(largest, other.reach(f.center))
	}
	if largest > 0 {
		_, exp := math.Frexp(largest)
		f.scale = math.Ldexp(1, -exp)
	}
	return f
}

func (p *points) hasZero() bool {
	for _, zero := range p.zero {
		if zero {
			return true
		}
	}
	return false
}

// spreadRows is the number of rows whose sums are added up on their own.
const spreadRows = 4096

// spread returns the range of the columns of dense rows.
func (p *points) spread() spread {
	parts := make([]spread, par.Chunks(p.n, spreadRows))
	par.For(p.n, spreadRows, func(c, lo, hi int) {
		_, first := p.row(lo)
		s := spread{append([]float64(nil), first...), append([]float64(nil), first...), make([]float64, p.d)}
		for i := lo; i < hi; i++ {
			_, row := p.row(i)
			s.add(row)
		}
		parts[c] = s
	})
	all := parts[0]
	for _, s := range parts[1:] {
		for j := range all.sum {
			all.low[j], all.high[j] = min(all.low[j], s.low[j]), max(all.high[j], s.high[j])
			all.sum[j] += s.sum[j]
		}
	}
	return all
}

func (s *spread) add(row []float64) {
	low, high, sum := s.low[:len(row)], s.high[:len(row)], s.sum[:len(row)]
	for j, v := range row {
		if v < low[j] {
			low[j] = v
		}
		if v > high[j] {
			high[j] = v
		}
		sum[j] += v
	}
}

// reach returns the largest distance from center in any column.
func (s *spread) reach(center []float64) float64 {
	largest := 0.0
	for j, c := range center {
		largest = max(largest, s.high[j]-c, c-s.low[j])
	}
	return largest
}

// single is what the float32 search knows of each row x, in the frame and rounded
// to float32:
//
//	half  ≤ |x|²/2 - ε(x)
//	slack ≥ |x|²/2 - half + ε(x)
//
// where ε is such that the float32 value s of x·y - half(x) - half(y) has
//
//	s - slack(x) - slack(y) ≤ -|x-y|²/2 ≤ s
//
// for the squared distance that float64 gives. See [frame.margin].
type single struct {
	half, slack []float32
}

// margin returns ε for a row with |x|²/2 = half, by what rounding can do
// [higham2002], u being 2⁻²⁴ and d the number of columns:
//
//	γ = du/(1-du)  times |x||y| ≤ (|x|²+|y|²)/2 for the product, fused or not,
//	4u (|x|²+|y|²)/2 for the rows, each value of which is rounded by u,
//	4u (|x|²+|y|²)/2 for the two subtractions,
//	2u (|x|²+|y|²)/2 for half itself, and for the distance in float64,
//
// each divided among the two rows, and what falls below the range of float32.
// It holds for d < 2²⁰.
func margin(half float64, d int) float64 {
	e := float64(d+20) * 0x1p-24
	return half*e/(1-e) + float64(d)*0x1p-140
}

// maxColumns is where the margin would be half of the distance.
const maxColumns = 1 << 20

// see returns what there is to know of the rows, and NaN as half of as many more as
// fill up a block of rows.
func (f *frame) see(p *points) *single {
	padded := par.Chunks(p.n, blockRows) * blockRows
	s := &single{half: make([]float32, padded), slack: make([]float32, p.n)}
	par.For(p.n, searchRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			half := f.half(p, i)
			e := margin(half, p.d)
			s.half[i] = below(half - e)
			s.slack[i] = -below(float64(s.half[i]) - half - e)
		}
	})
	for i := p.n; i < padded; i++ {
		s.half[i] = float32(math.NaN())
	}
	return s
}

// some returns what is known of some rows.
func (s *single) some(rows []int32) *single {
	q := &single{half: make([]float32, len(rows)), slack: make([]float32, len(rows))}
	for r, i := range rows {
		q.half[r], q.slack[r] = s.half[i], s.slack[i]
	}
	return q
}

// half returns half the squared length of row i in the frame. A row without a
// direction is at the cosine distance 1 from all, as if it had length 1.
func (f *frame) half(p *points, i int) float64 {
	if p.zero != nil && p.zero[i] {
		return f.scale * f.scale / 2
	}
	_, row := p.row(i)
	center := f.center[:len(row)]
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

// below returns the largest float32 that is no larger than x.
func below(x float64) float32 {
	f := float32(x)
	if float64(f) > x {
		return math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

// pack writes rows [lo, hi) in the frame, in panels of so many rows: the first
// element of each, then the second of each. The last panel is filled up with 0.
func (f *frame) pack(dst []float32, p *points, lo, hi, width int) {
	f.packRows(dst, p, hi-lo, width, func(r int) int { return lo + r })
}

// packSome is pack for rows from anywhere.
func (f *frame) packSome(dst []float32, p *points, rows []int32, width int) {
	f.packRows(dst, p, len(rows), width, func(r int) int { return int(rows[r]) })
}

// packRows is pack for n rows that have numbers.
func (f *frame) packRows(dst []float32, p *points, n, width int, number func(r int) int) {
	for at := 0; at < n; at += width {
		panel, m := dst[at*p.d:][:width*p.d], min(width, n-at)
		if m < width {
			clear(panel)
		}
		for r := 0; r < m; {
			if m-r < besideRows {
				_, row := p.row(number(at + r))
				f.turn(panel[r:], row, width)
				r++
				continue
			}
			var rows [besideRows][]float64
			for i := range rows {
				_, rows[i] = p.row(number(at + r + i))
			}
			f.tier.Beside(panel[r:], width, &rows, f.center, f.scale)
			r += besideRows
		}
	}
}

// besideRows is the number of rows that are turned around at a time.
const besideRows = 8

// turn writes the values of a row, each so many places behind the other.
func (f *frame) turn(dst []float32, row []float64, apart int) {
	center := f.center[:len(row)]
	at := 0
	for j, v := range row {
		dst[at] = float32((v - center[j]) * f.scale)
		at += apart
	}
}
