package knn

import (
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/par"
)

// treeSearch finds the nearest rows of p for the rows of each leaf of q together: node
// after node of p, those near to the leaf first, unless its box is farther from each of
// the rows than their k-th neighbours so far. All is measured in float64, and rounding
// keeps order, so nothing is missed.
type treeSearch struct {
	*query
	qTree, pTree *tree
	idle         *idle[*treeWorker]
}

// newTreeSearch builds the trees of p and, if it is another set, of q.
func newTreeSearch(s *query) (*treeSearch, error) {
	p, err := newTree(s.ctx, s.p)
	if err != nil {
		return nil, err
	}
	t := &treeSearch{query: s, qTree: p, pTree: p}
	if s.q != s.p {
		if t.qTree, err = newTree(s.ctx, s.q); err != nil {
			return nil, err
		}
	}
	t.idle = newIdle(func() *treeWorker { return newTreeWorker(t) })
	return t, nil
}

// treeWorker holds the rows of one leaf of q and their neighbours so far.
type treeWorker struct {
	*treeSearch
	k     int          // at hand here: these two are read for every row and box
	facts facts        // of the metric
	room  [2][]float64 // for the rows of a leaf of q and of one of p, where they are widened
	block []float64
	rows  []int32
	limit []float64   // the sum of terms beyond which nothing is among the k nearest; NaN where no row is
	found []candidate // k for each row, in order, as far as there are
	count []int
	point []float64
	near  []float64
	box   []float64
	work  int // eights of rows that were measured against a box or a row
	most  int // work after which the search is given up
}

func newTreeWorker(s *treeSearch) *treeWorker {
	// Memory for the rows of one leaf of q; blocks are filled up to a multiple of eight.
	h := s.qTree.height
	return &treeWorker{treeSearch: s, k: s.k, facts: *s.p.facts,
		room:  [2][]float64{s.qTree.blocks.room(1), s.pTree.blocks.room(1)},
		limit: make([]float64, h), found: make([]candidate, h*s.k), count: make([]int, h),
		point: make([]float64, s.p.d), near: make([]float64, s.pTree.height), box: make([]float64, h),
		most: math.MaxInt}
}

// tree finds the nearest rows for few columns. About O(md·log(n)) time for m rows of q and n
// of p in few dimensions.
func (s *query) tree(t *treeSearch) (*Lists, error) {
	l := newLists(s.q.n, s.k)
	done := s.newProgress()
	err := par.Try(t.qTree.leaves, 16, func(_, lo, hi int) error {
		w := t.idle.get()
		defer t.idle.put(w)
		for leaf := lo; leaf < hi; leaf++ {
			w.search(leaf)
			for r, i := range w.rows {
				l.set(int(i), w.found[r*w.k:(r+1)*w.k])
			}
		}
		return done.add(t.qTree.start[hi] - t.qTree.start[lo])
	})
	return l, err
}

// search finds the neighbours of the rows of a leaf of q. Where q is p, they are most
// likely in it; then in its sibling, in that of its parent, and so on.
func (w *treeWorker) search(leaf int) {
	// Nothing is found yet: every distance is within the limit.
	w.block, w.rows = w.qTree.block(leaf, w.room[0]), w.qTree.rows(leaf)
	for r := range w.limit {
		w.limit[r], w.count[r] = math.Inf(1), 0
	}
	if w.q != w.p {
		w.visit(1)
		return
	}
	node := w.pTree.leaves + leaf
	w.visit(node)
	for ; node > 1; node /= 2 {
		w.visit(node ^ 1)
	}
}

// visit compares the rows with those of a node.
func (w *treeWorker) visit(node int) {
	// The sum of terms from each row to the nearest point of the box.
	low, high := w.pTree.box(node)
	w.work += len(w.box) / 8
	// hits has a bit for each row whose limit reaches the box.
	hits := w.tier.ToBox(w.facts.boxTerm, w.block, low, high, w.limit, w.box)
	switch {
	// Given up, or nothing near in there.
	case w.work > w.most, !w.promising(hits, node):
	case node >= w.pTree.leaves:
		w.compare(hits, node)
	default:
		// The nearer child first: it lowers the limits for the other.
		near := w.nearChild(node)
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
	// No row of the node is nearer than its box, or lower than its first row.
	last := w.found[(r+1)*w.k-1]
	return candidate{w.pTree.first[node], w.facts.squareOf(w.box[r])}.before(last)
}

// nearChild returns the child whose box is nearer to the first of the rows, in the column
// in which the node is divided.
func (w *treeWorker) nearChild(node int) int {
	t := w.pTree
	c, d := int(t.column[node]), t.p.d
	lower, upper := t.high[2*node*d+c], t.low[(2*node+1)*d+c]
	if w.block[c*8]-lower <= upper-w.block[c*8] {
		return 2 * node
	}
	return 2*node + 1
}

// compare considers the rows of a leaf of p for those rows whose bits are in hits.
func (w *treeWorker) compare(hits uint64, node int) {
	leaf := node - w.pTree.leaves
	block, rows, d := w.pTree.block(leaf, w.room[1]), w.pTree.rows(leaf), w.p.d
	for ; hits != 0; hits &= hits - 1 {
		r := bits.TrailingZeros64(hits)
		// Other rows of the leaf may have filled up since.
		if !w.mayAdd(r, node) {
			continue
		}
		// The values of row r stand eight places apart in its block.
		for j := range w.point {
			w.point[j] = w.block[r/8*8*d+j*8+r%8]
		}
		w.work += len(w.near) / 8
		near := w.tier.ToPoint(w.facts.boxTerm, block, w.point, w.limit[r], w.near)
		for ; near != 0; near &= near - 1 {
			c := bits.TrailingZeros64(near)
			if w.q != w.p || rows[c] != w.rows[r] {
				w.consider(r, candidate{rows[c], w.facts.squareOf(w.near[c])})
			}
		}
	}
}

// consider takes c in if it is among the k nearest of row r so far.
func (w *treeWorker) consider(r int, c candidate) {
	// Full: the last one goes, if c comes before it.
	found, n := w.found[r*w.k:(r+1)*w.k], w.count[r]
	if n == w.k {
		if !c.before(found[n-1]) {
			return
		}
		n--
	}
	// Insertion: what is farther moves one place on.
	for ; n > 0 && c.before(found[n-1]); n-- {
		found[n] = found[n-1]
	}
	found[n] = c
	w.count[r] = min(w.count[r]+1, w.k)
	if w.count[r] == w.k {
		// From now on only what may come before the k-th counts.
		w.limit[r] = w.facts.sumAtMost(found[w.k-1].d2)
	}
}
