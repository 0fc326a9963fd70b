package knn

// mostPivots is the most rows that the others are ordered by: with more of them, finding
// the nearest is no longer cheap beside the search.
const mostPivots = 96

// place orders the rows of one set such that near ones stand beside each other, by the
// nearest of some rows; nil where that is not worth its cost. Any order is a valid one.
func (s *query) place() ([]int32, error) {
	count := min(mostPivots, s.p.n/nearRows)
	if s.q != s.p || count < 2 {
		return nil, nil
	}
	// Some rows as centres, the others in the lists of the nearest: no training is needed.
	pivots := make([]int32, count)
	for i := range pivots {
		pivots[i] = int32(i * (s.p.n / count))
	}
	c := &ivf{query: s, formed: &formed{frame: newFrame(s.p, s.p, s.tier)}}
	c.setCenters(s.p.subset(pivots))
	if err := c.assign(identity(s.p.n)); err != nil {
		return nil, err
	}
	return c.order, nil
}
