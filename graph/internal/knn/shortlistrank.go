package knn

import (
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// final ranks what is left of every list in float64.
func (s *shortlists) final(q *query, done func(rows int) error) (*Lists, error) {
	l := newLists(s.q.n, s.k)
	err := par.Try(s.q.n, chunkRows, func(_, lo, hi int) error {
		if err := q.ctx.Err(); err != nil {
			return err
		}
		// Rows are written to the places of their own numbers: no lock is needed.
		w := s.newRanker()
		for i := lo; i < hi; i++ {
			s.rankAll(i, &w)
			l.set(int(s.name(int32(i))), w.ranked)
		}
		return done(hi - lo)
	})
	return l, err
}

// rankAll ranks the candidates of row i. A row of an approximate search that met fewer
// than k others is compared with all.
func (s *shortlists) rankAll(i int, w *ranker) {
	if s.listed(i) < s.k {
		s.measureAll(i, w)
		return
	}
	s.tighten(i, w)
	s.drop(i)
	s.measure(i, w)
}

// measureAll ranks all rows but row i itself, where p and q are the same.
func (s *shortlists) measureAll(i int, w *ranker) {
	w.ranked = w.ranked[:0]
	row := int(s.name(int32(i)))
	for j := range s.p.n {
		if s.q != s.p || j != row {
			w.ranked = append(w.ranked, candidate{int32(j), w.pair.between(row, j)})
		}
	}
	slices.SortFunc(w.ranked, byDistance)
}
