package graph

import (
	"context"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Rerank returns the k nearest neighbours of every row by other distances, those of x (n×d)
// by the metric of o, as far as they are among the candidates: the rows that n joins the
// row with. So one search for many candidates serves several metrics, or several weights of
// the columns, each of which then costs next to nothing. Ties go to the lower index.
//
// With n of 4k neighbours by Euclidean distance and another metric on the same columns,
// nearly all of the true k nearest are found. Recall stays that of the search for the
// candidates: what Rerank misses is not counted.
//
// Errors: neighbours that are not the k nearest, k < 1 or more than were searched, another
// number of rows, a value that is not finite, and that of ctx when it is cancelled.
// Cost: O(d + log k) for each pair.
func (n *Neighbors) Rerank(ctx context.Context, x mat.Matrix, k int, o *SearchOptions) (*Neighbors, error) {
	ctx, o = orBackground(ctx), o.orDefault()
	if n.search.kind != byRank {
		return nil, fmt.Errorf("graph: %v: there are no k nearest in it", n.search)
	}
	if k < 1 || k > n.search.k {
		return nil, fmt.Errorf("graph: k = %d: must be from 1 to %d, as many as were searched", k, n.search.k)
	}
	p, err := knn.NewPoints(x, o.Metric)
	if err != nil {
		return nil, err
	}
	if p.N() != n.N() {
		return nil, fmt.Errorf("graph: %d rows to rank the neighbours of %d by", p.N(), n.N())
	}
	lists, err := n.nearestBy(ctx, p, k)
	if err != nil {
		return nil, err
	}
	out := symmetric(lists, n.N(), o.Mutual)
	out.points, out.search = p, search{kind: byRank, k: k, mutual: o.Mutual, recall: n.search.recall}
	return out, nil
}

// nearestBy lists, for each row, the k of its candidates that are nearest in p.
func (n *Neighbors) nearestBy(ctx context.Context, p *knn.Points, k int) (*knn.Lists, error) {
	ranked := make([][]pairEdge, n.N())
	err := par.Try(n.N(), chunkRows, func(_, lo, hi int) error {
		for i := lo; i < hi; i++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			all, err := n.candidates(p, i)
			if err != nil {
				return err
			}
			ranked[i] = slices.Clone(all[:min(k, len(all))])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// One list behind the other, by distance, as a search returns them.
	lists := &knn.Lists{End: make([]int, n.N())}
	for i, row := range ranked {
		for _, e := range row {
			lists.Ind, lists.D2 = append(lists.Ind, int32(e.j)), append(lists.D2, e.d2)
		}
		lists.End[i] = len(lists.Ind)
	}
	return lists, nil
}

// candidates returns the rows that row i is joined with, by their distance in p.
func (n *Neighbors) candidates(p *knn.Points, i int) ([]pairEdge, error) {
	var all []pairEdge
	for _, j := range n.ind[n.start[i]:n.start[i+1]] {
		// A distance is that of the lower row to the higher one, so that both ends agree.
		d2, err := p.Distance(min(i, int(j)), max(i, int(j)))
		if err != nil {
			return nil, err
		}
		all = append(all, pairEdge{i: i, j: int(j), d2: d2})
	}
	slices.SortFunc(all, compareEdges)
	return all, nil
}
