package labelprop

import (
	"cmp"
	"context"
	"fmt"

	"github.com/propagate-go/propagate/internal/kernelridge"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// RidgeOptions says how a kernel ridge regression is fitted. The zero value and nil are right
// for most.
type RidgeOptions struct {
	// Labels is how many labels the regression is fitted to at most; 0 means 1,000, or fewer
	// where n·d is so large that the kernel of all rows would take more than some seconds.
	Labels int

	// Observe is told of how many parts of the work are done, by one goroutine at a time; nil:
	// nobody is.
	Observe func(done, total int)
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
func RidgeOpinion(ctx context.Context, x mat.Matrix, seeds Seeds,
	o *RidgeOptions) (opinion Opinion, ridge *Ridge, err error) {
	defer par.Catch(&err, "labelprop")
	ctx, x = orBackground(ctx), featureRows(x)
	if o == nil {
		o = &RidgeOptions{}
	}
	labels, err := labelsToFit(x, &seeds, func(n, d int) int {
		return cmp.Or(max(o.Labels, 0), ridgeLabels(n, d, seeds.c))
	})
	if err != nil {
		return Opinion{}, nil, err
	}
	nodes, y := labels.fitted()
	fit, err := kernelridge.Classify(x, nodes, y, seeds.c,
		kernelridge.Options{Observe: par.Observer(o.Observe), Context: ctx})
	if err != nil {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w", err)
	}
	// Labels that it was not fitted to are left out already.
	left := labels.leftOut(fit.Scores, fit.LeftOut)
	toProbabilities(fit.Scores)
	toProbabilities(left)
	labels.share(left)
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
