package labelprop

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// Judges chooses the labelled nodes by which opinions are judged, about the number most of them:
// of every class the same share, at least one, and all labels if there are no more than most.
// The nodes are returned in rising order. x (n×d) are the features of the nodes; the choice
// depends on their values, and not on the order of the rows.
//
// Errors: another number of rows, no label, seeds of [MultiLabel] and [Values].
// Cost: O(l·log(l)·d) for l labels.
func Judges(x mat.Matrix, seeds Seeds, most int) (judges []int, err error) {
	defer par.Catch(&err, "labelprop")
	x = featureRows(x)
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return nil, err
	}
	if n, _ := rows.Dims(x); n != seeds.n {
		return nil, fmt.Errorf("labelprop: %w: %d rows, the seeds have %d nodes", ErrShape, n, seeds.n)
	}
	pair := pairOf(x)
	order := orderOfLabels(y, func(a, b int) int { return pair.compare(nodes[a], nodes[b]) })
	judges = taken(nodes, spread(y, order, seeds.c, most))
	slices.Sort(judges)
	return judges, nil
}
