package graph

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/propagate-go/propagate/kernel"
)

// shortlists hold, for each row of q, the rows of p that may be among its k nearest:
// all rows seen but those that k others are nearer than, whatever the rounding.
// Whoever reads or changes the list of a row holds its lock.
type shortlists struct {
	q, p    *points
	qs, ps  *single
	names   []int32 // the row that each number stands for, in q, p and the lists; nil: itself
	unit    float64 // a distance of 1, squared, in the frame
	k, room int
	ind     []int32   // n×room
	near    []float32 // n×room: at least -d²/2 in the frame
	count   []int
	level   []level // what near has to reach
	locks   []sync.Mutex
}

// A level is a number that only rises: who holds the lock of its row raises it, and
// anybody may read it.
type level struct{ bits atomic.Uint32 }

func (l *level) get() float32 { return math.Float32frombits(l.bits.Load()) }

func (l *level) reset() { l.bits.Store(math.Float32bits(float32(math.Inf(-1)))) }

func (l *level) raise(to float32) {
	if to > l.get() {
		l.bits.Store(math.Float32bits(to))
	}
}

// candidate is a row that may be near, with its distance as the result has it.
type candidate struct {
	row int32
	d2  float64
}

// sorter is what a worker needs to shorten a list.
type sorter struct {
	sure   []float64
	ranked []candidate
}

// lockedRows is the number of rows that share a lock.
const lockedRows = 48

func newShortlists(q, p *points, qs, ps *single, f frame, k int) *shortlists {
	s := &shortlists{q: q, p: p, qs: qs, ps: ps, unit: f.scale * f.scale, k: k, room: k + max(k, 22)}
	s.ind, s.near = make([]int32, q.n*s.room), make([]float32, q.n*s.room)
	s.count, s.level = make([]int, q.n), make([]level, q.n)
	for i := range s.level {
		s.level[i].reset()
	}
	s.locks = make([]sync.Mutex, (q.n+lockedRows-1)/lockedRows)
	return s
}

// offer puts j into the list of row i if it reaches the level.
func (s *shortlists) offer(i int, j int32, near float32, w *sorter) {
	if near < s.level[i].get() {
		return
	}
	if s.count[i] == s.room {
		s.shorten(i, w)
		if near < s.level[i].get() {
			return
		}
	}
	at := i*s.room + s.count[i]
	s.ind[at], s.near[at] = j, near
	s.count[i]++
}

// offerLocked is offer for whoever does not hold the lock.
func (s *shortlists) offerLocked(i, j int32, near float32, w *sorter) {
	if near < s.level[i].get() {
		return
	}
	lock := &s.locks[i/lockedRows]
	lock.Lock()
	s.offer(int(i), j, near, w)
	lock.Unlock()
}

// shorten raises the level of row i and drops what does not reach it. Where that
// leaves little room, the k nearest are kept by their distances in float64.
func (s *shortlists) shorten(i int, w *sorter) {
	s.raise(i, w)
	s.drop(i)
	if s.count[i] > s.room-(s.room-s.k)/4 {
		s.rank(i, w)
	}
}

// raise sets the level to what is surely within the k-th distance.
func (s *shortlists) raise(i int, w *sorter) {
	lo, hi := i*s.room, i*s.room+s.count[i]
	if s.count[i] < s.k {
		return
	}
	w.sure = w.sure[:0]
	for e := lo; e < hi; e++ {
		w.sure = append(w.sure, float64(s.near[e])-float64(s.qs.slack[i])-float64(s.ps.slack[s.ind[e]]))
	}
	s.raiseTo(i, kthLargest(w.sure, s.k))
}

// sortedRanks is up to which k a list of the k largest is kept in order.
const sortedRanks = 32

// kthLargest returns the k-th largest of k values or more. It overwrites them.
func kthLargest(values []float64, k int) float64 {
	if k > sortedRanks {
		slices.Sort(values)
		return values[len(values)-k]
	}
	top := values[:k]
	slices.Sort(top)
	for _, v := range values[k:] {
		if v <= top[0] {
			continue
		}
		at := 1
		for ; at < k && top[at] < v; at++ {
			top[at-1] = top[at]
		}
		top[at-1] = v
	}
	return top[0]
}

// raiseTo takes a value of -d²/2 that k rows reach. A little less is asked for, so
// that rounding on the way from d²/2 to a distance makes no difference.
func (s *shortlists) raiseTo(i int, sure float64) {
	s.level[i].raise(below(sure - math.Abs(sure)*0x1p-22))
}

func (s *shortlists) drop(i int) {
	lo := i * s.room
	to := lo
	for e := lo; e < lo+s.count[i]; e++ {
		if s.near[e] >= s.level[i].get() {
			s.ind[to], s.near[to] = s.ind[e], s.near[e]
			to++
		}
	}
	s.count[i] = to - lo
}

// rank keeps the k nearest by distance, then index.
func (s *shortlists) rank(i int, w *sorter) {
	s.measure(i, w)
	lo := i * s.room
	kept := w.ranked[:s.k]
	to := lo
	for e := lo; e < lo+s.count[i]; e++ {
		if slices.ContainsFunc(kept, func(c candidate) bool { return c.row == s.name(s.ind[e]) }) {
			s.ind[to], s.near[to] = s.ind[e], s.near[e]
			to++
		}
	}
	s.count[i] = to - lo
	s.raiseTo(i, -s.halfSquare(kept[s.k-1].d2))
}

// halfSquare returns, in the frame, half the squared distance of rows whose squared
// distance by the metric is d2.
func (s *shortlists) halfSquare(d2 float64) float64 {
	if _, cosine := s.p.metric.(kernel.Cosine); cosine {
		return math.Sqrt(d2) * s.unit
	}
	return d2 / 2 * s.unit
}

// measure ranks the list of row i by distance, then index.
func (s *shortlists) measure(i int, w *sorter) {
	w.ranked = w.ranked[:0]
	row := int(s.name(int32(i)))
	for _, j := range s.ind[i*s.room:][:s.count[i]] {
		j = s.name(j)
		w.ranked = append(w.ranked, candidate{j, between(s.q, row, s.p, int(j))})
	}
	slices.SortFunc(w.ranked, byDistance)
}

// byDistance orders by distance, then index.
func byDistance(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.d2, b.d2), cmp.Compare(a.row, b.row))
}

// levels copies the levels of the rows from lo on.
func (s *shortlists) levels(to []float32, lo int) {
	for i := range to {
		to[i] = s.level[lo+i].get()
	}
}

// name returns the row that a number stands for.
func (s *shortlists) name(i int32) int32 {
	if s.names == nil {
		return i
	}
	return s.names[i]
}

// final ranks what is left in float64. A row that met fewer than k others is compared
// with all.
func (s *shortlists) final(ctx context.Context) (*lists, error) {
	l := &lists{end: make([]int, s.q.n), ind: make([]int32, s.q.n*s.k), d2: make([]float64, s.q.n*s.k)}
	err := eachChunk(ctx, s.q.n, searchRows, func(_, lo, hi int) {
		w := &sorter{}
		for i := lo; i < hi; i++ {
			s.rankAll(i, w)
			row := int(s.name(int32(i)))
			for r, c := range w.ranked[:s.k] {
				l.ind[row*s.k+r], l.d2[row*s.k+r] = c.row, c.d2
			}
			l.end[row] = (row + 1) * s.k
		}
	})
	return l, err
}

func (s *shortlists) rankAll(i int, w *sorter) {
	if s.count[i] < s.k {
		s.measureAll(i, w)
		return
	}
	s.raise(i, w)
	s.drop(i)
	s.measure(i, w)
}

// measureAll ranks all rows but row i itself, where p and q are the same.
func (s *shortlists) measureAll(i int, w *sorter) {
	w.ranked = w.ranked[:0]
	row := int(s.name(int32(i)))
	for j := range s.p.n {
		if s.q != s.p || j != row {
			w.ranked = append(w.ranked, candidate{int32(j), between(s.q, row, s.p, j)})
		}
	}
	slices.SortFunc(w.ranked, byDistance)
}
