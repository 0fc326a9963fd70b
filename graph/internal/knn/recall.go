package knn

import (
	"math"
	"math/rand/v2"
	"slices"
)

// sampleRows is the number of rows whose true neighbours are searched. One half decides how
// far to look, the other measures the share found.
const sampleRows = 512

// ivf searches as many lists as hold about the share Recall of the true neighbours, and
// returns the share found of the neighbours of a sample. Where all pairs cost no more, it
// compares all.
func (s *query) ivf() (*Lists, float64, error) {
	rng := rand.New(rand.NewPCG(s.Seed, 0))
	// Lists, then a sample with its true neighbours, then the lists that these ask for.
	form, err := s.form()
	if err != nil {
		return nil, 0, err
	}
	c, err := newIVF(s, form, rng)
	if err != nil {
		return nil, 0, err
	}
	var lists *shortlists
	truth, err := s.newSample(rng, func(sub *query) (*Lists, error) {
		sub.sampled = true
		a, err := sub.newAllPairs(c.formed)
		if err != nil {
			return nil, err
		}
		lists = a.lists
		return a.find(sub)
	})
	if err != nil {
		return nil, 0, err
	}
	if err := c.done.addWork(c.frame.sampleTime(s.p.d)*float64(len(truth.rows)*s.p.n), c.whole); err != nil {
		return nil, 0, err
	}
	distance, err := c.probeDistance(truth, s.Recall)
	if err != nil {
		return nil, 0, err
	}
	v, err := c.probesWithin(distance)
	if err != nil {
		return nil, 0, err
	}
	// A pair of an IVF search costs about twice one of all pairs: its rows are packed again
	// for each list they meet.
	if 2*c.pairs(v) > s.p.n*(s.p.n-1)/2 {
		s.begun = c.done
		found, err := s.allPairs()
		return found, 1, err
	}
	// Rows of one cluster may be nearer to each other than to their codes.
	if lists.errors && !truth.ranksFit(lists, s.k+s.spare()/2, missedFor(s.Recall, sampleRows/2*s.k)/4) {
		c.formed = s.float32s()
	}
	found, err := c.search(v)
	if err != nil {
		return nil, 0, err
	}
	return found, truth.recall(found), nil
}

// sample is some rows and their true neighbours.
type sample struct {
	rows []int32
	near *Lists
}

// newSample draws rows and finds their k nearest neighbours by an exact search.
func (s *query) newSample(rng *rand.Rand, exact func(*query) (*Lists, error)) (*sample, error) {
	t := &sample{rows: someRows(s.p.n, sampleRows, rng), near: &Lists{}}
	// A copy of the rows is another set, so each finds itself: so k + 1 are searched.
	all, err := exact(&query{ctx: s.ctx, q: s.p.subset(t.rows), p: s.p, k: s.k + 1, tier: s.tier})
	if err != nil {
		return nil, err
	}
	for r, i := range t.rows {
		ind, d2 := all.Row(r)
		// The row itself is dropped.
		self := slices.Index(ind, i)
		if self < 0 {
			self = s.k // among so many at distance 0 that it does not matter which goes
		}
		t.near.Ind = append(append(t.near.Ind, ind[:self]...), ind[self+1:]...)
		t.near.D2 = append(append(t.near.D2, d2[:self]...), d2[self+1:]...)
		t.near.End = append(t.near.End, len(t.near.Ind))
	}
	return t, nil
}

// recall returns the share of the true neighbours found of the other half of the sample,
// which has not chosen the distance; one as near as the farthest true one counts.
func (s *sample) recall(found *Lists) float64 {
	hits, total := 0, 0
	for r := sampleRows / 2; r < len(s.rows); r++ {
		_, truth := s.near.Row(r)
		_, d2 := found.Row(int(s.rows[r]))
		// Ties at the k-th distance are as good as what an exact search took.
		farthest := truth[len(truth)-1]
		total += len(truth)
		for _, d := range d2 {
			if d <= farthest {
				hits++
			}
		}
	}
	return math.Min(1, float64(hits)/float64(total))
}
