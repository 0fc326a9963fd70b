package knn

const (
	// trialRows is the number of rows of a tree that is tried first.
	trialRows = 1 << 14
	// sampleLeaves is the number of leaves whose search estimates the cost of a tree.
	sampleLeaves = 16
)

// chooseTree returns a tree search that costs less than the search that would be taken
// without it, and nil where there is none. It searches a few leaves and counts: the choice
// does not depend on the clock, and the result is the same either way.
func (s *query) chooseTree() (*treeSearch, error) {
	if !s.fitsTree() {
		return nil, nil
	}
	most := s.costWithoutTree()
	// A row costs less in a tree of a few of many rows: if that is too much, so is the whole.
	if s.p.n > 4*trialRows && s.k < trialRows {
		// The tree of a sample is built in milliseconds.
		few := s.p.everyNth(s.p.n / trialRows)
		trial := *s
		trial.q, trial.p = few, few
		t, err := newTreeSearch(&trial)
		if err != nil || !t.costsAtMost(most) {
			return nil, err
		}
	}
	t, err := newTreeSearch(s)
	if err != nil || !t.costsAtMost(most) {
		return nil, err
	}
	return t, nil
}

// costWithoutTree is about the time that a row takes without a tree, in ns on the machine
// where it was measured; see the table in choose.go.
func (s *query) costWithoutTree() float64 {
	n, d := float64(s.p.n), float64(s.p.d)
	switch {
	case !s.fitsAllPairs():
		return n * (3 + d/4)
	case s.fitsIVF():
		return 4000 + n*(0.15+0.005*d)/6
	}
	return 8000 + n*(0.15+0.005*d)
}

// costsAtMost reports whether a row takes at most so many ns, the building included, by
// the count of a sample: 1,500 ns of building, and 12 + d for eight rows measured against a
// row or a box.
func (s *treeSearch) costsAtMost(ns float64) bool {
	w := newTreeWorker(s)
	rows := 0
	// Leaves at equal steps through the tree stand for all.
	step := max(s.qTree.leaves/sampleLeaves, min(8, s.qTree.leaves))
	for leaf := step / 2; leaf < s.qTree.leaves; leaf += step {
		rows += len(s.qTree.rows(leaf))
		w.most = int((ns - 1500) / (12 + float64(s.p.d)) * float64(rows))
		w.search(leaf)
		if w.work > w.most {
			return false
		}
	}
	return true
}
