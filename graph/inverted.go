package graph

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
)

// inverted lists, for each column, the sparse rows that have a value there [zobel2006],
// so that the products of one row with all others cost no more than the values they share.
type inverted struct {
	p    *points
	col  []int // column c has values val[col[c]:col[c+1]] in rows row[col[c]:col[c+1]], rising
	row  []int32
	val  []float64
	half []halfSquare
	idle sync.Pool
}

// halfSquare is what there is to know of a row x beside its products: low ≤ |x|²/2 - ε(x),
// where ε is such that the float64 value s of |y|²/2 - ε(y) - x·y has
//
//	s - ε(x) ≤ |x-y|²/2 - |x|²/2 ≤ s + 2ε(y) + ε(x)
//
// for the squared distance that float64 gives: 8(m+20)u|x|²/2, of which an eighth would
// do for sums of m terms, in any order [higham2002], as |x·y| ≤ |x|²/2 + |y|²/2.
type halfSquare struct{ low, margin float64 }

// inverts reports whether the products of sparse rows can do: whether no square of
// theirs is lost below the range of float64, or beyond it.
func inverts(q, p *points) bool {
	switch p.metric.(type) {
	case kernel.Euclidean, kernel.Cosine:
	default:
		return false
	}
	return p.dense == nil && q.dense == nil && !q.moved && min(q.gridExp, p.gridExp) >= leastGrid
}

func newInverted(p *points) *inverted {
	x := &inverted{p: p, col: make([]int, p.d+1), row: make([]int32, len(p.ind)), val: make([]float64, len(p.ind))}
	for _, c := range p.ind {
		x.col[c+1]++
	}
	cumulate(x.col)
	at := slices.Clone(x.col)
	for i := range p.n {
		cols, row := p.row(i)
		for e, c := range cols {
			x.row[at[c]], x.val[at[c]] = int32(i), row[e]
			at[c]++
		}
	}
	x.idle.New = func() any { return &inverter{inverted: x, product: make([]float64, p.n)} }
	return x
}

// terms returns the largest number of values of a row.
func (p *points) terms() int {
	most := 0
	for i := range p.n {
		most = max(most, p.start[i+1]-p.start[i])
	}
	return most
}

// halves returns half the squares of sparse rows, for products of up to so many terms. A
// row without a direction is at the cosine distance 1 from all, as if it had length 1.
func (p *points) halves(terms int) []halfSquare {
	h := make([]halfSquare, p.n)
	for i := range h {
		_, row := p.row(i)
		sum := 0.0
		for _, v := range row {
			sum += v * v
		}
		if p.zero != nil && p.zero[i] {
			sum = 1
		}
		margin := 8 * float64(terms+20) * 0x1p-53 * sum / 2
		h[i] = halfSquare{sum/2 - margin, margin}
	}
	return h
}

// an inverter is the memory of one worker.
type inverter struct {
	*inverted
	product []float64 // of the row at hand with each row of p; 0 between rows
	found   []candidate
	high    []float64
}

// nearestInverted is nearest for sparse rows: their products say which rows may be near,
// and those are ranked as all pairs would be.
func nearestInverted(ctx context.Context, q, p *points, k int, o *SearchOptions) (*lists, error) {
	x := newInverted(p)
	terms := q.terms() + p.terms()
	x.half = p.halves(terms)
	own := q.halves(terms)
	l := &lists{end: make([]int, q.n), ind: make([]int32, q.n*k), d2: make([]float64, q.n*k)}
	done := newCounter(ctx, q.n, o.Observe)
	err := par.Try(q.n, searchRows, func(_, lo, hi int) error {
		w := x.idle.Get().(*inverter)
		defer x.idle.Put(w)
		for i := lo; i < hi; i++ {
			self := -1
			if q == p {
				self = i
			}
			w.multiply(q.row(i))
			w.sift(self, k, own[i].margin)
			w.rank(q, i)
			for e, c := range w.found[:k] {
				l.ind[i*k+e], l.d2[i*k+e] = c.row, c.d2
			}
			l.end[i] = (i + 1) * k
		}
		return done.add(hi - lo)
	})
	return l, err
}

// multiply adds up the products of a row with all rows of p.
func (w *inverter) multiply(cols []int32, row []float64) {
	for e, c := range cols {
		v := row[e]
		rows, values := w.row[w.col[c]:w.col[c+1]], w.val[w.col[c]:w.col[c+1]]
		values = values[:len(rows)]
		for f, j := range rows {
			w.product[j] += v * values[f]
		}
	}
}

// sift keeps the rows that may be among the k nearest, and clears the products.
func (w *inverter) sift(self, k int, margin float64) {
	w.found = w.found[:0]
	level, room := math.Inf(1), 2*k+32
	half := w.half[:len(w.product)]
	for j, dot := range w.product {
		w.product[j] = 0
		if s := half[j].low - dot; s <= level && j != self {
			w.found = append(w.found, candidate{int32(j), s})
			if len(w.found) >= room {
				level = w.shorten(k, margin)
				room = max(room, 2*len(w.found))
			}
		}
	}
	w.shorten(k, margin)
}

// shorten drops the rows that k others are surely nearer than, and returns what the others
// are within.
func (w *inverter) shorten(k int, margin float64) float64 {
	w.high = w.high[:0]
	for _, c := range w.found {
		w.high = append(w.high, c.d2+2*w.half[c.row].margin)
	}
	slices.Sort(w.high)
	level := w.high[k-1] + 2*margin
	w.found = slices.DeleteFunc(w.found, func(c candidate) bool { return c.d2 > level })
	return level
}

// rank measures row i of q against the rows kept.
func (w *inverter) rank(q *points, i int) {
	for e, c := range w.found {
		w.found[e].d2 = between(q, i, w.p, int(c.row))
	}
	slices.SortFunc(w.found, byDistance)
}
