package kernelridge

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Options are the parameters of the regression. The zero value works.
type Options struct {
	Lambda float64 // the ridge, where the kernel of a row with itself is 1; 0 means 0.1

	// Observe is told how much of the work is done, by one goroutine at a time; nil: nobody is.
	Observe func(done, total int)

	// Context ends the work when it is done; nil: it is never ended.
	Context context.Context
}

func (o Options) ended() bool { return o.Context != nil && o.Context.Err() != nil }

// Answer is what the regression says of all rows and of the labelled ones.
type Answer struct {
	Regression *Regression
	Scores     *mat.Dense // n×C
	LeftOut    *mat.Dense // l×C: of each labelled row without its label
}

// Classify regresses the indicators of the classes, less their mean, on the labelled
// rows of x (n×d) by the kernel
//
//	K(a,b) = exp(-‖a-b‖₁/m),   m the median of ‖a-b‖₁ from labelled to all rows.
//
// y are the classes of the labelled rows, from 0 to classes-1. The row sums of the
// scores are 0 and the largest is the class. The order of x makes no difference, and that
// of labelled none but rounding.
//
// Errors: those of [Solve], and that of the context. Cost: O(n·l·d + l³).
func Classify(x *mat.Dense, labelled, y []int, classes int, o Options) (*Answer, error) {
	if o.Lambda == 0 {
		o.Lambda = 0.1
	}
	r := &Regression{Rows: rowsOf(x, labelled)}
	// Each row meets each labelled one: d features, an exponential, and as many products as classes.
	n, d := x.Dims()
	done := par.Counter(n*(d+expOps+classes), o.Observe)
	kernel := r.distances(x, o, done)
	if o.ended() {
		return nil, o.Context.Err()
	}
	r.Width = width(x, kernel)
	toKernel(kernel, r.Width, done)
	// The kernel between labelled rows is part of that to all rows.
	own := mat.NewSymDense(len(labelled), nil)
	for a, i := range labelled {
		for b := a; b < len(labelled); b++ {
			own.SetSym(a, b, kernel.At(i, b))
		}
	}
	if o.ended() {
		return nil, o.Context.Err()
	}
	fit, err := Solve(own, indicators(y, classes), o.Lambda)
	if err != nil {
		return nil, err
	}
	r.Coefficients = fit.Coefficients
	a := &Answer{Regression: r, Scores: r.scores(kernel), LeftOut: fit.LeftOut}
	done.Add(n * classes)
	return a, nil
}

// indicators returns 1-1/C where the row has the class and -1/C elsewhere, so that
// where no labelled row is near, every class has the score 0.
func indicators(y []int, classes int) *mat.Dense {
	t := mat.NewDense(len(y), classes, nil)
	for l, class := range y {
		for k := range classes {
			t.Set(l, k, -1/float64(classes))
		}
		t.Set(l, class, 1-1/float64(classes))
	}
	return t
}

// mostDistances bounds how many distances are looked at for the median.
const mostDistances = 1 << 20

// width returns the median distance from labelled to all rows of x, or that of a regular
// sample; 1 where it is 0, as all rows are alike then.
func width(x, distances *mat.Dense) float64 {
	some := distances.RawMatrix().Data
	if len(some) > mostDistances {
		some = sampled(x, distances)
	} else {
		some = slices.Clone(some)
	}
	if m := atRank(some, len(some)/2); m > 0 {
		return m
	}
	return 1
}

// sampled returns the distances at equal steps through the rows in the order of their
// values, so that their order in x makes no difference.
func sampled(x, distances *mat.Dense) []float64 {
	n, l := distances.Dims()
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return slices.Compare(x.RawRowView(a), x.RawRowView(b)) })
	// The step is odd, so that it does not fall on the same columns again and again.
	step := n*l/mostDistances | 1
	var some []float64
	for at := 0; at < n*l; at += step {
		some = append(some, distances.At(order[at/l], at%l))
	}
	return some
}
