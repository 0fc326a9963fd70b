package knn

import (
	"math"
	"slices"
)

// An approximate search in codes with errors takes their products for what they most likely are. By Cauchy's
// inequality the product of one row's errors with another row could be |x||e|. But errors of rounding have either sign:
// in d columns they add up to about |x||e|/√d, which is a twentieth of that for 400 columns. So the lists hold the rows
// that are most likely nearest, more than are wanted, and what is left of these is measured in float64.
//
// Which rows that are depends on the scores alone, and not on the order in which they came: the best c of all that
// were seen, of equal scores those with lower numbers.

// likelyErrors is how many of the typical errors of a product its estimate may be wrong by, where lists are cut in the
// end: 3.
const likelyErrors = 3

// likely returns how many rows a list holds for sure: of the spare ones, half.
func (s *shortlists) likely() int { return s.k + (s.capacity-s.k)/2 }

// keepLikely keeps the rows of list i that are most likely nearest, and raises the threshold to the last of them.
func (s *shortlists) keepLikely(i int, w *ranker) {
	many := s.likely()
	if s.listed(i) <= many {
		return
	}
	lo := i * s.capacity
	// The largest scores first, then the lowest numbers.
	w.keys = w.keys[:0]
	for e := lo; e < lo+s.listed(i); e++ {
		w.keys = append(w.keys, uint64(falling(s.score[e]))<<32|uint64(uint32(s.ind[e])))
	}
	slices.Sort(w.keys)
	for e, key := range w.keys[:many] {
		s.score[lo+e], s.ind[lo+e] = fallen(uint32(key>>32)), int32(uint32(key))
	}
	s.count[i] = int32(many)
	s.threshold[i].raise(s.score[lo+many-1])
}

// falling returns a number that falls as x rises.
func falling(x float32) uint32 {
	// The bits of numbers above 0 rise with them, those of numbers below fall.
	b := math.Float32bits(x)
	if b>>31 == 0 {
		return 1<<31 - 1 - b
	}
	return b
}

// fallen is the inverse of falling.
func fallen(b uint32) float32 {
	if b>>31 == 0 {
		b = 1<<31 - 1 - b
	}
	return math.Float32frombits(b)
}

// cutUnlikely drops the rows of list i that are hardly among the k nearest: k others are nearer even if both are wrong
// by several of their typical errors.
func (s *shortlists) cutUnlikely(i int, w *ranker) {
	s.keepLikely(i, w)
	if s.listed(i) <= s.k {
		return
	}
	lo := i * s.capacity
	w.sure = w.sure[:0]
	for e := lo; e < lo+s.listed(i); e++ {
		w.sure = append(w.sure, float64(s.score[e])-s.likelyError(i, int(s.ind[e])))
	}
	limit := kthLargest(w.sure, s.k)
	to := lo
	for e := lo; e < lo+s.listed(i); e++ {
		if float64(s.score[e])+s.likelyError(i, int(s.ind[e])) >= limit {
			s.ind[to], s.score[to] = s.ind[e], s.score[e]
			to++
		}
	}
	s.count[i] = int32(to - lo)
}

// likelyError returns several typical errors of the score of rows i and j.
func (s *shortlists) likelyError(i, j int) float64 {
	most := s.qNorms.codes.errorOf(i, s.pNorms.codes, j) / 2
	rounding := float64(s.qNorms.bound[i]) + float64(s.pNorms.bound[j])
	return most*min(1, likelyErrors/math.Sqrt(float64(s.p.d))) + rounding
}

// forgetCodes gives up the codes of the rows.
func (s *shortlists) forgetCodes() {
	for _, x := range []*norms{s.qNorms, s.pNorms} {
		if x.codes != nil {
			x.codes.bytes = nil
		}
	}
}

// ranksFit reports whether the lists of an approximate search for k neighbours in codes are long enough, by the first
// half of a sample and its true neighbours: of these, all but so many have to be among the rows that are most likely
// nearest. s are the sample's own lists, after they were ranked.
func (t *sample) ranksFit(s *shortlists, many, missed int) bool {
	for r, i := range t.rows[:sampleRows/2] {
		near, _ := t.near.Row(r)
		for _, j := range near {
			if s.likelyRank(r, i, j) > many {
				missed--
			}
		}
	}
	return missed >= 0
}

// likelyRank returns how many rows of list r, row itself not among them, are as likely near as j, j among them; more
// than there are where j is not listed.
func (s *shortlists) likelyRank(r int, row, j int32) int {
	lo, hi := r*s.capacity, r*s.capacity+s.listed(r)
	at := slices.Index(s.ind[lo:hi], j)
	if at < 0 {
		return math.MaxInt
	}
	estimate := func(e int) float64 {
		return float64(s.score[e]) - s.qNorms.codes.errorOf(r, s.pNorms.codes, int(s.ind[e]))/2
	}
	rank, own := 0, estimate(lo+at)
	for e := lo; e < hi; e++ {
		if s.ind[e] != row && estimate(e) >= own {
			rank++
		}
	}
	return rank
}
