package knn

import (
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// ivfSearch compares the rows of each list with each other and with the rows that probe it,
// in float32 or in codes, and keeps what may be near. Rows are numbered by their places in ivf.order, and so are their
// codes ordered: rows that meet are near each other in memory.
type ivfSearch struct {
	*ivf
	*probes
	placed *Points // the row at each place
	norms  *norms  // of it, as products compare it
	listAt []int32 // its list
	lists  *shortlists
	idle   *idle[*ivfWorker]
}

// stripOfList is the number of rows of a list that are packed as columns at a time.
const stripOfList = 10 * lockedRows

// probeBits are the columns at hand that probe a list, a bit for each.
type probeBits [(stripOfList + 63) / 64]uint64

// ivfWorker is the memory of one worker.
type ivfWorker struct {
	product *product
	first   int         // the place of the first of the rows packed as columns
	count   int         // of these
	probing []probeBits // of each list
	found   []hit
	ranker  ranker
}

// search compares all rows with those of their own list and of the lists they probe. The norms of the rows and the
// probes are used up.
func (c *ivf) search(v *probes) (*Lists, error) {
	s := c.newSearch(v)
	// Rows of one list first: most neighbours are there, and they raise the thresholds.
	if err := s.each(s.compareOwn); err != nil {
		return nil, err
	}
	if err := s.each(s.compareProbing); err != nil {
		return nil, err
	}
	// The memory is needed now: what is left to do needs neither probes nor codes.
	s.probes, s.norms, s.idle = nil, nil, nil
	s.lists.forgetCodes()
	rank := rankTime(c.p.d)
	return s.lists.final(c.query, func(rows int) error { return c.done.addWork(rank*float64(rows), c.whole) })
}

// newSearch numbers the rows, and all that is known of them, by their places.
func (c *ivf) newSearch(v *probes) *ivfSearch {
	// Now it is known how many rows meet.
	c.whole = c.done.work + c.rest(v)
	s := &ivfSearch{ivf: c, probes: v, listAt: make([]int32, c.p.n), placed: c.p.placed(c.order)}
	// order lists the row of each place; place is its inverse.
	place := make([]int32, c.p.n)
	for at, i := range c.order {
		place[i], s.listAt[at] = int32(at), c.listOf[i]
	}
	for e, i := range v.row {
		v.row[e] = place[i]
	}
	all := c.norms.subset(c.order)
	if c.keep {
		all.codes.bytes = c.norms.codes.reordered(c.order)
	}
	c.norms, c.listOf, c.score = nil, nil, nil
	// Shortlists count by place, and name the rows in the end.
	s.lists = newShortlists(c.query, c.frame, all, all)
	s.lists.names = c.order
	s.norms = all
	if s.lists.estimated {
		s.norms = all.withoutErrors()
	}
	s.idle = newIdle(func() *ivfWorker {
		// Columns are the rows of the list at hand.
		y := newProduct(&c.frame, c.p.d, scanRows, stripOfList, c.frame.newPanels(stripOfList, c.p.d))
		return &ivfWorker{product: y, probing: make([]probeBits, c.count()), ranker: s.lists.newRanker()}
	})
	return s
}

// each calls f with every list and, packed as columns, some of its rows; f returns the
// work that it has done.
func (s *ivfSearch) each(f func(list int, w *ivfWorker) float64) error {
	return par.Try(s.count(), 1, func(_, list, _ int) error {
		w := s.idle.get()
		defer s.idle.put(w)
		for lo := s.start[list]; lo < s.start[list+1]; lo += stripOfList {
			// A strip of the list is packed once, and meets all rows that are to be compared with it.
			hi := min(lo+stripOfList, s.start[list+1])
			w.first, w.count = lo, hi-lo
			s.frame.packColumns(w.product.b, packAll(s.placed, s.norms, lo, hi))
			for c := range w.count {
				w.product.cols.set(c, s.norms, lo+c)
			}
			if err := s.done.addWork(f(list, w), s.whole); err != nil {
				return err
			}
		}
		return nil
	})
}

// compareOwn compares the columns with the rows of the same list from the first on.
func (s *ivfSearch) compareOwn(list int, w *ivfWorker) float64 {
	end := s.start[list+1]
	places := make([]int32, 0, scanRows)
	for lo := w.first; lo < end; lo += scanRows {
		places = places[:0]
		for at := lo; at < min(lo+scanRows, end); at++ {
			places = append(places, int32(at))
		}
		// Each pair once: the row with the higher number against the lower one.
		s.compare(places, w, func(at int32, c int) bool { return int(at) > w.first+c })
	}
	return ownTime(s.p.d) * float64(w.count*(w.count-1)/2+w.count*(end-w.first-w.count))
}

// compareProbing compares the columns with the rows that probe their list. Where each of a
// pair probes the other's list, it is compared in the lower one.
func (s *ivfSearch) compareProbing(list int, w *ivfWorker) float64 {
	// Which of the columns probe which list, a bit for each column.
	for _, segment := range s.segments[list] {
		bits := &w.probing[segment.list]
		for _, j := range s.rows(segment) {
			// A long list has rows that are not at hand.
			if c := int(j) - w.first; c >= 0 && c < w.count {
				bits[c/64] |= 1 << (c % 64)
			}
		}
	}
	for rows := range slices.Chunk(s.to(list), scanRows) {
		s.compare(rows, w, func(at int32, c int) bool {
			// Does column c probe the list of the row, too?
			other := s.listAt[at]
			return int(other) > list || w.probing[other][c/64]>>(c%64)&1 == 0
		})
	}
	for _, segment := range s.segments[list] {
		// Only what was set is cleared: there are far more lists than probes.
		w.probing[segment.list] = probeBits{}
	}
	return s.frame.listTime(s.p.d) * float64(len(s.to(list))*w.count)
}

// compare lists the pairs of a row, by its place, and a column c that may be near, if wanted.
func (s *ivfSearch) compare(rows []int32, w *ivfWorker, wanted func(at int32, c int) bool) {
	x := w.product
	// Rows that probe a list stand anywhere: their norms and thresholds are gathered.
	for r, at := range rows {
		x.rows.set(r, s.norms, int(at))
		x.rows.Level[r] = s.lists.threshold[at].get()
	}
	s.frame.packRows(x.a, packSome(s.placed, s.norms, rows))
	s.lists.copyThresholds(x.cols.Level[:w.count], w.first)
	w.found = w.found[:0]
	x.run(len(rows), w.count, func(r, c int, score float32) {
		if at := rows[r]; wanted(at, c) {
			w.found = append(w.found, hit{at, int32(w.first + c), score})
		}
	})
	// Each of a pair may be among the nearest of the other.
	for _, h := range w.found {
		s.lists.considerLocked(h.i, h.j, h.score, &w.ranker)
		s.lists.considerLocked(h.j, h.i, h.score, &w.ranker)
	}
}
