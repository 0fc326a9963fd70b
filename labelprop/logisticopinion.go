package labelprop

import (
	"cmp"
	"context"
	"fmt"

	"github.com/propagate-go/propagate/internal/logistic"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// LogisticOptions says how a logistic regression is fitted. The zero value and nil are right for
// most.
type LogisticOptions struct {
	// Labels is how many labels the regression is fitted to at most; 0 means as many as take a
	// second or less.
	Labels int

	// Observe is told of how many of the fits without some labels are done, which is most of the
	// work, by one goroutine at a time; nil: nobody is.
	Observe func(done, total int)
}

// LogisticOpinion is the opinion of a multinomial logistic regression with an L2 penalty
// [lecessie1992] on the labelled rows of x (n×d), by the weights W and intercepts b that make
//
//	Σᵢ -ln Pᵢ(yᵢ) + ³⁄₂·‖W‖²,   P(a) = softmax(W·z(a) + b),
//
// smallest. z are the columns of x less their mean, over their standard deviation; indicators of
// categories, which are columns of 0 and one other value, over this. What it says of a labelled
// row without its label is by a fit to the other labels; where there are too many for a fit each,
// to those outside of one of some parts of the labels. Where there are more labels than it is
// fitted to, the same share of every class is chosen, and the others are judged by a fit that has
// not seen them; rows that are equal and have the same label share the mean of what is said of
// them. Label weights have no part. Its Prior is 1/2: where columns act together, others are right
// more often. It also returns the regression, which answers for new rows.
//
// Errors: another number of rows, a value that is not finite, no label, seeds of [MultiLabel] and
// [Values], and that of the context.
// Cost: O(n·d·C + some 100·l·d·C) for l labels and C classes, and 20·l·d·C for each fit without
// labels, or 100 where classes are many.
func LogisticOpinion(ctx context.Context, x mat.Matrix, seeds Seeds,
	o *LogisticOptions) (opinion Opinion, regression *Logistic, err error) {
	defer par.Catch(&err, "labelprop")
	ctx, x = orBackground(ctx), featureRows(x)
	if o == nil {
		o = &LogisticOptions{}
	}
	labels, err := labelsToFit(x, &seeds, func(_, d int) int {
		return cmp.Or(max(o.Labels, 0), logisticLabels(d, seeds.c))
	})
	if err != nil {
		return Opinion{}, nil, err
	}
	nodes, y := labels.fitted()
	_, d := x.Dims()
	fit, err := logistic.Classify(x, nodes, y, seeds.c, logistic.Options{
		Folds: logisticFolds(len(y), d, seeds.c), Observe: par.Observer(o.Observe), Context: ctx})
	if err != nil {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w", err)
	}
	left := labels.leftOut(fit.P, fit.LeftOut)
	labels.share(left)
	opinion = Opinion{Name: logisticName, P: fit.P, LeftOut: left, Prior: logisticPrior, Features: true}
	return opinion, &Logistic{fit.Regression}, nil
}

// logisticPrior is the weight of the opinion before it is judged.
const logisticPrior = 0.5

// Bounds of the regression: labels, and the products of labels, features and classes that one
// product with the Hessian and all fits without labels may take.
const (
	mostLogisticLabels = 1000
	mostCurvature      = 5e5
	mostLeavingOut     = 5e6
	leastFolds         = 10
)

// logisticLabels returns how many labels a regression on d features and so many classes can have
// in a second.
func logisticLabels(d, classes int) int {
	most := min(mostLogisticLabels, mostCurvature/(float64(d)*float64(classes)))
	return max(int(most), leastLabelsPerClass*classes)
}

// logisticFolds returns into how many parts l labels are divided to be left out.
func logisticFolds(l, d, classes int) int {
	folds := mostLeavingOut / (float64(l) * float64(d) * float64(classes))
	return min(l, max(leastFolds, int(folds)))
}
