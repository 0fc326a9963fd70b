package graph

import (
	"context"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// cellSearch compares the rows of each cell with each other and with its visitors, in
// float32, and keeps what may be near. In its lists rows are numbered by their places among
// those of all cells: rows that meet are near each other in memory.
type cellSearch struct {
	*cells
	*visits
	place []int32 // of each row, in order
	seen  *single // by place
	lists *shortlists
	done  *counter
	total int
	idle  sync.Pool
}

// cellStrip is the number of rows of a cell that are packed as columns at a time.
const cellStrip = 10 * lockedRows

// a cellWorker is the memory of one worker.
type cellWorker struct {
	product *product
	cols    []int32 // the rows packed as columns
	first   int     // the place of the first
	places  []int32 // of the rows at hand
	guests  []guests
	found   []pairFound
	sorter  sorter
}

func (c *cells) search(ctx context.Context, v *visits, k int, done *counter) (*lists, error) {
	s := &cellSearch{cells: c, visits: v, place: make([]int32, c.p.n), seen: c.frame.see(c.p).some(c.order), done: done, total: c.pairs(v)}
	for at, i := range c.order {
		s.place[i] = int32(at)
	}
	s.lists = newShortlists(c.p, c.p, s.seen, s.seen, c.frame, k)
	s.lists.names = c.order
	s.idle.New = func() any {
		x := newProduct(c.frame.tier, c.p.d, scanRows, make([]float32, cellStrip*c.p.d))
		return &cellWorker{product: x, guests: make([]guests, c.count())}
	}
	if err := s.each(s.within); err != nil {
		return nil, err
	}
	if err := s.each(s.visitors); err != nil {
		return nil, err
	}
	s.visits = nil // the memory is wanted now
	return s.lists.final(ctx)
}

// each calls f with every cell and, packed as columns, some of its rows; f returns the
// number of pairs it has compared.
func (s *cellSearch) each(f func(cell, first int, w *cellWorker) int) error {
	_, width := s.frame.tier.Shape()
	return par.Try(s.count(), 1, func(_, cell, _ int) error {
		w := s.idle.Get().(*cellWorker)
		defer s.idle.Put(w)
		first := 0
		for rows := range slices.Chunk(s.cells.rows(cell), cellStrip) {
			w.cols, w.first = rows, s.cells.start[cell]+first
			s.frame.packSome(w.product.b, s.p, rows, width)
			copy(w.product.cols.Half, s.seen.half[w.first:][:len(rows)])
			if err := s.done.reach(f(cell, first, w), s.total); err != nil {
				return err
			}
			first += len(rows)
		}
		return nil
	})
}

// within compares the columns with the rows of the same cell from the first on.
func (s *cellSearch) within(cell, first int, w *cellWorker) int {
	all, n := s.cells.rows(cell)[first:], len(w.cols)
	for rows := range slices.Chunk(all, scanRows) {
		s.compare(rows, w, func(i int32, c int) bool { return i > w.cols[c] })
	}
	return n*(n-1)/2 + n*(len(all)-n)
}

// guests are the columns at hand that visit a cell, a bit for each.
type guests [(cellStrip + 63) / 64]uint64

// visitors compares the columns with the rows that visit their cell. Where each of a
// pair visits the other's cell, it is compared in the lower one.
func (s *cellSearch) visitors(cell, _ int, w *cellWorker) int {
	for c, j := range w.cols {
		for _, to := range s.of(j) {
			w.guests[to][c/64] |= 1 << (c % 64)
		}
	}
	for rows := range slices.Chunk(s.to(cell), scanRows) {
		s.compare(rows, w, func(i int32, c int) bool {
			home := s.home[i]
			return int(home) > cell || w.guests[home][c/64]>>(c%64)&1 == 0
		})
	}
	for _, j := range w.cols {
		for _, to := range s.of(j) {
			w.guests[to] = guests{}
		}
	}
	return len(s.to(cell)) * len(w.cols)
}

// compare lists the pairs of a row i and a column c that may be near, if wanted.
func (s *cellSearch) compare(rows []int32, w *cellWorker, wanted func(i int32, c int) bool) {
	x := w.product
	height, _ := s.frame.tier.Shape()
	s.frame.packSome(x.a, s.p, rows, height)
	w.places = w.places[:0]
	for r, i := range rows {
		at := s.place[i]
		w.places = append(w.places, at)
		x.rows.Half[r], x.rows.Level[r] = s.seen.half[at], s.lists.level[at].get()
	}
	s.lists.levels(x.cols.Level[:len(w.cols)], w.first)
	w.found = w.found[:0]
	x.run(len(rows), len(w.cols), func(r, c int, near float32) {
		if i := rows[r]; wanted(i, c) {
			w.found = append(w.found, pairFound{w.places[r], int32(w.first + c), near})
		}
	})
	for _, f := range w.found {
		s.lists.offerLocked(f.i, f.j, f.near, &w.sorter)
		s.lists.offerLocked(f.j, f.i, f.near, &w.sorter)
	}
}
