package knn

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// final ranks what is left of every list in float64.
func (s *shortlists) final(q *query, done func(rows int) error) (*Lists, error) {
	if err := s.cut(q.ctx); err != nil {
		return nil, err
	}
	r := &ranking{shortlists: s, ctx: q.ctx, done: done, lists: newLists(s.q.n, s.k)}
	for i := range r.lists.Ind {
		r.lists.Ind[i] = noRow
	}
	return r.lists, r.all()
}

// cut drops what is surely, or very likely, not among the k nearest of its row.
func (s *shortlists) cut(ctx context.Context) error {
	return par.Try(s.q.n, chunkRows, func(_, lo, hi int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		// Each list is one worker's: no lock is needed.
		w := s.newRanker()
		for i := lo; i < hi; i++ {
			if s.estimated {
				s.cutUnlikely(i, &w)
				continue
			}
			s.tighten(i, &w)
			s.drop(i)
		}
		return nil
	})
}

const (
	// wholeBlocks is the number of blocks that rows of float32 are divided into, of which two are looked at at a time;
	// of more or fewer where blocks would be larger or smaller than so many bytes.
	wholeBlocks, leastBlock, mostBlock = 8, 64 << 20, 768 << 20
	// noRow stands for a neighbour that is not known yet: it comes after all rows.
	noRow = math.MaxInt32
)

// ranking measures the candidates of all rows. Rows of float32 may be in a file that does not fit in memory: they are
// read in blocks, from one end to the other, and only the candidates of two blocks are measured at a time.
type ranking struct {
	*shortlists
	ctx   context.Context
	done  func(rows int) error
	lists *Lists
}

// all measures all pairs of blocks, of one set both ways.
func (r *ranking) all() error {
	same := r.q == r.p
	own := r.inBlocks(r.q)
	others := own
	if !same {
		others = r.inBlocks(r.p)
	}
	for a := range own.count() {
		own.touch(a)
		from := 0
		if same {
			from = a
		}
		for step := from; step < others.count(); step++ {
			// There and back again, so that the next block is often one that was looked at last.
			b := step
			if a%2 == 1 {
				b = others.count() - 1 - (step - from)
			}
			if b != a || !same {
				others.touch(b)
			}
			if err := r.measureBlock(own, a, others, b); err != nil {
				return err
			}
			if same && b != a {
				if err := r.measureBlock(others, b, own, a); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// measureBlock measures the candidates in block b of the rows of block a.
func (r *ranking) measureBlock(own *inBlocks, a int, others *inBlocks, b int) error {
	rows := own.rows(a)
	own.passes[a]++
	return par.Try(len(rows), chunkRows, func(_, lo, hi int) error {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		// Rows are written to the places of their own numbers: no lock is needed.
		w := r.newRanker()
		for _, i := range rows[lo:hi] {
			r.measureRow(int(i), others, b, &w)
		}
		if own.passes[a] < others.count() {
			return nil
		}
		return r.done(hi - lo)
	})
}

// measureRow merges the candidates of row i that are in block b into its list. A row of an approximate search that met
// fewer than k others is compared with all.
func (r *ranking) measureRow(i int, others *inBlocks, b int, w *ranker) {
	row := int(r.name(int32(i)))
	w.ranked = w.ranked[:0]
	if r.listed(i) < r.k {
		for _, j := range others.rows(b) {
			if j = r.name(j); r.q != r.p || int(j) != row {
				w.ranked = append(w.ranked, candidate{j, w.pair.between(row, int(j))})
			}
		}
	} else {
		for _, j := range r.ind[i*r.capacity:][:r.listed(i)] {
			if others.of(j) == b {
				j = r.name(j)
				w.ranked = append(w.ranked, candidate{j, w.pair.between(row, int(j))})
			}
		}
	}
	slices.SortFunc(w.ranked, byDistance)
	w.merged = r.lists.merge(row, w.ranked, w.merged)
}
