package forest

import "slices"

// Kruskal calls join with the edges of a spanning forest, the first in order before all others: those whose ends are
// not joined when their turn comes [kruskal1956]. Edges are sorted only as far as that takes: those that come first,
// and of the others those that still join anything [osipov2009]. With distinct edges the forest is that of sorting all
// of them. The list is used up.
//
// work is told of each pass over so many edges, and may end the work. Expected cost: some four passes over the edges,
// and n·log n·log(E/n) for n nodes.
func Kruskal[E any](edges []E, order func(a, b E) int, joined func(E) bool, join func(E), work func(edges int) error,
) error {
	for len(edges) > sortedAtOnce {
		// A pivot near the end that comes first: of dense graphs, the heaviest few edges join nearly all nodes.
		k := partition(edges, order)
		if err := work(len(edges)); err != nil {
			return err
		}
		if k == 0 || k == len(edges) {
			break // all are alike, as far as the order sees: sorting them is quick
		}
		if err := Kruskal(edges[:k], order, joined, join, work); err != nil {
			return err
		}
		// Of the rest most join nothing any more.
		edges = slices.DeleteFunc(edges[k:], joined)
	}
	slices.SortFunc(edges, order)
	for _, e := range edges {
		if !joined(e) {
			join(e)
		}
	}
	return work(len(edges))
}

// sortedAtOnce is up to how many edges are sorted without a look at what they join.
const sortedAtOnce = 1 << 12

// partition puts edges that come before a pivot in front, and returns how many they are: about a quarter.
func partition[E any](edges []E, order func(a, b E) int) int {
	// The pivot is that of a sample at even distances.
	const sample = 63
	var some [sample]E
	for k := range some {
		some[k] = edges[k*(len(edges)-1)/(sample-1)]
	}
	slices.SortFunc(some[:], order)
	pivot, front := some[sample/4], 0
	for k := range edges {
		if order(edges[k], pivot) < 0 {
			edges[k], edges[front] = edges[front], edges[k]
			front++
		}
	}
	return front
}
