package knn

import (
	"math"
	"runtime"
	"sync/atomic"

	"github.com/propagate-go/propagate/internal/par"
)

// An allPairs search compares all rows of q with all rows of p in float32 or in codes, each
// pair once where they are the same: one strip of p after the other, and in it one block of
// q after the other, tile by tile.
type allPairs struct {
	*query
	qNorms, pNorms *norms
	frame          frame
	lists          *shortlists

	measured atomic.Int64 // how many pairs had to be measured
	whole    float64      // the work until the end, in ns

	stripRows int    // the most rows of a strip
	strip     panels // the packed rows [lo, hi) of p
	lo, hi    int
	idle      chan *allPairsWorker
}

const (
	// blockRows is the number of rows of q, whose panels stay in the second-level
	// cache: a multiple of every tier's rows, and of lockedRows.
	blockRows = 96
	// stripElements is about the number of elements of a strip, of four bytes each: it stays in
	// the third-level cache. leastStrip is the least number of its rows: for each strip the
	// blocks are packed anew, which costs little beside what they are used for.
	stripElements, leastStrip = 1 << 20, 10 * blockRows
	// nearRows is the number of rows that each block meets first.
	nearRows = 10 * blockRows
	// partSteps is how many columns are multiplied at a time.
	partSteps = 1536
)

// allPairsWorker is the memory of one worker.
type allPairsWorker struct {
	a                            panels // a packed block
	rowThresholds, colThresholds []float32
	tile                         *tile
	found                        []hit
	ranker                       ranker
}

// hit is a pair of rows that may be near.
type hit struct {
	i, j  int32
	score float32
}

// allPairs finds the candidates of each row by products of bytes where these pay, of float32
// elsewhere, and ranks them in float64. O(mnd) time; O(m·k + (m+n)d) memory.
func (s *query) allPairs() (*Lists, error) {
	if s.fitsCodes() {
		f := newCodeFrame(s.q, s.p, s.tier)
		pay, err := s.codesPay(f)
		if err != nil {
			return nil, err
		}
		if pay {
			return s.allPairsIn(f)
		}
	}
	return s.allPairsIn(newFrame(s.q, s.p, s.tier))
}

// allPairsIn is allPairs in one form.
func (s *query) allPairsIn(f frame) (*Lists, error) {
	a, err := s.newAllPairs(&formed{frame: f})
	if err != nil {
		return nil, err
	}
	return a.find(s)
}

// find compares all pairs and ranks what is left of them, for the query that was asked.
func (s *allPairs) find(q *query) (*Lists, error) {
	done := q.newProgress()
	if err := s.compare(done); err != nil {
		return nil, err
	}
	return s.lists.final(q, func(rows int) error { return done.addWork(rankTime(s.p.d)*float64(rows), s.whole) })
}

// newAllPairs prepares a search in one form. The norms of p may be known.
func (s *query) newAllPairs(x *formed) (*allPairs, error) {
	f := x.frame
	order, err := s.place()
	if err != nil {
		return nil, err
	}
	// The search numbers rows by their places.
	placed := *s
	if order != nil {
		placed.p = s.p.placed(order)
		placed.q = placed.p
	}
	a := &allPairs{query: &placed, frame: f, idle: make(chan *allPairsWorker, runtime.GOMAXPROCS(0))}
	// A strip is a whole number of blocks, so that a block is in one strip only.
	a.stripRows = max(leastStrip, stripElements/f.steps(s.p.d)/blockRows*blockRows)
	a.pNorms = x.norms
	if a.pNorms == nil {
		a.pNorms = f.precompute(a.p)
	}
	a.qNorms = a.pNorms // rows of one set need their norms once
	if s.q != s.p {
		a.qNorms = f.precompute(a.q)
	}
	// Bounds leave a shortlist for each row, float64 decides in it.
	a.lists = newShortlists(s, f, a.qNorms, a.pNorms)
	a.lists.names = order
	// Codes with errors give wide bounds: what they find is measured before it is listed, unless the lists are few and
	// long.
	a.lists.measured = a.lists.errors && !s.sampled
	return a, nil
}

// compare compares all blocks with all strips.
func (s *allPairs) compare(done *progress) error {
	rows := s.stripRows
	s.whole = done.work + s.work()
	s.strip = s.frame.newPanels(par.Chunks(min(rows, s.p.n), lockedRows)*lockedRows, s.p.d)
	for s.lo = 0; s.lo < s.p.n; s.lo += rows {
		s.hi = min(s.p.n, s.lo+rows)
		s.packStrip()
		if err := s.compareStrip(done); err != nil {
			return err
		}
	}
	return nil
}

// compareStrip compares the blocks with the strip: first each with the rows beside it, which
// are likely to be near (see place), so that the thresholds of all rows are near their final
// values when they meet the others.
func (s *allPairs) compareStrip(done *progress) error {
	// Each block twice: with few rows beside it, then with the rest.
	var near, far []meeting
	for _, at := range s.blocks() {
		x := meeting{at, s.first(at), s.hi}
		if s.q == s.p && at >= s.lo {
			near = append(near, meeting{at, x.from, min(x.from+nearRows, s.hi)})
			x.from = min(x.from+nearRows, s.hi)
		}
		far = append(far, x)
	}
	pair := s.frame.pairTime(s.p.d)
	for _, meetings := range [][]meeting{near, far} {
		// Workers share the strip and take one block after the other.
		err := par.Try(len(meetings), 1, func(b, _, _ int) error {
			w := s.worker()
			defer func() { s.idle <- w }()
			x := meetings[b]
			s.block(x, w)
			return done.addWork(pair*float64((min(s.q.n, x.block+blockRows)-x.block)*(x.to-x.from)), s.whole)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *allPairs) packStrip() {
	steps := s.frame.steps(s.p.d)
	par.For(s.hi-s.lo, lockedRows, func(_, lo, hi int) {
		// Chunks are whole panels: lockedRows is a multiple of the columns of every tier.
		s.frame.packColumns(s.strip.from(lo*steps), packAll(s.p, s.pNorms, s.lo+lo, s.lo+hi))
	})
}

// worker returns the memory of a worker that is done, or new memory.
func (s *allPairs) worker() *allPairsWorker {
	select {
	case w := <-s.idle:
		return w
	default:
	}
	rows, cols := s.frame.shape()
	w := &allPairsWorker{
		a:             s.frame.newPanels(blockRows, s.p.d),
		rowThresholds: make([]float32, blockRows), colThresholds: make([]float32, lockedRows),
		tile: s.frame.newTile(blockRows * lockedRows / rows / cols), ranker: s.lists.newRanker(),
	}
	// Where q is not p, only rows of q have lists: no column reaches +∞.
	for i := range w.colThresholds {
		w.colThresholds[i] = float32(math.Inf(1))
	}
	return w
}

// block compares a block of q with rows of the strip.
func (s *allPairs) block(x meeting, w *allPairsWorker) {
	at, end := x.block, min(s.q.n, x.block+blockRows)
	// The block is packed once for all columns of the strip.
	s.frame.packRows(w.a, packAll(s.q, s.qNorms, at, end))
	for lo := at; lo < end; lo += lockedRows {
		hi := min(end, lo+lockedRows)
		s.lists.copyThresholds(w.rowThresholds[lo-at:hi-at], lo)
	}
	for j := x.from; j < x.to; j += lockedRows {
		// A pair counts for both of its rows, so the columns have thresholds, too.
		if s.q == s.p {
			s.lists.copyThresholds(w.colThresholds[:min(x.to, j+lockedRows)-j], j)
		}
		s.tiles(at, end, j, w)
		s.flush(at, end, j, w)
	}
}

// tiles compares a block of q with the rows of the strip from j on that share a lock.
func (s *allPairs) tiles(at, end, j int, w *allPairsWorker) {
	rows, cols := s.frame.shape()
	t, d := w.tile, s.frame.steps(s.p.d)
	// Long rows are multiplied part by part, so that the panels of all tiles of one part
	// stay in the cache; their sums go from one part to the next.
	for k := 0; k < d; k += partSteps {
		t.setPart(k, min(partSteps, d-k), d)
		for c := 0; c < lockedRows; c += cols {
			t.setColumns(s.strip.from((j+c-s.lo)*d+k*cols), s.pNorms.side(j+c, w.colThresholds[c:]))
			for r := 0; r < end-at; r += rows {
				t.setRows(w.a.from(r*d+k*rows), s.qNorms.side(at+r, w.rowThresholds[r:]))
				if t.multiply(c*blockRows + r*cols) {
					s.collect(at+r, j+c, w)
				}
			}
		}
	}
}
