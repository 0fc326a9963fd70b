package graph

import (
	"errors"

	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// Links are weighted edges from new rows to the nodes of a graph, for predicting
// the labels of rows that were not there when it was built.
type Links struct {
	weighted
	nodes int
}

// Nodes returns the number of nodes of the graph that the links lead to.
func (l *Links) Nodes() int { return l.nodes }

// Link finds the neighbours of the new rows x (m×d) among the rows of n, in the
// way n was searched (the k nearest, those within the radius, or all), and weighs
// them with k. New rows are not joined with each other.
//
// A row more than 2^200 times as far out as all rows of n is as far from one as
// from another in float64; ties go to the lower index, and [Links.InputError]
// returns +Inf.
//
// Errors: another number of columns, a value that is not finite, a kernel that
// [Neighbors.Weigh] refuses. Cost: O(mnd).
func (n *Neighbors) Link(x mat.Matrix, k kernel.Kernel) (*Links, error) {
	if n.search.kind == byPairs {
		return nil, errors.New("graph: neighbours from given pairs: there is no rule to find those of new rows")
	}
	q, err := n.points.like(x)
	if err != nil {
		return nil, err
	}
	found, err := n.search.run(q, n.points)
	if err != nil {
		return nil, err
	}
	found.sort()
	p := found.pairs(n.points.with(q))
	shared, ok := k.(kernel.SharedNeighbors)
	if ok {
		k = shared.Base()
	}
	w, err := p.weigh(k, n, found.widths)
	if err != nil {
		return nil, err
	}
	if ok && !n.isComplete() {
		w.share(shared, found.circles(), n.circles())
	}
	return &Links{w, n.N()}, nil
}

// run lists for each row of q its neighbours in p.
func (s search) run(q, p *points) (*lists, error) {
	if s.kind == byRank {
		return nearest(q, p, s.k, &SearchOptions{})
	}
	return within(q, p, s.radius, &SearchOptions{})
}

// widths returns σ² of each list, as [Neighbors.localWidths] does.
func (l *lists) widths(rank int) []float64 {
	width := make([]float64, len(l.end))
	for i := range width {
		_, d2 := l.row(i)
		width[i] = rankedWidth(d2, d2, rank)
	}
	return width
}
