package labelprop

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/rows"
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
	if n, _ := rows.Dims(x); n != seeds.n {
		return nil, fmt.Errorf("labelprop: %w: %d rows, the seeds have %d nodes", ErrShape, n, seeds.n)
	}
	order := orderOfLabels(y, func(a, b int) int {
		return slices.Compare(x.RawRowView(nodes[a]), x.RawRowView(nodes[b]))
	})
	judges := taken(nodes, spread(y, order, seeds.c, most))
	slices.Sort(judges)
	return judges, nil
}
