package graph

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/par"
)

// NeighborDistances returns two distances of each row, without its copies: to the nearest other row, and to the
// farthest of its nearest neighbours: the k that were searched, those within the radius, or, as all rows are joined in
// a complete graph, the nearest one. Edges of [Neighbors.Connect] do not count; rows without neighbours are left out.
// They are a scale for how far from all rows a new one is.
//
// Errors: those of the search in a complete graph, and that of ctx when it is cancelled.
// Cost: O(edges); O(n²d) for a complete graph.
func (n *Neighbors) NeighborDistances(ctx context.Context) (nearest, farthest []float64, err error) {
	defer par.Catch(&err, "graph")
	n = n.orEmpty()
	list := func(u int) []float64 { return n.d2[n.start[u]:n.start[u+1]] }
	switch {
	case n.near != nil:
		// The lists before they were joined hold no edge between components.
		list = func(u int) []float64 { _, d2 := n.nearest(u); return d2 }
	case n.isComplete():
		// All pairs are edges here, and the longest is as long as the rows are wide.
		found, _, err := knn.Nearest(orBackground(ctx), n.points, n.points, 1, knn.Options{})
		if err != nil {
			return nil, nil, err
		}
		list = func(u int) []float64 { _, d2 := found.Row(u); return d2 }
	}
	for u := range n.nodes() {
		least, largest := math.Inf(1), math.Inf(-1)
		for _, v := range list(u) {
			// Edges within a radius are no longer than that, those between components may be.
			d := math.Ldexp(math.Sqrt(v), n.points.Exp())
			if n.search.kind != byRadius || d <= n.search.radius {
				least, largest = min(least, d), max(largest, d)
			}
		}
		if largest >= 0 {
			nearest, farthest = append(nearest, least), append(farthest, largest)
		}
	}
	return nearest, farthest, nil
}

// NearestDistance returns the distance of new row i to the nearest of the rows that it is linked
// to, +Inf if there is none, nor a row i.
func (l *Links) NearestDistance(i int) float64 {
	if l == nil || i < 0 || i >= len(l.nearest) {
		return math.Inf(1)
	}
	return l.nearest[i]
}

// nearestOf returns the least distance of each list, +Inf for an empty one. The lists are of
// distances in p.
func nearestOf(found *knn.Lists, p *knn.Points) []float64 {
	nearest := make([]float64, len(found.End))
	for i := range nearest {
		least := math.Inf(1)
		_, d2 := found.Row(i)
		for _, v := range d2 {
			least = min(least, v)
		}
		nearest[i] = math.Ldexp(math.Sqrt(least), p.Exp())
	}
	return nearest
}
