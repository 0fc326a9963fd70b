package knn

import (
	"math/bits"
	"slices"
)

// collect lists the pairs of a tile that reach a threshold.
func (s *allPairs) collect(i, j int, w *allPairsWorker) {
	for r, hits := range w.tile.hits {
		for ; hits != 0; hits &= hits - 1 {
			c := bits.TrailingZeros64(hits)
			// A tile on the diagonal holds pairs twice, and rows with themselves.
			if s.q != s.p || j+c > i+r {
				w.found = append(w.found, hit{int32(i + r), int32(j + c), w.tile.score(r, c)})
			}
		}
	}
}

// measureFound puts the pairs found in the lists of their rows by their distances in
// float64, which are computed once for both rows, and returns how many that were. The
// nearest by their bounds come first: the others then have to reach thresholds that have
// risen.
func (s *shortlists) measureFound(found []hit, w *ranker) (measured int) {
	for _, place := range w.byScore(found) {
		// Distances measured before may exclude the pair by now.
		h := found[place]
		if !s.reaches(h) {
			continue
		}
		measured++
		score := s.measuredScore(int(h.i), int(h.j), w)
		s.considerLocked(h.i, h.j, score, w)
		if s.q == s.p {
			s.considerLocked(h.j, h.i, score, w)
		}
	}
	return measured
}

// byScore returns the places of the pairs, the largest score first. Each stands in the lower
// half of a number whose upper half falls with the score.
func (w *ranker) byScore(found []hit) []uint64 {
	w.keys = w.keys[:0]
	for place, h := range found {
		w.keys = append(w.keys, uint64(falling(h.score))<<32|uint64(place))
	}
	slices.Sort(w.keys)
	for i := range w.keys {
		w.keys[i] &= 1<<32 - 1
	}
	return w.keys
}

// flush puts the pairs found in the lists of their rows.
func (s *allPairs) flush(at, end, j int, w *allPairsWorker) {
	if len(w.found) == 0 {
		return
	}
	if s.lists.measured {
		s.measured.Add(int64(s.lists.measureFound(w.found, &w.ranker)))
	} else {
		s.list(at, end, j, w)
	}
	w.found = w.found[:0]
	for lo := at; lo < end; lo += lockedRows {
		s.lists.copyThresholds(w.rowThresholds[lo-at:min(end, lo+lockedRows)-at], lo)
	}
}

// list puts the pairs found in the lists of their rows, under one lock after the other.
func (s *allPairs) list(at, end, j int, w *allPairsWorker) {
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
	}
}
