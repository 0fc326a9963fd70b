package graph

import (
	"context"
	"errors"
	"math"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// Links are weighted edges from new rows to the nodes of a graph, for predicting
// the labels of rows that were not there when it was built.
type Links struct {
	weights csr.Weights
	kernel  kernel.Kernel
	nodes   int
	nearest []float64 // the distance of each new row to the nearest of these
}

// Rows returns the number of new rows that the links come from.
func (l *Links) Rows() int { return l.orEmpty().weights.N() }

// Nodes returns the number of rows of the graph that the links lead to.
func (l *Links) Nodes() int { return l.orEmpty().nodes }

// Kernel returns the kernel that the links were weighed with.
func (l *Links) Kernel() kernel.Kernel { return l.orEmpty().kernel }

// orEmpty lets nil be links of no rows.
func (l *Links) orEmpty() *Links {
	if l == nil {
		return new(Links)
	}
	return l
}

// Neighbors returns the rows that new row i is linked to, rising, and the weights of
// these links, none where there is no row i; a weight beyond the range of float64 is 0 or +Inf there, see
// [Links.LogWeights]. The first slice may belong to the links: do not write to it.
func (l *Links) Neighbors(i int) (nodes []int32, weights []float64) {
	nodes, weights = l.logNeighbors(i)
	for e, v := range weights {
		weights[e] = math.Exp(v)
	}
	return nodes, weights
}

// logNeighbors is Neighbors with the logarithms of the weights.
func (l *Links) logNeighbors(i int) ([]int32, []float64) {
	if i < 0 || i >= l.Rows() {
		return nil, nil
	}
	ind, _, _ := l.weights.Row(i)
	logs := l.weights.LogWeights(make([]float64, 0, len(ind)), i)
	r := l.weights.Rows
	if r == nil {
		return ind, logs
	}
	rows, logs := rowsOfNodes(r, ind, logs)
	knn.SortRow(rows, logs)
	return rows, logs
}

// LogWeights appends the natural logarithms of the weights of new row i's links, in the
// order of [Links.Neighbors], to dst.
func (l *Links) LogWeights(dst []float64, i int) []float64 {
	_, logs := l.logNeighbors(i)
	return append(dst, logs...)
}

// Link finds the neighbours of the new rows x (m×d) among the rows of n, in the
// way n was searched (the k nearest, those within the radius, or all), and weighs
// them with k, which should be the kernel of [Neighbors.Weigh]. New rows are not joined
// with each other.
//
// A row more than 2^200 times as far out as all rows of n is as far from one as
// from another in float64; the values of the rows decide which are taken, and no label
// predicted from its links counts as proven. A row of zeros has no links at the cosine
// distance.
//
// Errors: another number of columns, a value that is not finite, a kernel that
// [Neighbors.Weigh] refuses, and that of ctx when it is cancelled. Cost: O(mnd).
func (n *Neighbors) Link(ctx context.Context, x mat.Matrix, k kernel.Kernel) (links *Links, err error) {
	defer par.Catch(&err, "graph")
	if k == nil {
		return nil, errNoKernel
	}
	n, ctx = n.orEmpty(), orBackground(ctx)
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
	// A row without a direction has no distance to any.
	found = q.WithoutUndefined(found)
	// Error bounds cover the digits of the new rows, too.
	p := pairsOf(found, n.points.BoundsFor(q))
	// A share of neighbours multiplies the weight of the base kernel.
	base := k
	shared, ok := k.(kernel.SharedNeighbors)
	if ok {
		base = shared.Base()
	}
	defer par.Blame("the kernel %v", k)
	w, err := p.weigh(base, n, func(rank int, share float64) []float64 { return listWidths(found, rank, share) })
	if err != nil {
		return nil, err
	}
	if ok && !n.isComplete() {
		share(&w, shared, neighborhoodsOf(found), n.neighborhoods())
	}
	w.Rows = n.rows
	return &Links{weights: w, kernel: k, nodes: n.N(), nearest: nearestOf(found, n.points)}, nil
}

// run lists for each row of q its neighbours in p.
func (s search) run(ctx context.Context, q, p *knn.Points) (*knn.Lists, error) {
	if s.kind == byRank {
		near, _, err := knn.Nearest(ctx, q, p, s.k, knn.Options{})
		return near, err
	}
	return knn.Within(ctx, q, p, s.radius, knn.Options{})
}
