package labelprop

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Judges chooses about most of the labelled nodes to judge opinions by, rising: of every
// class the same share, one at least, and all where there are no more. x (n×d) are the
// features of the nodes; labels are chosen by their values, so that the order of the rows
// makes no difference.
//
// Errors: another number of rows, no label, seeds of [MultiLabel] and [Values].
// Cost: O(l·log(l)·d) for l labels.
func Judges(x *mat.Dense, seeds Seeds, most int) ([]int, error) {
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return nil, err
	}
	if n, _ := x.Dims(); n != seeds.n {
		return nil, fmt.Errorf("labelprop: %w: %d rows, the seeds have %d nodes", ErrShape, n, seeds.n)
	}
	judges := picked(nodes, spread(x, nodes, y, most))
	slices.Sort(judges)
	return judges, nil
}

// spread chooses the places of about most labels, by class and values: of every class the
// same share, one at least, evenly spaced in the order of the values; all where there are no
// more.
func spread(x *mat.Dense, nodes, y []int, most int) []int {
	places := make([]int, len(y))
	for l := range places {
		places[l] = l
	}
	slices.SortStableFunc(places, func(a, b int) int {
		return cmp.Or(cmp.Compare(y[a], y[b]), slices.Compare(x.RawRowView(nodes[a]), x.RawRowView(nodes[b])))
	})
	var some []int
	share := min(1, float64(most)/float64(len(y)))
	for at, seen := 0, 0; at < len(places); at++ {
		// In each class the next one is chosen where share·(those seen) passes a whole number.
		if at > 0 && y[places[at]] != y[places[at-1]] {
			seen = 0
		}
		seen++
		if seen == 1 || int(share*float64(seen)) > int(share*float64(seen-1)) {
			some = append(some, places[at])
		}
	}
	return some
}
