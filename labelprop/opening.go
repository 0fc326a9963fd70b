package labelprop

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
)

// components suggests one row of each component without a label, up to n rows, and
// takes them.
func (s *suggester) components(n int) []Suggestion {
	id, count := s.g.Components()
	labelled, size := make([]bool, count), make([]int, count)
	for u, c := range id {
		size[c]++
		labelled[c] = labelled[c] || s.taken[u]
	}
	hub := hubs(s.g, id, count)
	var list []Suggestion
	for c, has := range labelled {
		if !has {
			list = append(list, Suggestion{Row: hub[c], Opens: size[c], Gain: float64(size[c])})
		}
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int { return cmp.Compare(b.Opens, a.Opens) })
	list = list[:min(n, len(list))]
	for _, row := range list {
		s.take(row.Row)
	}
	return list
}

// hubs returns the node of the largest degree of every component.
func hubs(g *graph.Graph, id []int, count int) []int {
	hub := slices.Repeat([]int{-1}, count)
	degree := degreesOf(g)
	for u, c := range id {
		if hub[c] < 0 || csr.Of(g).Rate.LogRatio(degree[u], degree[hub[c]]) > 0 {
			hub[c] = u
		}
	}
	return hub
}

// degreesOf returns the sum of the weights of each node's edges.
func degreesOf(g *graph.Graph) []lognum.Num {
	p := problem{graph: g, w: csr.Of(g), rate: csr.Of(g).Rate}
	return p.degrees()
}

// relativeDegrees returns degrees as shares of the largest.
func relativeDegrees(g *graph.Graph) []float64 {
	degree := degreesOf(g)
	out := make([]float64, len(degree))
	top := lognum.Zero()
	for _, d := range degree {
		if csr.Of(g).Rate.LogRatio(d, top) > 0 {
			top = d
		}
	}
	for u, d := range degree {
		if !d.IsZero() {
			out[u] = math.Exp(csr.Of(g).Rate.LogRatio(d, top))
		}
	}
	return out
}
