package graph

import (
	"context"
	"errors"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// NewNeighbors are the rows near to new rows: what a search for them takes time for. Several kernels may weigh them.
type NewNeighbors struct {
	among *Neighbors // the rows that were searched
	lists *knn.Lists // by rising number
	pairs pairs      // the same
}

// Find finds the neighbours of the new rows x (m×d) among the rows of n, in the way n was searched (the k nearest,
// those within the radius, or all), but never approximately. New rows are not joined with each other. observe, if
// not nil, is told how far that is, as [SearchOptions].Observe is.
//
// A row more than 2^200 times as far out as all rows of n is as far from one as
// from another in float64; the values of the rows decide which are taken, and no label
// predicted from its links counts as proven. A row of zeros has no links at the cosine
// distance.
//
// Errors: neighbours of given pairs, another number of columns, a value that is not finite, and that of ctx when it
// is cancelled. Cost: O(mnd).
func (n *Neighbors) Find(ctx context.Context, x mat.Matrix, observe func(done, total int)) (f *NewNeighbors,
	err error) {
	defer par.Catch(&err, "graph")
	n, ctx = n.orEmpty(), orBackground(ctx)
	if n.search.kind == byPairs {
		return nil, errors.New("graph: neighbours from given pairs: there is no rule to find those of new rows")
	}
	// The new rows in the units of the old ones, then their neighbours among them.
	q, err := n.points.Like(x)
	if err != nil {
		return nil, err
	}
	found, err := n.search.run(ctx, q, n.points, par.Observer(observe))
	if err != nil {
		return nil, err
	}
	found.SortByIndex()
	// A row without a direction has no distance to any.
	found = q.WithoutUndefined(found)
	// Error bounds cover the digits of the new rows, too.
	return &NewNeighbors{among: n, lists: found, pairs: pairsOf(found, n.points.BoundsFor(q))}, nil
}

// run lists for each row of q its neighbours in p.
func (s search) run(ctx context.Context, q, p *knn.Points, observe func(done, total int)) (*knn.Lists, error) {
	o := knn.Options{Observe: observe}
	if s.kind == byRank {
		near, _, err := knn.Nearest(ctx, q, p, s.k, o)
		return near, err
	}
	return knn.Within(ctx, q, p, s.radius, o)
}

// Weigh gives the link of each new row to each of its neighbours the weight that k gives its length. The search is
// not run again: O(links), and what [Neighbors.Weigh] takes for the same kernel.
//
// Errors: a kernel that [Neighbors.Weigh] refuses.
func (f *NewNeighbors) Weigh(k kernel.Kernel) (links *Links, err error) {
	defer par.Catch(&err, "graph")
	if k == nil {
		return nil, errNoKernel
	}
	if f == nil || f.among == nil {
		return new(Links), nil
	}
	// A share of neighbours multiplies the weight of the base kernel.
	base := k
	shared, ok := k.(kernel.SharedNeighbors)
	if ok {
		base = shared.Base()
	}
	n := f.among
	defer par.Blame("the kernel %v", k)
	width := func(rank int, share float64) []float64 { return listWidths(f.lists, rank, share) }
	w, err := f.pairs.weigh(base, n, width)
	if err != nil {
		return nil, err
	}
	if ok && !n.isComplete() {
		share(&w, shared, neighborhoodsOf(f.lists), n.neighborhoods(), par.Counter(0, nil))
	}
	w.Rows = n.rows
	return &Links{weights: w, kernel: k, nodes: n.N(), nearest: nearestOf(f.lists, n.points)}, nil
}
