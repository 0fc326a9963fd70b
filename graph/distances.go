package graph

import (
	"math"
	"slices"
)

// distanceRank is the rank of the neighbour whose distance is the scale of a node [zelnik2004].
const distanceRank = 7

// leastWeight is the least weight of a pair that was listed: it stays joined, however far it is.
const leastWeight = 1e-300

// WeighDistances returns edges whose Weight is a distance with weights in its place,
//
//	w(i,j) = exp(-d²/(σᵢσⱼ)),
//
// where σᵢ is the distance of the 7th nearest of the nodes joined with i, or of the last if there are fewer
// [zelnik2004]: near is then strong, whatever the unit. Each pair is listed once. An edge whose end is not
// below n, or whose distance is negative or none, stays as it is: [FromEdges] refuses it by its number.
// O(e log e).
func WeighDistances(n int, edges []Edge) []Edge {
	sound := func(e Edge) bool {
		return e.From >= 0 && e.From < n && e.To >= 0 && e.To < n && e.Weight >= 0 && e.Weight <= math.MaxFloat64
	}
	// Places of the nodes that have edges: few of many nodes need little memory.
	place := map[int]int{}
	for _, e := range edges {
		for _, u := range []int{e.From, e.To} {
			if _, seen := place[u]; !seen && sound(e) {
				place[u] = len(place)
			}
		}
	}
	near := make([][]float64, len(place))
	for _, e := range edges {
		if sound(e) {
			a, b := place[e.From], place[e.To]
			near[a], near[b] = append(near[a], e.Weight), append(near[b], e.Weight)
		}
	}
	// The scale of a node; where its nearest nodes are at distance 0, the least distance above that.
	scale := make([]float64, len(near))
	for i, d := range near {
		slices.Sort(d)
		scale[i] = d[min(distanceRank, len(d))-1]
		if at := slices.IndexFunc(d, func(v float64) bool { return v > 0 }); scale[i] == 0 && at >= 0 {
			scale[i] = d[at]
		}
	}
	weighed := slices.Clone(edges)
	for k, e := range edges {
		if !sound(e) {
			continue
		}
		// Ratios first, so that no square overflows. Equal nodes have weight 1.
		w := 1.0
		if e.Weight > 0 {
			w = math.Exp(-(e.Weight / scale[place[e.From]]) * (e.Weight / scale[place[e.To]]))
		}
		weighed[k].Weight = max(w, leastWeight)
	}
	return weighed
}
