package knn

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// Options are those of a search. The zero value is an exact search.
type Options struct {
	Direct  bool    // compare all pairs in float64, one after the other
	Recall  float64 // the share of the true neighbours that is to be found; 0 and 1: all
	Seed    uint64  // of the random numbers of an approximate search
	Observe func(done, total int)
}

// query asks for the k nearest rows of p for each row of q, itself excepted where q is p.
type query struct {
	ctx     context.Context // of the one call that the query serves
	q, p    *Points
	k       int
	tier    vec.Tier
	begun   *progress // of a search that was given up; nil: there was none
	total   int       // as Observe was told last
	sampled bool      // q is a sample of p: so few rows that their lists may be long
	Options
}

// chunkRows is the number of rows a worker takes at a time.
const chunkRows = 64

// Nearest lists, for every row of q, the k nearest rows of p by distance, then index,
// itself excepted where q is p, and those as near as the k-th, see ties.go. It returns the
// share of the true neighbours that it found: 1 unless q is p and o.Recall is below 1.
// Where there are fewer than k other rows, all are listed.
//
// Errors: a distance that is not one, and that of ctx when it is cancelled. Cost: see
// choose.go.
func Nearest(ctx context.Context, q, p *Points, k int, o Options) (near *Lists, recall float64, err error) {
	s := &query{ctx: ctx, q: q, p: p, k: k, tier: vec.Best(), Options: o}
	return s.nearestWithTies()
}

// Within lists, for every row of q, the rows of p at the distance r or less, itself
// excepted where q is p.
//
// Errors: a distance that is not one, and that of ctx when it is cancelled. Cost: O(mnd)
// for m rows of q and n of p.
func Within(ctx context.Context, q, p *Points, r float64, o Options) (*Lists, error) {
	s := &query{ctx: ctx, q: q, p: p, Options: o}
	// Distances are compared as squares, in the units of the stored rows.
	limit := math.Ldexp(r, -p.exp)
	limit *= limit
	found := make([]Lists, par.Chunks(q.n, chunkRows))
	err := s.eachRow(func(c, i int, d2 []float64) {
		// A chunk is one worker's, so its lists need no lock.
		l := &found[c]
		for j, d := range d2 {
			if d <= limit && (j != i || q != p) {
				l.Ind, l.D2 = append(l.Ind, int32(j)), append(l.D2, d)
			}
		}
		l.End = append(l.End, len(l.Ind))
	})
	return joinLists(found), err
}

// bruteForce compares all pairs in float64: what every other search is tested against.
// O(mnd) time.
func (s *query) bruteForce() (*Lists, error) {
	found := make([]Lists, par.Chunks(s.q.n, chunkRows))
	err := s.eachRow(func(c, i int, d2 []float64) {
		// k places behind what the chunk has found so far, filled by insertion.
		l := &found[c]
		lo := len(l.Ind)
		l.Ind, l.D2 = append(l.Ind, make([]int32, s.k)...), append(l.D2, make([]float64, s.k)...)
		best := topK{ind: l.Ind[lo:lo], d2: l.D2[lo:lo]}
		for j, d := range d2 {
			if j != i || s.q != s.p {
				best.consider(int32(j), d, s.k)
			}
		}
		l.End = append(l.End, len(l.Ind))
	})
	return joinLists(found), err
}

// eachRow calls f with the chunk and the number of every row of q and its squared
// distances to all rows of p.
func (s *query) eachRow(f func(c, i int, d2 []float64)) error {
	done := s.newProgress()
	return par.Try(s.q.n, chunkRows, func(c, lo, hi int) error {
		// One line of the matrix of distances at a time.
		d2, pair := make([]float64, s.p.n), NewRuler(s.q, s.p)
		for i := lo; i < hi; i++ {
			if err := s.ctx.Err(); err != nil {
				return err
			}
			pair.all(i, d2)
			for j, d := range d2 {
				if err := s.p.checkDistance(i, j, d); err != nil {
					return err
				}
			}
			f(c, i, d2)
		}
		return done.add(hi - lo)
	})
}
