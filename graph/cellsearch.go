package graph

import (
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// cellSearch compares the rows of each cell with each other and with its visitors, in
// float32, and keeps what may be near.
type cellSearch struct {
	*cells
	*visits
	seen  *single
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
	guests  []guests
	found   []pairFound
	sorter  sorter
}

func (c *cells) search(v *visits, k int, done *counter) (*lists, error) {
	s := &cellSearch{cells: c, visits: v, seen: c.frame.see(c.p), done: done, total: c.pairs(v)}
	s.lists = newShortlists(c.p, c.p, s.seen, s.seen, c.frame, k)
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
	found := s.lists.final(c.order)
	found.multiplied = (float64(s.total) + c.scans*float64(c.count())) * float64(c.p.d)
	return found, nil
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
			w.cols = rows
			s.frame.packSome(w.product.b, s.p, rows, width)
			for c, i := range rows {
				w.product.cols.Half[c] = s.seen.half[i]
			}
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
	for r, i := range rows {
		x.rows.Half[r], x.rows.Level[r] = s.seen.half[i], s.lists.level[i].get()
	}
	for c, j := range w.cols {
		x.cols.Level[c] = s.lists.level[j].get()
	}
	w.found = w.found[:0]
	x.run(len(rows), len(w.cols), func(r, c int, near float32) {
		if i := rows[r]; wanted(i, c) {
			w.found = append(w.found, pairFound{i, w.cols[c], near})
		}
	})
	for _, f := range w.found {
		s.lists.offerLocked(f.i, f.j, f.near, &w.sorter)
		s.lists.offerLocked(f.j, f.i, f.near, &w.sorter)
	}
}
