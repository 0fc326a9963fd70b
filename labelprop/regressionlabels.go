package labelprop

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// regressionLabels are the labels of the rows that a regression is fitted to, and those that it has not seen.
type regressionLabels struct {
	nodes, y []int
	compare  func(a, b int) int // the values of two rows
	order    []int32            // of the labels, by class and values: the order of the rows decides nothing
	some     []int32            // those that it is fitted to
}

// labelsToFit chooses the labels of a regression, most(n, d) of them.
//
// Errors: another number of rows, no label, seeds of [MultiLabel] and [Values].
func labelsToFit(x mat.Matrix, seeds *Seeds, most func(n, d int) int) (*regressionLabels, error) {
	n, d := rows.Dims(x)
	return labelsOfRows(n, d, seeds, pairOf(x).compare, most(n, max(d, 1)))
}

// labelsOfRows is labelsToFit of any n rows of d features, which compare compares.
func labelsOfRows(n, d int, seeds *Seeds, compare func(a, b int) int, most int) (*regressionLabels, error) {
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return nil, err
	}
	if n != seeds.n || d == 0 {
		return nil, fmt.Errorf("labelprop: %w: %d rows, the seeds have %d nodes", ErrShape, n, seeds.n)
	}
	// Neither which labels count, nor how their sums are rounded, nor what is left out together depends on places.
	order := orderOfLabels(y, func(a, b int) int { return compare(nodes[a], nodes[b]) })
	return &regressionLabels{nodes, y, compare, order, spread(y, order, seeds.c, most)}, nil
}

// fitted returns the labelled rows that the regression is fitted to, and their classes.
func (r *regressionLabels) fitted() (nodes, y []int) {
	return taken(r.nodes, r.some), taken(r.y, r.some)
}

// leftOut returns what is said of the labelled nodes without their labels: left of those that the regression is fitted
// to, and p, which has not seen the others.
func (r *regressionLabels) leftOut(p, left *mat.Dense) *mat.Dense {
	_, c := p.Dims()
	all := mat.NewDense(len(r.nodes), c, nil)
	for l, node := range r.nodes {
		all.SetRow(l, p.RawRowView(node))
	}
	for a, l := range r.some {
		all.SetRow(int(l), left.RawRowView(a))
	}
	return all
}

// share gives rows that are equal and have the same label the mean of what is said of them.
func (r *regressionLabels) share(left *mat.Dense) {
	shareAmongEqual(left, r.order, func(a, b int) bool {
		return r.y[a] == r.y[b] && r.compare(r.nodes[a], r.nodes[b]) == 0
	})
}

// spread chooses most of the labels, in an order of them: of every class the same share, one at
// least, evenly spaced; all where there are no more.
func spread(y []int, order []int32, classes, most int) []int32 {
	var some []int32
	seen, share := make([]int, classes), min(1, float64(most)/float64(len(y)))
	for _, l := range order {
		// The next one is chosen where share·(those seen) passes a whole number.
		k := y[l]
		before := int(share * float64(seen[k]))
		seen[k]++
		if seen[k] == 1 || int(share*float64(seen[k])) > before {
			some = append(some, l)
		}
	}
	return some
}
