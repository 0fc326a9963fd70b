package knn

// MostNeighbors returns the most neighbours that a search for the k nearest lists, where many
// are as far as the k-th.
func MostNeighbors(k int) int { return 4*k + 16 }

// nearestWithTies lists the k nearest rows of each row, and all others that are as near as
// the k-th, [MostNeighbors] at most: of more, those with the lowest numbers, which Lists.Cut
// counts. An approximate search lists k.
func (s *query) nearestWithTies() (near *Lists, recall float64, err error) {
	others := s.p.n
	if s.q == s.p {
		others--
	}
	switch {
	case others <= 0:
		return &Lists{End: make([]int, s.q.n)}, 1, nil
	case s.k >= others:
		s.k = others
		return s.run()
	case s.approximate() && s.p.n >= minApproximate:
		return s.run()
	}
	// One neighbour more tells where the k-th is tied. A metric from outside may round in
	// another way when it is asked again, so it is asked for all at once.
	k, most, observe := s.k, MostNeighbors(s.k), s.Observe
	if observe != nil {
		s.Observe = func(done, total int) {
			s.total = total
			observe(done, total)
		}
	}
	s.k = k + 1
	if s.Direct || !s.p.facts.isKnown() {
		s.k = min(most+1, others)
	}
	near, recall, err = s.run()
	if err != nil {
		return nil, 0, err
	}
	more := near
	var tied []int32
	if s.k == k+1 {
		tied = near.tied(k)
		if more, err = s.nearestOf(tied, min(most+1, others), observe); err != nil {
			return nil, 0, err
		}
	}
	return near.untilTied(k, most, tied, more), recall, nil
}

// tied lists the rows whose k-th neighbour is no nearer than the next.
func (l *Lists) tied(k int) []int32 {
	var rows []int32
	for i := range l.End {
		if _, d2 := l.Row(i); len(d2) > k && d2[k-1] == d2[k] {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// nearestOf lists the k nearest rows of p for some rows of q. observe is told of them as of more rows than was known
// before.
func (s *query) nearestOf(rows []int32, k int, observe func(done, total int)) (*Lists, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	// A copy of the rows is another set, so that each finds itself: one more is asked for.
	sub := *s
	sub.q, sub.k, sub.Recall, sub.Observe, sub.begun = s.q.subset(rows), k, 0, nil, nil
	if before := s.total; observe != nil {
		sub.Observe = func(done, total int) { observe(before+done, before+total) }
	}
	if s.q == s.p {
		sub.k++
	}
	near, _, err := sub.run()
	if err != nil || s.q != s.p {
		return near, err
	}
	others := newLists(len(rows), k)
	for r, i := range rows {
		var ranked []candidate
		ind, d2 := near.Row(r)
		for e, j := range ind {
			if j != i {
				ranked = append(ranked, candidate{j, d2[e]})
			}
		}
		// Rows are distinct, but as near as float64 can tell it may be among others: then the last goes.
		others.set(r, ranked)
	}
	return others, nil
}

// untilTied returns the lists cut behind the last that is as near as the k-th, or behind the
// most. The lists of the tied rows (nil: all) are those of more, in turn.
func (l *Lists) untilTied(k, most int, tied []int32, more *Lists) *Lists {
	if len(tied) == 0 && more != l {
		tied = []int32{}
	}
	n := len(l.End)
	out := &Lists{End: make([]int, n), Ind: make([]int32, 0, n*k), D2: make([]float64, 0, n*k)}
	next := 0
	for i := range l.End {
		// Most rows have no tie: their lists end behind the k-th.
		ind, d2 := l.Row(i)
		n := min(k, len(ind))
		if tied == nil || next < len(tied) && int(tied[next]) == i {
			if tied != nil {
				ind, d2 = more.Row(next)
				next++
			}
			n = tiedLength(d2, k)
			if n > most {
				n = most
				out.Cut++
			}
		}
		out.Ind, out.D2 = append(out.Ind, ind[:n]...), append(out.D2, d2[:n]...)
		out.End[i] = len(out.Ind)
	}
	return out
}

// tiedLength returns how many of the distances, which rise, are no larger than the k-th.
func tiedLength(d2 []float64, k int) int {
	n := min(k, len(d2))
	for n > 0 && n < len(d2) && d2[n] == d2[n-1] {
		n++
	}
	return n
}

// First returns the lists that a search for the k nearest gives, from those of one for as
// many or more.
func (l *Lists) First(k int) *Lists { return l.untilTied(k, MostNeighbors(k), nil, l) }
