package graph

import (
	"context"
	"errors"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// Links are weighted edges from new rows to the nodes of a graph, for predicting
// the labels of rows that were not there when it was built.
type Links struct {
	weights csr.Weights
	kernel  kernel.Kernel
	nodes   int
}

// Rows returns the number of new rows that the links come from.
func (l *Links) Rows() int { return l.weights.N() }

// Nodes returns the number of nodes of the graph that the links lead to.
func (l *Links) Nodes() int { return l.nodes }

// Kernel returns the kernel that the links were weighed with.
func (l *Links) Kernel() kernel.Kernel { return l.kernel }

// Neighbors returns the nodes that new row i is linked to, rising, and the weights of
// these links; a weight beyond the range of float64 is 0 or +Inf there, see
// [Links.LogWeights]. The first slice belongs to the links: do not write to it.
func (l *Links) Neighbors(i int) (nodes []int32, weights []float64) {
	return neighbors(&l.weights, i)
}

// LogWeights appends the natural logarithms of the weights of new row i's links, in the
// order of [Links.Neighbors], to dst.
func (l *Links) LogWeights(dst []float64, i int) []float64 { return l.weights.LogWeights(dst, i) }

// Link finds the neighbours of the new rows x (m×d) among the rows of n, in the
// way n was searched (the k nearest, those within the radius, or all), and weighs
// them with k. New rows are not joined with each other.
//
// A row more than 2^200 times as far out as all rows of n is as far from one as
// from another in float64; ties go to the lower index, and no label predicted from its
// links counts as proven.
//
// Errors: another number of columns, a value that is not finite, a kernel that
// [Neighbors.Weigh] refuses, and that of ctx when it is cancelled. Cost: O(mnd).
func (n *Neighbors) Link(ctx context.Context, x mat.Matrix, k kernel.Kernel) (*Links, error) {
	ctx = orBackground(ctx)
	if n.search.kind == byPairs {
		return nil, errors.New("graph: neighbours from given pairs: there is no rule to find those of new rows")
	}
	// The new rows in the units of the old ones, then their neighbours among them.
	q, err := n.points.Like(x)
	if err != nil {
		return nil, err
	}
	found, err := n.search.run(ctx, q, n.points)
	if err != nil {
		return nil, err
	}
	found.SortByIndex()
	// Error bounds cover the digits of the new rows, too.
	p := pairsOf(found, n.points.BoundsFor(q))
	// A share of neighbours multiplies the weight of the base kernel.
	base := k
	shared, ok := k.(kernel.SharedNeighbors)
	if ok {
		base = shared.Base()
	}
	w, err := p.weigh(base, n, func(rank int, share float64) []float64 { return listWidths(found, rank, share) })
	if err != nil {
		return nil, err
	}
	if ok && !n.isComplete() {
		share(&w, shared, circlesOf(found), n.circles())
	}
	return &Links{weights: w, kernel: k, nodes: n.N()}, nil
}

// run lists for each row of q its neighbours in p.
func (s search) run(ctx context.Context, q, p *knn.Points) (*knn.Lists, error) {
	if s.kind == byRank {
		near, _, err := knn.Nearest(ctx, q, p, s.k, knn.Options{})
		return near, err
	}
	return knn.Within(ctx, q, p, s.radius, knn.Options{})
}
