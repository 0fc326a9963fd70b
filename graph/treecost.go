package graph

import (
	"context"

	"github.com/propagate-go/propagate/internal/vec"
)

const (
	// treeColumns is the most columns, and treeNeighbors the most neighbours, with which
	// a tree is tried.
	treeColumns, treeNeighbors = 32, 128
	// treeShare is the share of new rows, of those searched, for whom a tree is built.
	treeShare = 1.0 / 16
	// probeRows is the number of rows of a tree that is tried first.
	probeRows = 1 << 14
	// sampleLeaves is the number of leaves whose search says what a tree costs.
	sampleLeaves = 16
)

// worthTree returns a tree search that costs less than comparing all pairs, or, for a
// recall below 1, than cells, and nil where there is none. It searches a few leaves and
// counts: the choice does not depend on the clock, and the result is the same either way.
// A tree of a few of many rows costs a row less: if that is too much, so is the whole.
func worthTree(ctx context.Context, q, p *points, k int, o *SearchOptions) (*treeSearch, error) {
	if o.Direct || !p.hasTree(k) || !q.hasTree(1) || float64(q.n) < treeShare*float64(p.n) {
		return nil, nil
	}
	most := otherCost(q, p, k, o)
	if p.n > 4*probeRows && k < probeRows {
		few := p.every(p.n / probeRows)
		s, err := newTreeSearch(ctx, few, few, k, vec.Best())
		if err != nil || !s.within(most) {
			return nil, err
		}
	}
	s, err := newTreeSearch(ctx, q, p, k, vec.Best())
	if err != nil || !s.within(most) {
		return nil, err
	}
	return s, nil
}

// every returns a copy of every step-th row.
func (p *points) every(step int) *points {
	rows := make([]int32, 0, p.n/step+1)
	for i := 0; i < p.n; i += step {
		rows = append(rows, int32(i))
	}
	return p.some(rows)
}

// hasTree reports whether the rows can be searched by a tree for k neighbours.
func (p *points) hasTree(k int) bool {
	return p.dense != nil && p.builtIn() && !p.hasZero() && p.d <= treeColumns && p.n >= leastRows && k <= treeNeighbors && k < p.n
}

// otherCost is about the time a row takes without a tree, in ns on the machine where it
// was measured.
func otherCost(q, p *points, k int, o *SearchOptions) float64 {
	n, d := float64(p.n), float64(p.d)
	switch {
	case !sweeps(q, p, k):
		return n * (3 + d/4)
	case q == p && approximates(p, k, o):
		return 4000 + n*(0.15+0.005*d)/6
	}
	return 8000 + n*(0.15+0.005*d)
}

// within reports whether a row takes so many ns or less, the building included, by the
// count of a sample.
func (s *treeSearch) within(ns float64) bool {
	w := newTreeWorker(s)
	rows := 0
	step := max(s.q.leaves/sampleLeaves, min(8, s.q.leaves))
	for leaf := step / 2; leaf < s.q.leaves; leaf += step {
		rows += len(s.q.rows(leaf))
		w.most = int((ns - 1500) / (12 + float64(s.p.p.d)) * float64(rows))
		w.search(leaf)
		if w.work > w.most {
			return false
		}
	}
	return true
}
