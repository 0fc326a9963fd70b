package knn

import (
	"math"
	"math/bits"
	"runtime"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// An allPairs search compares all rows of q with all rows of p in float32, each pair once
// where they are the same: one strip of p after the other, and in it one block of q after
// the other, tile by tile.
type allPairs struct {
	*query
	qNorms, pNorms *norms
	frame          frame
	lists          *shortlists

	strip  []float32 // the packed rows [lo, hi) of p
	lo, hi int
	idle   chan *allPairsWorker
}

const (
	// blockRows is the number of rows of q, whose panels stay in the second-level
	// cache: a multiple of every tier's rows, and of lockedRows.
	blockRows = 96
	// stripValues is about the number of values of a strip, and stripRows the least
	// number of its rows: packing it costs little beside what it is used for.
	stripValues, stripRows = 1 << 23, 10 * blockRows
	// partSteps is how many columns are multiplied at a time.
	partSteps = 1536
)

// allPairsWorker is the memory of one worker.
type allPairsWorker struct {
	a                            []float32 // a packed block
	rowThresholds, colThresholds []float32
	tile                         vec.Tile
	out                          []float32
	found                        []hit
	ranker                       ranker
}

// hit is a pair of rows that may be near.
type hit struct {
	i, j  int32
	score float32
}

// allPairs finds the candidates of each row by float32 products, and ranks them in
// float64. O(mnd) time, in float32; O(m·k + (m+n)d) memory.
func (s *query) allPairs() (*Lists, error) {
	f := newFrame(s.q, s.p, s.tier)
	a := &allPairs{query: s, frame: f, idle: make(chan *allPairsWorker, runtime.GOMAXPROCS(0))}
	a.qNorms = f.precompute(s.q)
	a.pNorms = a.qNorms // rows of one set need their norms once
	if s.q != s.p {
		a.pNorms = f.precompute(s.p)
	}
	// Float32 leaves a shortlist for each row, float64 decides in it.
	a.lists = newShortlists(s, f, a.qNorms, a.pNorms)
	if err := a.compare(s.newProgress()); err != nil {
		return nil, err
	}
	return a.lists.final(s)
}

// compare compares all blocks with all strips.
func (s *allPairs) compare(done *progress) error {
	// A strip is a whole number of blocks, so that a block is in one strip only.
	rows := max(stripRows, stripValues/s.p.d/blockRows*blockRows)
	s.strip = make([]float32, par.Chunks(min(rows, s.p.n), lockedRows)*lockedRows*s.p.d)
	total := s.work()
	for s.lo = 0; s.lo < s.p.n; s.lo += rows {
		s.hi = min(s.p.n, s.lo+rows)
		s.packStrip()
		// Workers share the strip and take one block after the other.
		blocks := s.blocks()
		err := par.Try(len(blocks), 1, func(b, _, _ int) error {
			w := s.worker()
			defer func() { s.idle <- w }()
			s.block(blocks[b], w)
			return done.addWork((min(s.q.n, blocks[b]+blockRows)-blocks[b])*(s.hi-s.first(blocks[b])), total)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// work returns the number of pairs in all blocks.
func (s *allPairs) work() int {
	sum := 0
	for at := 0; at < s.q.n; at += blockRows {
		first := 0
		if s.q == s.p {
			first = at // pairs with lower rows belong to the blocks before
		}
		sum += (min(s.q.n, at+blockRows) - at) * (s.p.n - first)
	}
	return sum
}

// blocks lists the first rows of the blocks of q that meet the strip: those in it come
// first, so that its thresholds soon are near their final values.
func (s *allPairs) blocks() []int {
	var in, before []int
	for at := 0; at < s.q.n; at += blockRows {
		// Where the sets are the same, a pair is compared in the strip of its higher row:
		// blocks behind this strip wait for theirs.
		switch {
		case s.q != s.p || at < s.lo:
			before = append(before, at)
		case at < s.hi:
			in = append(in, at)
		}
	}
	return append(in, before...)
}

// first returns the first row of the strip that a block meets.
func (s *allPairs) first(block int) int {
	if s.q == s.p {
		// Each pair once: the columns start at the first row of the block.
		return max(s.lo, block)
	}
	return s.lo
}

func (s *allPairs) packStrip() {
	_, cols := s.frame.tier.Shape()
	par.For(s.hi-s.lo, lockedRows, func(_, lo, hi int) {
		// Chunks are whole panels: lockedRows is a multiple of the columns of every tier.
		s.frame.pack(s.strip[lo*s.p.d:], s.p, s.lo+lo, s.lo+hi, cols)
	})
}

// worker returns the memory of a worker that is done, or new memory.
func (s *allPairs) worker() *allPairsWorker {
	select {
	case w := <-s.idle:
		return w
	default:
	}
	rows, _ := s.frame.tier.Shape()
	w := &allPairsWorker{
		a:             make([]float32, blockRows*s.p.d),
		rowThresholds: make([]float32, blockRows), colThresholds: make([]float32, lockedRows),
		out: make([]float32, blockRows*lockedRows),
	}
	// Where q is not p, only rows of q have lists: no column reaches +∞.
	for i := range w.colThresholds {
		w.colThresholds[i] = float32(math.Inf(1))
	}
	w.tile.Hits = make([]uint64, rows)
	return w
}

// block compares a block of q with the strip.
func (s *allPairs) block(at int, w *allPairsWorker) {
	end := min(s.q.n, at+blockRows)
	rows, _ := s.frame.tier.Shape()
	// The block is packed once for all columns of the strip.
	s.frame.pack(w.a, s.q, at, end, rows)
	for lo := at; lo < end; lo += lockedRows {
		hi := min(end, lo+lockedRows)
		s.lists.copyThresholds(w.rowThresholds[lo-at:hi-at], lo)
	}
	for j := s.first(at); j < s.hi; j += lockedRows {
		// A pair counts for both of its rows, so the columns have thresholds, too.
		if s.q == s.p {
			s.lists.copyThresholds(w.colThresholds[:min(s.hi, j+lockedRows)-j], j)
		}
		s.tiles(at, end, j, w)
		s.flush(at, end, j, w)
	}
}

// tiles compares a block of q with the rows of the strip from j on that share a lock.
func (s *allPairs) tiles(at, end, j int, w *allPairsWorker) {
	rows, cols := s.frame.tier.Shape()
	t := &w.tile
	// Long rows are multiplied part by part, so that the panels of all tiles of one part
	// stay in the cache; Out carries the sums from one part to the next.
	for k := 0; k < s.p.d; k += partSteps {
		t.Steps = min(partSteps, s.p.d-k)
		t.Resume, t.Part = k > 0, k+t.Steps < s.p.d
		for c := 0; c < lockedRows; c += cols {
			t.B = s.strip[(j+c-s.lo)*s.p.d+k*cols:]
			t.Cols = vec.Side{Half: s.pNorms.half[j+c:], Level: w.colThresholds[c:]}
			for r := 0; r < end-at; r += rows {
				t.A = w.a[r*s.p.d+k*rows:]
				t.Rows = vec.Side{Half: s.qNorms.half[at+r:], Level: w.rowThresholds[r:]}
				// A product that is complete at once needs one tile of sums; one in parts keeps all.
				t.Out = w.out
				if t.Resume || t.Part {
					t.Out = w.out[c*blockRows+r*cols:]
				}
				if s.frame.tier.Tile(t) {
					s.collect(at+r, j+c, w)
				}
			}
		}
	}
}

// collect lists the pairs of a tile that reach a threshold.
func (s *allPairs) collect(i, j int, w *allPairsWorker) {
	_, cols := s.frame.tier.Shape()
	for r, hits := range w.tile.Hits {
		for ; hits != 0; hits &= hits - 1 {
			c := bits.TrailingZeros64(hits)
			// A tile on the diagonal holds pairs twice, and rows with themselves.
			if s.q != s.p || j+c > i+r {
				w.found = append(w.found, hit{int32(i + r), int32(j + c), w.tile.Out[r*cols+c]})
			}
		}
	}
}

// flush puts the pairs found in the lists of their rows, under one lock after the other.
func (s *allPairs) flush(at, end, j int, w *allPairsWorker) {
	if len(w.found) == 0 {
		return
	}
	l := s.lists
	// The columns share one lock; they have lists of their own where p is q.
	if s.q == s.p {
		lock := &l.locks[j/lockedRows]
		lock.Lock()
		for _, h := range w.found {
			l.consider(int(h.j), h.i, h.score, &w.ranker)
		}
		lock.Unlock()
	}
	// The rows of the block share two.
	for lo := at; lo < end; lo += lockedRows {
		lock := &l.locks[lo/lockedRows]
		lock.Lock()
		for _, h := range w.found {
			if i := int(h.i); i >= lo && i < lo+lockedRows {
				l.consider(i, h.j, h.score, &w.ranker)
			}
		}
		lock.Unlock()
		l.copyThresholds(w.rowThresholds[lo-at:min(end, lo+lockedRows)-at], lo)
	}
	w.found = w.found[:0]
}
