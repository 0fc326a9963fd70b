package labelprop

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/logistic"
	"github.com/propagate-go/propagate/internal/par"
)

// SparseLogisticOpinion is the opinion of a multinomial logistic regression with an L2 penalty
// [lecessie1992] on the labelled ones of sparse rows of length 1, x (n×d), such as the words of
// texts with their weights: by the weights W and intercepts b that make
//
//	Σᵢ -ln Pᵢ(yᵢ) + ½λ·‖W‖²,   P(a) = softmax(W·a + b),   λ = 0.03,
//
// smallest. Of a row that shares no column with a labelled one it says nothing: P is 0 there. What
// it says of a labelled row without its label, which labels it is fitted to, and what equal rows
// share, is as of [LogisticOpinion]. Label weights have no part. It also returns the regression,
// which answers for new rows.
//
// Errors: another number of rows, a value that is not finite, no label, seeds of [MultiLabel] and
// [Values], and that of the context.
// Cost: O(nnz·C + l·nnz(labelled) + l³ + some 100·l²·C) for l labels and C classes, and 20·l²·C
// for each fit without labels.
func SparseLogisticOpinion(ctx context.Context, x *graph.CSR, seeds Seeds,
	o *LogisticOptions) (opinion Opinion, regression *SparseLogistic, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if o == nil {
		o = &LogisticOptions{}
	}
	n, d := x.Dims()
	labels, err := labelsOfRows(n, d, &seeds, compareSparse(x), cmp.Or(max(o.Labels, 0), sparseLabels(seeds.c)))
	if err != nil {
		return Opinion{}, nil, err
	}
	// The rows of labels are few, and all that the fit needs of the rest are their products.
	nodes, y := labels.fitted()
	fit, err := logistic.ClassifySparse(x, nodes, y, seeds.c, logistic.Options{
		Folds: logisticFolds(len(y), len(y), seeds.c), Observe: par.Observer(o.Observe), Context: ctx})
	if err != nil {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w", err)
	}
	// Labels that it was not fitted to are left out already, and copies share what is said of them.
	left := labels.leftOut(fit.P, fit.LeftOut)
	labels.share(left)
	opinion = Opinion{Name: sparseLogisticName, P: fit.P, LeftOut: left, Features: true}
	return opinion, &SparseLogistic{fit.Regression}, nil
}

// mostSparseCurvature bounds the product of labels, labels and classes, which a product with the Hessian takes.
const mostSparseCurvature = 5e6

// sparseLabels returns how many labels a regression on sparse rows of so many classes can have in a second: each is a
// column, too.
func sparseLabels(classes int) int {
	// The square root, as the labels are both rows and columns of the problem.
	most := min(mostLogisticLabels, math.Sqrt(mostSparseCurvature/float64(classes)))
	return max(int(most), leastLabelsPerClass*classes)
}

// compareSparse returns an order of rows by their values.
func compareSparse(x *graph.CSR) func(a, b int) int {
	type entry struct {
		column int
		value  float64
	}
	// A row as the list of its values, column by column.
	values := func(i int) (row []entry) {
		x.DoRowNonZero(i, func(_, j int, v float64) { row = append(row, entry{j, v}) })
		return row
	}
	return func(a, b int) int {
		// Any order will do that equal rows alone have in common.
		return slices.CompareFunc(values(a), values(b), func(p, q entry) int {
			return cmp.Or(cmp.Compare(p.column, q.column), cmp.Compare(p.value, q.value))
		})
	}
}
