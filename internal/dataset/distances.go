package dataset

import (
	"slices"

	"github.com/propagate-go/propagate/graph"
)

const (
	fewestTriangles = 20   // to tell distances from weights
	leastSpread     = 3.0  // largest weight by the least: weights that hardly differ keep the inequality by themselves
	nearlyMetric    = 0.95 // of the triangles: some measures of distance break the inequality now and then
	mostPairs       = 2000
)

// lookLikeDistances reports whether weights keep the triangle inequality wherever three nodes are joined, as distances
// do and strengths seldom: two strong edges say nothing of how strong the third must be at most.
func lookLikeDistances(edges []graph.Edge) bool {
	// The first edges are enough of a sample.
	if len(edges) == 0 {
		return false
	}
	weight, next := map[[2]int]float64{}, map[int][]int{}
	least, greatest := edges[0].Weight, edges[0].Weight
	for _, e := range edges[:min(len(edges), mostPairs)] {
		weight[[2]int{min(e.From, e.To), max(e.From, e.To)}] = e.Weight
		next[e.From], next[e.To] = append(next[e.From], e.To), append(next[e.To], e.From)
		least, greatest = min(least, e.Weight), max(greatest, e.Weight)
	}
	if greatest < leastSpread*least {
		return false
	}
	triangles, kept, inverse := 0, 0, 0
	for _, e := range edges[:min(len(edges), mostPairs)] {
		for _, c := range next[e.From] {
			a := weight[[2]int{min(e.From, c), max(e.From, c)}]
			b, joined := weight[[2]int{min(e.To, c), max(e.To, c)}]
			if c == e.To || !joined {
				continue
			}
			// The longest side of a triangle is at most as long as both others.
			sides := []float64{a, b, e.Weight}
			slices.Sort(sides)
			if triangles++; sides[2] <= (sides[0]+sides[1])*(1+1e-9) {
				kept++
			}
			// Of their inverses the least side is the longest.
			if 1/sides[0] <= (1/sides[1]+1/sides[2])*(1+1e-9) {
				inverse++
			}
		}
	}
	// Inverse distances nearly keep it, too, but their inverses keep it better.
	return triangles >= fewestTriangles && kept >= inverse && float64(kept) >= nearlyMetric*float64(triangles)
}
