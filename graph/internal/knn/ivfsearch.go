package knn

import (
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// ivfSearch compares the rows of each list with each other and with the rows that probe it,
// in float32, and keeps what may be near. In its shortlists rows are numbered by their
// places in ivf.order: rows that meet are near each other in memory.
type ivfSearch struct {
	*ivf
	*probes
	place  []int32 // of each row in ivf.order
	placed *norms  // of the row at each place
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
	cols    []int32     // the rows packed as columns
	first   int         // the place of the first
	places  []int32     // of the rows at hand
	probing []probeBits // of each list
	found   []hit
	ranker  ranker
}

// search compares all rows with those of their own list and of the lists they probe.
func (c *ivf) search(v *probes) (*Lists, error) {
	s := &ivfSearch{ivf: c, probes: v, place: make([]int32, c.p.n)}
	// Now it is known how many rows meet.
	c.whole = c.done.work + c.rest(v)
	// order lists the row of each place; place is its inverse.
	for at, i := range c.order {
		s.place[i] = int32(at)
	}
	s.placed = c.norms.subset(c.order)
	// Shortlists count by place, and name the rows in the end.
	s.lists = newShortlists(c.query, c.frame, s.placed, s.placed)
	s.lists.names = c.order
	s.idle = newIdle(func() *ivfWorker {
		// Columns are the rows of the list at hand.
		y := newProduct(&c.frame, c.p.d, scanRows, stripOfList, c.frame.newPanels(stripOfList, c.p.d))
		return &ivfWorker{product: y, probing: make([]probeBits, c.count()), ranker: s.lists.newRanker()}
	})
	// Rows of one list first: most neighbours are there, and they raise the thresholds.
	if err := s.each(s.compareOwn); err != nil {
		return nil, err
	}
	if err := s.each(s.compareProbing); err != nil {
		return nil, err
	}
	s.probes = nil // the memory is needed now
	rank := rankTime(c.p.d)
	return s.lists.final(c.query, func(rows int) error { return c.done.addWork(rank*float64(rows), c.whole) })
}

// each calls f with every list and, packed as columns, some of its rows; f returns the
// work that it has done.
func (s *ivfSearch) each(f func(list, first int, w *ivfWorker) float64) error {
	return par.Try(s.count(), 1, func(_, list, _ int) error {
		w := s.idle.get()
		defer s.idle.put(w)
		first := 0
		for rows := range slices.Chunk(s.ivf.list(list), stripOfList) {
			// A strip of the list is packed once, and meets all rows that are to be compared with it.
			w.cols, w.first = rows, s.ivf.start[list]+first
			s.frame.packColumns(w.product.b, packSome(s.p, s.norms, rows))
			for c := range rows {
				w.product.cols.set(c, s.placed, w.first+c)
			}
			if err := s.done.addWork(f(list, first, w), s.whole); err != nil {
				return err
			}
			first += len(rows)
		}
		return nil
	})
}

// compareOwn compares the columns with the rows of the same list from the first on.
func (s *ivfSearch) compareOwn(list, first int, w *ivfWorker) float64 {
	all, n := s.ivf.list(list)[first:], len(w.cols)
	for rows := range slices.Chunk(all, scanRows) {
		// Each pair once: the row with the higher number against the lower one.
		s.compare(rows, w, func(i int32, c int) bool { return i > w.cols[c] })
	}
	return ownTime(s.p.d) * float64(n*(n-1)/2+n*(len(all)-n))
}

// compareProbing compares the columns with the rows that probe their list. Where each of a
// pair probes the other's list, it is compared in the lower one.
func (s *ivfSearch) compareProbing(list, _ int, w *ivfWorker) float64 {
	// Which of the columns probe which list, a bit for each column.
	for _, segment := range s.segments[list] {
		bits := &w.probing[segment.list]
		for _, j := range s.rows(segment) {
			// A long list has rows that are not at hand.
			if c := int(s.place[j]) - w.first; c >= 0 && c < len(w.cols) {
				bits[c/64] |= 1 << (c % 64)
			}
		}
	}
	for rows := range slices.Chunk(s.to(list), scanRows) {
		s.compare(rows, w, func(i int32, c int) bool {
			// Does column c probe the list of row i, too?
			other := s.listOf[i]
			return int(other) > list || w.probing[other][c/64]>>(c%64)&1 == 0
		})
	}
	for _, segment := range s.segments[list] {
		// Only what was set is cleared: there are far more lists than probes.
		w.probing[segment.list] = probeBits{}
	}
	return s.frame.listTime(s.p.d) * float64(len(s.to(list))*len(w.cols))
}

// compare lists the pairs of a row i and a column c that may be near, if wanted.
func (s *ivfSearch) compare(rows []int32, w *ivfWorker, wanted func(i int32, c int) bool) {
	x := w.product
	// Rows of a list or its probes stand anywhere: their norms and thresholds are gathered.
	w.places = w.places[:0]
	for r, i := range rows {
		at := s.place[i]
		w.places = append(w.places, at)
		x.rows.set(r, s.placed, int(at))
		x.rows.Level[r] = s.lists.threshold[at].get()
	}
	s.frame.packRows(x.a, packSome(s.p, s.norms, rows))
	s.lists.copyThresholds(x.cols.Level[:len(w.cols)], w.first)
	w.found = w.found[:0]
	x.run(len(rows), len(w.cols), func(r, c int, score float32) {
		if i := rows[r]; wanted(i, c) {
			w.found = append(w.found, hit{w.places[r], int32(w.first + c), score})
		}
	})
	if s.lists.measured {
		s.lists.measureFound(w.found, &w.ranker)
		return
	}
	// Each of a pair may be among the nearest of the other.
	for _, h := range w.found {
		s.lists.considerLocked(h.i, h.j, h.score, &w.ranker)
		s.lists.considerLocked(h.j, h.i, h.score, &w.ranker)
	}
}

// formed are all rows of a set in one form.
type formed struct {
	frame
	norms *norms
}

// form prepares the rows of p to be compared with many others: in codes where these are
// exact, which are kept, and in float32 elsewhere. Codes with errors do not pay where few
// pairs are compared: measuring what they do not exclude costs more than is won.
func (s *query) form() *formed {
	f := newFrame(s.p, s.p, s.tier)
	if s.fitsCodes() {
		if g := newCodeFrame(s.p, s.p, s.tier); g.unit > 0 {
			f = g
			f.keep = true
		}
	}
	return &formed{f, f.precompute(s.p)}
}
