package knn

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// invertedLists list, for each column, the sparse rows that have a value there [zobel2006],
// so that the products of one row with all others cost no more than the values they share.
type invertedLists struct {
	p     *Points
	col   []int // column c has values val[col[c]:col[c+1]] in rows row[col[c]:col[c+1]], rising
	row   []int32
	val   []float64
	norms []sparseNorm

	bounds bounds
	idle   *idle[*invertedWorker]
}

// sparseNorm is what is precomputed of a row x beside its products: low ≤ |x|²/2 - ε(x),
// where ε is such that the float64 value s of |y|²/2 - ε(y) - x·y has
//
//	s - ε(x) ≤ |x-y|²/2 - |x|²/2 ≤ s + 2ε(y) + ε(x)
//
// for the squared distance that float64 gives: 8(m+20)u|x|²/2, of which an eighth would
// do for sums of m terms, in any order [higham2002], as |x·y| ≤ |x|²/2 + |y|²/2.
type sparseNorm struct{ low, margin float64 }

// newInvertedLists transposes the rows of p: first the length of each column's list, then
// its entries, row by row.
func newInvertedLists(p *Points) *invertedLists {
	x := &invertedLists{p: p, col: make([]int, p.d+1), row: make([]int32, len(p.ind)), val: make([]float64, len(p.ind))}
	r := p.reader()
	for i := range p.n {
		cols, _ := r.row(i)
		for _, c := range cols {
			x.col[c+1]++
		}
	}
	PrefixSums(x.col)
	// Rows come in order, so each list rises.
	at := slices.Clone(x.col)
	for i := range p.n {
		cols, row := r.row(i)
		for e, c := range cols {
			x.row[at[c]], x.val[at[c]] = int32(i), row[e]
			at[c]++
		}
	}
	x.idle = newIdle(func() *invertedWorker {
		return &invertedWorker{invertedLists: x, product: make([]float64, p.n), x: make([]float64, p.d),
			met: make([]int32, 0, p.n+1), own: p.reader()}
	})
	return x
}

// longestRow returns the largest number of values of a row.
func (p *Points) longestRow() int {
	most, r := 0, p.reader()
	for i := range p.n {
		cols, _ := r.row(i)
		most = max(most, len(cols))
	}
	return most
}

// sparseNorms returns the norms of sparse rows, for products of up to so many terms. A row
// without a direction is at the cosine distance 1 from all, as if it had length 1.
func (p *Points) sparseNorms(terms int) []sparseNorm {
	h, r := make([]sparseNorm, p.n), p.reader()
	for i := range h {
		_, row := r.row(i)
		// The squared length, as the products see the row.
		sum := 0.0
		for _, v := range row {
			sum += v * v
		}
		if p.zero != nil && p.zero[i] {
			sum = 1
		}
		// ε(x); it is taken off half the square at once, as the limits need it.
		margin := 8 * float64(terms+20) * 0x1p-53 * sum / 2
		h[i] = sparseNorm{sum/2 - margin, margin}
	}
	return h
}

// invertedWorker is the memory of one worker.
type invertedWorker struct {
	*invertedLists
	product []float64 // of the row at hand with each row of p; 0 between rows
	found   []candidate
	high    []float64

	// Of a search by the rarest columns: the row at hand, by columns and by terms from the rarest on, the length of
	// what is left from each term on, and the rows that share a value with it.
	x     []float64
	terms []term
	rest  []float64
	met   []int32
	own   reader
	rows  int // so far
	tally int // of the values that this has saved so far
}

// inverted finds the candidates of each sparse row by products, and ranks them by their
// distances. O(Σ over columns of (values in q)·(values in p) + mn) time, and less where the rarest columns of
// rows of positive values tell their nearest.
func (s *query) inverted() (*Lists, error) {
	// Products of two rows have at most as many terms as both together.
	x := newInvertedLists(s.p)
	terms := s.q.longestRow() + s.p.longestRow()
	x.norms = s.p.sparseNorms(terms)
	own := s.q.sparseNorms(terms)
	x.bounds = newBounds(s.p, x.norms, terms)
	rarest := x.bounds.positive && positive(s.q.val)
	l := newLists(s.q.n, s.k)
	done := s.newProgress()
	err := par.Try(s.q.n, chunkRows, func(_, lo, hi int) error {
		w := x.idle.get()
		defer x.idle.put(w)
		pair := NewRuler(s.q, s.p)
		for i := lo; i < hi; i++ {
			// Where the sets are the same, a row is no neighbour of its own.
			self := -1
			if s.q == s.p {
				self = i
			}
			// The candidates by their products, then their distances.
			if cols, row := pair.q.row(i); rarest && w.pays() {
				w.byRarest(cols, row, self, s.k, own[i].margin)
			} else {
				w.multiply(cols, row)
				w.sift(self, s.k, own[i].margin)
			}
			w.rank(pair, i)
			l.set(i, w.found)
		}
		return done.add(hi - lo)
	})
	return l, err
}

// multiply adds up the products of a row with all rows of p, one column after the other.
func (w *invertedWorker) multiply(cols []int32, row []float64) {
	for e, c := range cols {
		v := row[e]
		rows, values := w.row[w.col[c]:w.col[c+1]], w.val[w.col[c]:w.col[c+1]]
		values = values[:len(rows)]
		// Only rows with a value in this column meet it.
		for f, j := range rows {
			w.product[j] += v * values[f]
		}
	}
}

// sift keeps the rows that may be among the k nearest, and clears the products. The
// candidates are ordered by s = |y|²/2 - ε(y) - x·y, which needs no |x|².
func (w *invertedWorker) sift(self, k int, margin float64) {
	w.found = w.found[:0]
	limit, room := math.Inf(1), 2*k+32
	norms := w.norms[:len(w.product)]
	// Before k are found there is no limit.
	for j, dot := range w.product {
		w.product[j] = 0
		if s := norms[j].low - dot; s <= limit && j != self {
			w.found = append(w.found, candidate{int32(j), s})
			// Shortened when full; where that drops little, more room is made, so that the
			// time stays linear.
			if len(w.found) >= room {
				limit = w.shorten(k, margin)
				room = max(room, 2*len(w.found))
			}
		}
	}
	w.shorten(k, margin)
}

// shorten drops the rows that k others are surely nearer than, and returns the limit that s
// must not exceed.
func (w *invertedWorker) shorten(k int, margin float64) float64 {
	limit := w.limit(k, margin)
	w.found = slices.DeleteFunc(w.found, func(c candidate) bool { return c.d2 > limit })
	return limit
}

// limit returns what the s of a candidate must not exceed, by k or more that were found.
func (w *invertedWorker) limit(k int, margin float64) float64 {
	// k rows have |x-y|²/2 - |x|²/2 of at most the k-th of s + 2ε(y), plus ε(x); another row
	// has at least its s, minus ε(x).
	w.high = w.high[:0]
	for _, c := range w.found {
		w.high = append(w.high, c.d2+2*w.norms[c.row].margin)
	}
	slices.Sort(w.high)
	return w.high[k-1] + 2*margin
}

// rank measures row i of q against the rows kept.
func (w *invertedWorker) rank(pair *Ruler, i int) {
	// The products were bounds only: the distance is that of brute force.
	for e, c := range w.found {
		w.found[e].d2 = pair.between(i, int(c.row))
	}
	slices.SortFunc(w.found, byDistance)
}
