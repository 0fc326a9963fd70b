package graph

import (
	"context"
	"math"
	"math/bits"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
)

// treeSearch finds the nearest rows of p for the rows of each leaf of q together: node
// after node of p, those near to the leaf first, unless its box is farther from each of
// the rows than their k-th neighbours so far. All is measured in float64, and rounding
// keeps order, so nothing is missed.
type treeSearch struct {
	q, p *tree
	k    int
	tier vec.Tier
	term vec.Term
	idle sync.Pool
}

func newTreeSearch(ctx context.Context, q, p *points, k int, tier vec.Tier) (*treeSearch, error) {
	tp, err := newTree(ctx, p)
	if err != nil {
		return nil, err
	}
	s := &treeSearch{q: tp, p: tp, k: k, tier: tier}
	if q != p {
		if s.q, err = newTree(ctx, q); err != nil {
			return nil, err
		}
	}
	if _, ok := p.metric.(kernel.Manhattan); ok {
		s.term = vec.Magnitudes
	}
	s.idle.New = func() any { return newTreeWorker(s) }
	return s, nil
}

// a treeWorker holds the rows of one leaf of q and their neighbours so far.
type treeWorker struct {
	*treeSearch
	block []float64
	rows  []int32
	limit []float64   // what is beyond it is not among the k nearest; NaN where no row is
	found []candidate // k for each row, in order, as far as there are
	count []int
	point []float64
	near  []float64
	box   []float64
	work  int // eights of rows that were measured against a box or a row
	most  int // work after which the search is given up
}

func newTreeWorker(s *treeSearch) *treeWorker {
	h := s.q.height
	return &treeWorker{treeSearch: s, limit: make([]float64, h), found: make([]candidate, h*s.k), count: make([]int, h),
		point: make([]float64, s.p.p.d), near: make([]float64, s.p.height), box: make([]float64, h),
		most: math.MaxInt}
}

// nearestByTree is nearest for few columns.
func nearestByTree(ctx context.Context, s *treeSearch, o *SearchOptions) (*lists, error) {
	n, k := s.q.p.n, s.k
	l := &lists{end: make([]int, n), ind: make([]int32, n*k), d2: make([]float64, n*k)}
	done := newCounter(ctx, n, o.Observe)
	err := par.Try(s.q.leaves, 16, func(_, lo, hi int) error {
		w := s.idle.Get().(*treeWorker)
		defer s.idle.Put(w)
		for leaf := lo; leaf < hi; leaf++ {
			w.search(leaf)
			w.list(l)
		}
		return done.add(s.q.start[hi] - s.q.start[lo])
	})
	return l, err
}

// list writes what was found.
func (w *treeWorker) list(l *lists) {
	for r, i := range w.rows {
		at := int(i) * w.k
		for e, c := range w.found[r*w.k : (r+1)*w.k] {
			l.ind[at+e], l.d2[at+e] = c.row, c.d2
		}
		l.end[i] = at + w.k
	}
}

// search finds the neighbours of the rows of a leaf of q: in it, in its sibling, in that
// of its parent, and so on, where q is p.
func (w *treeWorker) search(leaf int) {
	w.block, w.rows = w.q.block(leaf), w.q.rows(leaf)
	for r := range w.limit {
		w.limit[r], w.count[r] = math.Inf(1), 0
	}
	if w.q != w.p {
		w.visit(1)
		return
	}
	node := w.p.leaves + leaf
	w.visit(node)
	for ; node > 1; node /= 2 {
		w.visit(node ^ 1)
	}
}

// visit compares the rows with those of a node.
func (w *treeWorker) visit(node int) {
	low, high := w.p.box(node)
	w.work += len(w.box) / 8
	hits := w.tier.ToBox(w.term, w.block, low, high, w.limit, w.box)
	switch {
	case w.work > w.most, !w.promising(hits, node):
	case node >= w.p.leaves:
		w.compare(hits, node)
	default:
		near := w.side(node)
		w.visit(near)
		w.visit(near ^ 1)
	}
}

// promising reports whether the node may hold a neighbour of one of the rows whose limits
// reach its box.
func (w *treeWorker) promising(hits uint64, node int) bool {
	for ; hits != 0; hits &= hits - 1 {
		if w.mayAdd(bits.TrailingZeros64(hits), node) {
			return true
		}
	}
	return false
}

// mayAdd reports whether a row of the node may come before the last of the k neighbours
// of a row so far: as near, it would have to be lower.
func (w *treeWorker) mayAdd(r, node int) bool {
	if w.count[r] < w.k {
		return true
	}
	last := w.found[(r+1)*w.k-1]
	return candidate{w.p.first[node], w.square(w.box[r])}.before(last)
}

// side returns the child whose box is nearer to the first of the rows.
func (w *treeWorker) side(node int) int {
	c := int(w.p.column[node])
	lower, upper := w.p.high[2*node*w.p.p.d+c], w.p.low[(2*node+1)*w.p.p.d+c]
	if w.block[c*8]-lower <= upper-w.block[c*8] {
		return 2 * node
	}
	return 2*node + 1
}

// compare offers the rows of a leaf of p to some of the rows.
func (w *treeWorker) compare(hits uint64, node int) {
	block, rows, d := w.p.block(node-w.p.leaves), w.p.rows(node-w.p.leaves), w.p.p.d
	for ; hits != 0; hits &= hits - 1 {
		r := bits.TrailingZeros64(hits)
		if !w.mayAdd(r, node) {
			continue
		}
		for j := range w.point {
			w.point[j] = w.block[r/8*8*d+j*8+r%8]
		}
		w.work += len(w.near) / 8
		near := w.tier.ToPoint(w.term, block, w.point, w.limit[r], w.near)
		for ; near != 0; near &= near - 1 {
			c := bits.TrailingZeros64(near)
			if w.q != w.p || rows[c] != w.rows[r] {
				w.offer(r, candidate{rows[c], w.square(w.near[c])})
			}
		}
	}
}

// offer takes c in if it is among the k nearest of row r so far.
func (w *treeWorker) offer(r int, c candidate) {
	found, n := w.found[r*w.k:(r+1)*w.k], w.count[r]
	if n == w.k {
		if !c.before(found[n-1]) {
			return
		}
		n--
	}
	for ; n > 0 && c.before(found[n-1]); n-- {
		found[n] = found[n-1]
	}
	found[n] = c
	w.count[r] = min(w.count[r]+1, w.k)
	if w.count[r] == w.k {
		w.limit[r] = w.sum(found[w.k-1].d2)
	}
}

// before orders by distance, then index.
func (c candidate) before(d candidate) bool {
	return c.d2 < d.d2 || c.d2 == d.d2 && c.row < d.row
}

// square returns the squared distance that a sum of terms stands for.
func (w *treeWorker) square(sum float64) float64 {
	switch w.p.p.metric.(type) {
	case kernel.Manhattan:
		return sum * sum
	case kernel.Cosine:
		return sum / 2 * (sum / 2)
	}
	return sum
}

// sum returns what no sum of terms exceeds whose squared distance is d2 or less.
func (w *treeWorker) sum(d2 float64) float64 {
	switch w.p.p.metric.(type) {
	case kernel.Manhattan:
		return max(math.Sqrt(d2)*(1+0x1p-50), 0x1p-500)
	case kernel.Cosine:
		return max(2*math.Sqrt(d2)*(1+0x1p-50), 0x1p-500)
	}
	return d2
}
