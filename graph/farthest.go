package graph

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/graph/internal/knn"
)

// FarthestNeighbor returns the largest distance from a row to one of its nearest neighbours: the
// k that were searched, those within the radius, or, as all rows are joined in a complete graph,
// the nearest other one. Edges of [Neighbors.Connect] do not count, nor do copies of a row. It
// is a scale for how far from all rows a new one is; 0 if all rows are equal.
//
// Errors: those of the search in a complete graph, and that of ctx when it is cancelled.
// Cost: O(edges); O(n²d) for a complete graph.
func (n *Neighbors) FarthestNeighbor(ctx context.Context) (float64, error) {
	d2 := n.d2
	switch {
	case n.near != nil:
		// The lists before they were joined hold no edge between components.
		d2 = n.near.D2
	case n.isComplete():
		// All pairs are edges here, and the longest is as long as the rows are wide.
		nearest, _, err := knn.Nearest(orBackground(ctx), n.points, n.points, 1, knn.Options{})
		if err != nil {
			return 0, err
		}
		d2 = nearest.D2
	}
	largest := 0.0
	for _, v := range d2 {
		// Edges within a radius are no longer than that, those between components may be.
		d := math.Ldexp(math.Sqrt(v), n.points.Exp())
		if n.search.kind != byRadius || d <= n.search.radius {
			largest = max(largest, d)
		}
	}
	return largest, nil
}

// NearestDistance returns the distance of new row i to the nearest of the rows that it is linked
// to, +Inf if there is none.
func (l *Links) NearestDistance(i int) float64 { return l.nearest[i] }

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
