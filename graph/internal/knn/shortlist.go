package knn

import (
	"math"
	"slices"
	"sync"
)

// shortlists hold, for each row of q, the rows of p that may be among its k nearest: all
// rows seen but those that k others are nearer than, whatever the rounding. The list of a
// row is read and changed under its lock.
type shortlists struct {
	q, p           *Points
	qNorms, pNorms *norms
	names          []int32 // the row that each number stands for, in q, p and the lists; nil: itself
	unit           float64 // a distance of 1, squared, in the frame
	measured       bool    // scores are those of distances in float64
	errors         bool    // scores are those of codes with errors
	estimated      bool    // they are the most likely ones, and not bounds, see estimates.go
	k, capacity    int
	blockBytes     int       // see ranking
	ind            []int32   // n×capacity
	score          []float32 // n×capacity: at least -d²/2 in the frame
	count          []int32
	threshold      []threshold // the score that a new candidate has to reach
	locks          []sync.Mutex
}

// ranker is the memory that a worker needs to shorten a list.
type ranker struct {
	pair   *Ruler // from q to p
	keys   []uint64
	sure   []float64
	ranked []candidate
	merged []candidate
}

const (
	// lockedRows is the number of rows that share a lock.
	lockedRows = 48
	// leastSpare is the least number of candidates that a list holds beyond k: with fewer
	// it would be shortened too often.
	leastSpare = 22
	// sampleSpare is leastSpare for the rows of a sample.
	sampleSpare = 500
	// tightenings is how often the limit of a list of 2k rows that were measured is found between k and 2k.
	tightenings = 4
)

// newShortlists returns empty lists for the rows of q.
func newShortlists(s *query, f frame, qNorms, pNorms *norms) *shortlists {
	l := &shortlists{q: s.q, p: s.p, qNorms: qNorms, pNorms: pNorms, unit: f.scale * f.scale}
	l.errors = f.codes && f.unit == 0
	l.estimated = l.errors && s.approximate()
	n := s.q.n
	l.k, l.capacity, l.blockBytes = s.k, s.k+s.spare(), leastBlock
	if s.p.dense != nil {
		l.blockBytes = max(leastBlock, min(mostBlock, 4*s.p.dense.size()/wholeBlocks))
	}
	l.ind, l.score = make([]int32, n*l.capacity), make([]float32, n*l.capacity)
	l.count, l.threshold = make([]int32, n), make([]threshold, n)
	// Until k candidates are found everything passes: the thresholds begin at -∞.
	for i := range l.threshold {
		l.threshold[i].reset()
	}
	l.locks = make([]sync.Mutex, (n+lockedRows-1)/lockedRows)
	return l
}

// spare returns how many candidates a list holds beyond k.
func (s *query) spare() int {
	if s.sampled {
		return max(s.k, sampleSpare)
	}
	// Lists of a search that skips most pairs are shortened less often; they are most of its memory.
	if s.approximate() {
		return max(s.k/2, leastSpare/2)
	}
	return max(s.k, leastSpare)
}

// newRanker returns the memory of a worker.
func (s *shortlists) newRanker() ranker { return ranker{pair: NewRuler(s.q, s.p)} }

// consider puts j into the list of row i if its score reaches the threshold.
func (s *shortlists) consider(i int, j int32, score float32, w *ranker) {
	if score < s.threshold[i].get() {
		return
	}
	if s.listed(i) == s.capacity {
		s.shorten(i, w)
		// The threshold has risen; the candidate may be out by now.
		if score < s.threshold[i].get() {
			return
		}
	}
	at := i*s.capacity + s.listed(i)
	s.ind[at], s.score[at] = j, score
	s.count[i]++
	// A distance that was measured limits all that follow at once. To find the limit costs as much as to measure some
	// rows of a long list: then it is found for several at a time.
	if over := s.listed(i) - s.k; s.measured && over >= 0 && over%max(1, s.k/tightenings) == 0 {
		s.tighten(i, w)
	}
}

// considerLocked is consider for a caller that does not hold the lock.
func (s *shortlists) considerLocked(i, j int32, score float32, w *ranker) {
	if score < s.threshold[i].get() {
		return
	}
	// Most scores fail the test above and never wait.
	lock := &s.locks[i/lockedRows]
	lock.Lock()
	s.consider(int(i), j, score, w)
	lock.Unlock()
}

// shorten raises the threshold of row i and drops what does not reach it. Where that
// leaves little room, the k nearest are kept by their distances in float64.
func (s *shortlists) shorten(i int, w *ranker) {
	if s.estimated {
		s.keepLikely(i, w)
		return
	}
	// By bounds first: no distance is computed.
	s.tighten(i, w)
	s.drop(i)
	if s.listed(i) > s.capacity-(s.capacity-s.k)/4 {
		s.keepNearest(i, w)
	}
}

// tighten raises the threshold to what k candidates surely reach.
func (s *shortlists) tighten(i int, w *ranker) {
	lo, hi := i*s.capacity, i*s.capacity+s.listed(i)
	// With fewer than k there is no limit yet.
	if s.listed(i) < s.k {
		return
	}
	// The least that each candidate reaches for sure.
	w.sure = w.sure[:0]
	for e := lo; e < hi; e++ {
		w.sure = append(w.sure, s.surely(i, e))
	}
	s.tightenTo(i, kthLargest(w.sure, s.k))
}

// listed returns how many candidates row i has.
func (s *shortlists) listed(i int) int { return int(s.count[i]) }

// surely returns a value that -d²/2 of entry e, of row i, is no less than:
// score - bound(x) - bound(y), see norms, less twice the error of codes, or little less than a score that was measured.
func (s *shortlists) surely(i, e int) float64 {
	score := float64(s.score[e])
	if s.measured {
		return score - math.Abs(score)*0x1p-22 - 0x1p-148
	}
	score -= float64(s.qNorms.bound[i]) + float64(s.pNorms.bound[s.ind[e]])
	if s.errors {
		score -= s.qNorms.codes.errorOf(i, s.pNorms.codes, int(s.ind[e]))
	}
	return score
}

// measuredScore returns -d²/2 in the frame, by the distance in float64 and rounded up.
func (s *shortlists) measuredScore(i, j int, w *ranker) float32 {
	d2 := w.pair.between(int(s.name(int32(i))), int(s.name(int32(j))))
	return roundUp(-s.p.facts.sumOf(d2) / 2 * s.unit * (1 - 0x1p-40))
}

// reaches reports whether a pair may be among the nearest of either row.
func (s *shortlists) reaches(h hit) bool {
	return h.score >= s.threshold[h.i].get() || s.q == s.p && h.score >= s.threshold[h.j].get()
}

// tightenTo takes a value of -d²/2 that k rows reach. The threshold is a little lower, so that
// rounding on the way from d²/2 to a distance makes no difference.
func (s *shortlists) tightenTo(i int, sure float64) {
	s.threshold[i].raise(roundDown(sure - math.Abs(sure)*0x1p-22))
}

// drop removes the candidates of row i that do not reach the threshold.
func (s *shortlists) drop(i int) {
	lo := i * s.capacity
	// In place: what stays moves to the front.
	to := lo
	for e := lo; e < lo+s.listed(i); e++ {
		if s.score[e] >= s.threshold[i].get() {
			s.ind[to], s.score[to] = s.ind[e], s.score[e]
			to++
		}
	}
	s.count[i] = int32(to - lo)
}

// keepNearest keeps the k nearest of row i by distance, then index.
func (s *shortlists) keepNearest(i int, w *ranker) {
	// Many candidates within the bounds of float32: float64 tells them apart.
	s.measure(i, w)
	lo := i * s.capacity
	kept := w.ranked[:s.k]
	to := lo
	for e := lo; e < lo+s.listed(i); e++ {
		if slices.ContainsFunc(kept, func(c candidate) bool { return c.row == s.name(s.ind[e]) }) {
			s.ind[to], s.score[to] = s.ind[e], s.score[e]
			to++
		}
	}
	s.count[i] = int32(to - lo)
	// The k-th distance is known now: nothing farther is needed. In the frame, half the
	// squared distance of the rows is half the sum of terms.
	s.tightenTo(i, -s.p.facts.sumOf(kept[s.k-1].d2)/2*s.unit)
}

// measure ranks the list of row i by distance in float64, then index.
func (s *shortlists) measure(i int, w *ranker) {
	w.ranked = w.ranked[:0]
	row := int(s.name(int32(i)))
	for _, j := range s.ind[i*s.capacity:][:s.listed(i)] {
		j = s.name(j)
		w.ranked = append(w.ranked, candidate{j, w.pair.between(row, int(j))})
	}
	slices.SortFunc(w.ranked, byDistance)
}

// copyThresholds copies the thresholds of the rows from lo on.
func (s *shortlists) copyThresholds(to []float32, lo int) {
	for i := range to {
		to[i] = s.threshold[lo+i].get()
	}
}

// name returns the row that a number stands for.
func (s *shortlists) name(i int32) int32 {
	if s.names == nil {
		return i
	}
	return s.names[i]
}

// sortedRanks is up to which k the k largest values are kept in order; beyond, sorting all
// is faster.
const sortedRanks = 32

// kthLargest returns the k-th largest of k values or more. It overwrites them.
func kthLargest(values []float64, k int) float64 {
	if k > sortedRanks {
		slices.Sort(values)
		return values[len(values)-k]
	}
	// The k largest so far, rising: a value above the least of them takes its place by
	// insertion.
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
