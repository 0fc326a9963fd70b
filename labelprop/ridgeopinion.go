package labelprop

import (
	"context"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/kernelridge"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// RidgeOptions says how a kernel ridge regression is fitted. The zero value and nil are right
// for most.
type RidgeOptions struct {
	// Labels is how many labels the regression is fitted to at most; 0 means 1,000, or fewer
	// where n·d is so large that the kernel of all rows would take more than some seconds.
	Labels int

	// Observe is told of how many rows were compared with the labelled ones, which is most
	// of the work, by one goroutine at a time; nil: nobody is.
	Observe func(done, total int)

	// Context ends the work when it is done; nil: it is never ended.
	Context context.Context
}

// RidgeOpinion is the opinion of a kernel ridge regression [saunders1998] of the classes on
// the labelled rows of x (n×d), whose columns should be scaled alike, such as by
// [features.Encoder]:
//
//	f(a) = Σⱼ K(a,xⱼ)·αⱼ,   α = (K+λI)⁻¹Y,   K(a,b) = exp(-‖a-b‖₁/m),
//
// with Y the indicators of the classes less 1/C, λ = 0.1 and m the median distance. The
// probabilities are softmax(4·f), as scores are between about -1 and 1. What it says of a
// labelled row without its label has the closed form yᵢ - αᵢ/Gᵢᵢ with G = (K+λI)⁻¹. Where
// there are more labels than it is fitted to, the same share of every class is chosen, and the
// others are judged by a fit that has not seen them; rows that are equal and have the same
// label share the mean of what is said of them. Label weights have no part. It also
// returns the regression, which answers for new rows.
//
// Errors: another number of rows, no label, seeds of [MultiLabel] and [Values], and that of the
// context.
// Cost: O(n·l·d + l³) for l labels.
func RidgeOpinion(x *mat.Dense, seeds Seeds, o *RidgeOptions) (opinion Opinion, ridge *Ridge, err error) {
	defer par.Catch(&err, "labelprop")
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return Opinion{}, nil, err
	}
	n, d := rows.Dims(x)
	if n != seeds.n || d == 0 {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w: %d rows, the seeds have %d nodes", ErrShape, n, seeds.n)
	}
	if o == nil {
		o = &RidgeOptions{}
	}
	most := ridgeLabels(n, d, seeds.c)
	if o.Labels > 0 {
		most = o.Labels
	}
	// The regression is fitted to some of the labels, or all. They are numbered by class and
	// values: the order of the rows decides neither which, nor how their sums are rounded.
	order := orderOfLabels(y, func(a, b int) int {
		return slices.Compare(x.RawRowView(nodes[a]), x.RawRowView(nodes[b]))
	})
	some := spread(y, order, seeds.c, most)
	fit, err := kernelridge.Classify(x, taken(nodes, some), taken(y, some), seeds.c,
		kernelridge.Options{Observe: par.Observer(o.Observe), Context: o.Context})
	if err != nil {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w", err)
	}
	// Labels that it was not fitted to are left out already.
	left := leftOutOf(fit.Scores, fit.LeftOut, nodes, some)
	toProbabilities(fit.Scores)
	toProbabilities(left)
	shareAmongEqual(left, order, func(a, b int) bool {
		return y[a] == y[b] && slices.Equal(x.RawRowView(nodes[a]), x.RawRowView(nodes[b]))
	})
	return Opinion{Name: ridgeName, P: fit.Scores, LeftOut: left, Features: true}, &Ridge{fit.Regression}, nil
}

// Bounds of the regression: labels, differences of all rows to them, and labels a class.
const (
	mostRidgeLabels     = 1000
	mostDifferences     = 2e9
	leastLabelsPerClass = 2
)

// ridgeLabels returns how many labels a regression on n rows of d columns can have in some
// seconds.
func ridgeLabels(n, d, classes int) int {
	most := min(mostRidgeLabels, mostDifferences/(float64(n)*float64(d)))
	return max(int(most), leastLabelsPerClass*classes)
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
