package graph

import (
	"context"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Rerank returns the k nearest neighbours of every row by other distances, those of x (n×d)
// by the metric of o, as far as they are among the candidates: the rows that n joins the
// row with. So one search for many candidates serves several metrics, or several weights of
// the columns, each of which then costs next to nothing. Ties are as in [KNN].
//
// The more the distances differ from those of the search, the more candidates it takes to
// have the true neighbours among them. Recall stays that of the search: what Rerank misses
// is not counted.
//
// Errors: neighbours that are not the k nearest, k < 1 or more than were searched, another
// number of rows, a value that is not finite, and that of ctx when it is cancelled.
// Cost: O(d + log k) for each pair.
func (n *Neighbors) Rerank(ctx context.Context, x mat.Matrix, k int, o *SearchOptions) (found *Neighbors, err error) {
	defer par.Catch(&err, "graph")
	n, ctx, o = n.orEmpty(), orBackground(ctx), o.orDefault()
	if err := n.search.checkRank(k); err != nil {
		return nil, err
	}
	p, err := knn.NewPoints(x, o.Metric)
	if err != nil {
		return nil, err
	}
	if p.N() != n.N() {
		return nil, fmt.Errorf("graph: %d rows to rank the neighbours of %d by", p.N(), n.N())
	}
	// Copies by these values need not be copies by the others.
	q, rows := distinct(p)
	lists, err := n.nearestBy(ctx, &ranking{points: q, rows: rows, k: k, observe: par.Observer(o.Observe)})
	if err != nil {
		return nil, err
	}
	out, err := symmetric(lists, q.N(), o.Mutual, o.scratch())
	if err != nil {
		return nil, err
	}
	out.points, out.rows = q, rows
	out.search = search{kind: byRank, k: k, mutual: o.Mutual, recall: n.search.recall}
	return out, nil
}

// ranking is what neighbours are ranked by.
type ranking struct {
	points  *knn.Points
	rows    *csr.Rows // which rows the points are
	k       int
	observe func(done, total int) // is told of the points whose neighbours are ranked; nil: nobody is
}

// nearestBy lists, for each point, the k of its candidates that are nearest, and all that are as
// near as the k-th.
func (n *Neighbors) nearestBy(ctx context.Context, r *ranking) (*knn.Lists, error) {
	p := r.points
	around := n.candidates(p, r.rows)
	ranked := make([][]pairEdge, p.N())
	done := par.Counter(p.N(), r.observe)
	err := par.Try(p.N(), chunkRows, func(_, lo, hi int) error {
		ruler := knn.NewRuler(p, p)
		for i := lo; i < hi; i++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			for _, j := range around[i] {
				// A distance is that of the lower node to the higher one, so that both ends agree.
				d2, err := ruler.Distance(min(i, int(j)), max(i, int(j)))
				if err != nil {
					return err
				}
				ranked[i] = append(ranked[i], pairEdge{i: i, j: int(j), d2: d2})
			}
			slices.SortFunc(ranked[i], compareEdges)
		}
		done.Add(hi - lo)
		return nil
	})
	if err != nil {
		return nil, err
	}
	// One list behind the other, by distance, as a search returns them.
	lists := &knn.Lists{End: make([]int, p.N())}
	for i, row := range ranked {
		for _, e := range row {
			lists.Ind, lists.D2 = append(lists.Ind, int32(e.j)), append(lists.D2, e.d2)
		}
		lists.End[i] = len(lists.Ind)
	}
	return lists.First(r.k), nil
}

// candidates lists, for each node of p, which rows are told by rows, the others that n joins
// one of its rows with.
func (n *Neighbors) candidates(p *knn.Points, rows *csr.Rows) [][]int32 {
	// The nodes of p that the rows of each node of n are, and the other way round.
	to, from := make([][]int32, n.nodes()), make([][]int32, p.N())
	for i := range n.N() {
		u, v := nodeOf(n.rows, i), nodeOf(rows, i)
		if u >= 0 && v >= 0 {
			to[u], from[v] = append(to[u], int32(v)), append(from[v], int32(u))
		}
	}
	for _, lists := range [][][]int32{to, from} {
		for i, list := range lists {
			slices.Sort(list)
			lists[i] = slices.Compact(list)
		}
	}
	around := make([][]int32, p.N())
	par.For(p.N(), chunkRows, func(_, lo, hi int) {
		for v := lo; v < hi; v++ {
			var all []int32
			for _, u := range from[v] {
				all = append(all, to[u]...)
				for _, w := range n.ind[n.start[u]:n.start[u+1]] {
					all = append(all, to[w]...)
				}
			}
			slices.Sort(all)
			// A node is no neighbour of its own.
			around[v] = slices.DeleteFunc(slices.Compact(all), func(w int32) bool { return int(w) == v })
		}
	})
	return around
}
