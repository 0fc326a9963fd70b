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
// [zelnik2004]: near is then strong, whatever the unit. Each pair is listed once; ends are below n.
// O(e log e).
func WeighDistances(n int, edges []Edge) []Edge {
	near := make([][]float64, n)
	for _, e := range edges {
		near[e.From] = append(near[e.From], e.Weight)
		near[e.To] = append(near[e.To], e.Weight)
	}
	// The scale of a node; where its nearest nodes are at distance 0, the least distance above that.
	scale := make([]float64, n)
	for i, d := range near {
		if len(d) == 0 {
			continue
		}
		slices.Sort(d)
		scale[i] = d[min(distanceRank, len(d))-1]
		if at := slices.IndexFunc(d, func(v float64) bool { return v > 0 }); scale[i] == 0 && at >= 0 {
			scale[i] = d[at]
		}
	}
	weighed := slices.Clone(edges)
	for k, e := range edges {
		// Ratios first, so that no square overflows. Equal nodes have weight 1.
		w := 1.0
		if e.Weight > 0 {
			w = math.Exp(-(e.Weight / scale[e.From]) * (e.Weight / scale[e.To]))
		}
		weighed[k].Weight = max(w, leastWeight)
	}
	return weighed
}
