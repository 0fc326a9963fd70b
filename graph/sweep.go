package graph

import (
	"context"
	"math"
	"math/bits"
	"runtime"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
)

// A sweep compares all rows of q with all rows of p, each pair once where they are
// the same, in float32: a strip of p after the other, and in it a block of q after
// the other, tile by tile.
type sweep struct {
	q, p   *points
	qs, ps *single
	frame  frame
	lists  *shortlists

	strip  []float32 // the packed rows [lo, hi) of p
	lo, hi int
	idle   chan *sweeper
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

// A sweeper is the memory of one worker.
type sweeper struct {
	a              []float32 // a packed block
	levelA, levelB []float32
	tile           vec.Tile
	out            []float32
	found          []pairFound
	sorter         sorter
}

// pairFound is a pair that may be near.
type pairFound struct {
	i, j int32
	near float32
}

// sweeps reports whether the float32 search can do, and is worth it.
func sweeps(q, p *points, k int) bool {
	switch p.metric.(type) {
	case kernel.Euclidean, kernel.Cosine:
	default:
		return false
	}
	return p.dense != nil && q.dense != nil && p.d >= leastColumns && p.d < maxColumns &&
		p.n >= leastRows && 4*k <= p.n && !q.moved && min(q.gridExp, p.gridExp) >= leastGrid
}

// From these numbers on the float32 search is faster.
const leastRows, leastColumns = 128, 3

// nearestBySweep is nearest by a sweep and a ranking in float64 of what it leaves.
func nearestBySweep(ctx context.Context, q, p *points, k int, tier vec.Tier, o *SearchOptions) (*lists, error) {
	f := newFrame(q, p, tier)
	s := &sweep{q: q, p: p, qs: f.see(q), frame: f, idle: make(chan *sweeper, runtime.GOMAXPROCS(0))}
	s.ps = s.qs
	if q != p {
		s.ps = f.see(p)
	}
	s.lists = newShortlists(q, p, s.qs, s.ps, f, k)
	if err := s.run(newCounter(ctx, q.n, o.Observe)); err != nil {
		return nil, err
	}
	return s.lists.final(ctx)
}

func (s *sweep) run(done *counter) error {
	rows := max(stripRows, stripValues/s.p.d/blockRows*blockRows)
	s.strip = make([]float32, par.Chunks(min(rows, s.p.n), lockedRows)*lockedRows*s.p.d)
	total := s.work()
	for s.lo = 0; s.lo < s.p.n; s.lo += rows {
		s.hi = min(s.p.n, s.lo+rows)
		s.packStrip()
		blocks := s.blocks()
		err := par.Try(len(blocks), 1, func(b, _, _ int) error {
			w := s.sweeper()
			defer func() { s.idle <- w }()
			s.block(blocks[b], w)
			return done.reach((min(s.q.n, blocks[b]+blockRows)-blocks[b])*(s.hi-s.first(blocks[b])), total)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// work returns the number of pairs in all blocks.
func (s *sweep) work() int {
	sum := 0
	for at := 0; at < s.q.n; at += blockRows {
		first := 0
		if s.q == s.p {
			first = at
		}
		sum += (min(s.q.n, at+blockRows) - at) * (s.p.n - first)
	}
	return sum
}

// blocks lists the first rows of the blocks of q that meet the strip: those in it
// come first, to bring all its levels near to where they end.
func (s *sweep) blocks() []int {
	var in, before []int
	for at := 0; at < s.q.n; at += blockRows {
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
func (s *sweep) first(block int) int {
	if s.q == s.p {
		return max(s.lo, block)
	}
	return s.lo
}

func (s *sweep) packStrip() {
	_, cols := s.frame.tier.Shape()
	par.For(s.hi-s.lo, lockedRows, func(_, lo, hi int) {
		s.frame.pack(s.strip[lo*s.p.d:], s.p, s.lo+lo, s.lo+hi, cols)
	})
}

// sweeper returns the memory of a worker that is done, or new memory.
func (s *sweep) sweeper() *sweeper {
	select {
	case w := <-s.idle:
		return w
	default:
	}
	rows, _ := s.frame.tier.Shape()
	w := &sweeper{
		a:      make([]float32, blockRows*s.p.d),
		levelA: make([]float32, blockRows), levelB: make([]float32, lockedRows),
		out: make([]float32, blockRows*lockedRows),
	}
	for i := range w.levelB {
		w.levelB[i] = float32(math.Inf(1))
	}
	w.tile.Hits = make([]uint64, rows)
	return w
}

// block compares a block of q with the strip.
func (s *sweep) block(at int, w *sweeper) {
	end := min(s.q.n, at+blockRows)
	rows, _ := s.frame.tier.Shape()
	s.frame.pack(w.a, s.q, at, end, rows)
	for lo := at; lo < end; lo += lockedRows {
		hi := min(end, lo+lockedRows)
		s.lists.levels(w.levelA[lo-at:hi-at], lo)
	}
	for j := s.first(at); j < s.hi; j += lockedRows {
		if s.q == s.p {
			s.lists.levels(w.levelB[:min(s.hi, j+lockedRows)-j], j)
		}
		s.tiles(at, end, j, w)
		s.settle(at, end, j, w)
	}
}

// tiles compares a block of q with the rows of the strip from j on that share a lock.
func (s *sweep) tiles(at, end, j int, w *sweeper) {
	rows, cols := s.frame.tier.Shape()
	t := &w.tile
	for k := 0; k < s.p.d; k += partSteps {
		t.Steps = min(partSteps, s.p.d-k)
		t.Resume, t.Part = k > 0, k+t.Steps < s.p.d
		for c := 0; c < lockedRows; c += cols {
			t.B = s.strip[(j+c-s.lo)*s.p.d+k*cols:]
			t.Cols = vec.Side{Half: s.ps.half[j+c:], Level: w.levelB[c:]}
			for r := 0; r < end-at; r += rows {
				t.A = w.a[r*s.p.d+k*rows:]
				t.Rows = vec.Side{Half: s.qs.half[at+r:], Level: w.levelA[r:]}
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

// collect lists the pairs of a tile that reach a level.
func (s *sweep) collect(i, j int, w *sweeper) {
	_, cols := s.frame.tier.Shape()
	for r, hits := range w.tile.Hits {
		for ; hits != 0; hits &= hits - 1 {
			c := bits.TrailingZeros64(hits)
			if s.q != s.p || j+c > i+r {
				w.found = append(w.found, pairFound{int32(i + r), int32(j + c), w.tile.Out[r*cols+c]})
			}
		}
	}
}

// settle puts the pairs found in their lists, under one lock after the other.
func (s *sweep) settle(at, end, j int, w *sweeper) {
	if len(w.found) == 0 {
		return
	}
	l := s.lists
	if s.q == s.p {
		lock := &l.locks[j/lockedRows]
		lock.Lock()
		for _, f := range w.found {
			l.offer(int(f.j), f.i, f.near, &w.sorter)
		}
		lock.Unlock()
	}
	for lo := at; lo < end; lo += lockedRows {
		lock := &l.locks[lo/lockedRows]
		lock.Lock()
		for _, f := range w.found {
			if i := int(f.i); i >= lo && i < lo+lockedRows {
				l.offer(i, f.j, f.near, &w.sorter)
			}
		}
		lock.Unlock()
		l.levels(w.levelA[lo-at:min(end, lo+lockedRows)-at], lo)
	}
	w.found = w.found[:0]
}
