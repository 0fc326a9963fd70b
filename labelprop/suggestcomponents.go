package labelprop

import (
	"cmp"
	"slices"

	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// components suggests one row of each component without a label, up to n rows, and
// takes them.
func (s *suggester) components(n int) []Suggestion {
	id, count := s.g.Components()
	labelled, size := make([]bool, count), make([]float64, count)
	// The size of each component, and whether it has a label.
	for u, c := range id {
		size[c] += s.mass(u)
		labelled[c] = labelled[c] || s.taken[u]
	}
	hub := network.Hubs(s.g, id, count)
	var list []Suggestion
	for c, has := range labelled {
		// The node of the largest degree reaches the most of its component.
		if !has {
			list = append(list, Suggestion{Row: hub[c], Opens: int(size[c]), Gain: size[c]})
		}
	}
	// The largest components first.
	slices.SortStableFunc(list, func(a, b Suggestion) int { return cmp.Compare(b.Opens, a.Opens) })
	list = list[:min(n, len(list))]
	for _, row := range list {
		s.take(row.Row)
	}
	return list
}
