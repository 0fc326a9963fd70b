package kernelridge

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/vec"
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
func Classify(x mat.Matrix, labelled, y []int, classes int, o Options) (*Answer, error) {
	if o.Lambda == 0 {
		o.Lambda = 0.1
	}
	r := &Regression{Rows: rowsOf(x, labelled)}
	// Each row meets each labelled one: d features, an exponential, and as many products as classes.
	n, d := x.Dims()
	done := par.Counter(n*(d+expOps+classes), o.Observe)
	// The distances of few rows are kept, those of many measured where they are needed: they would be the largest part
	// of all memory.
	var all *mat.Dense
	distance := func() func(i, j int) float64 {
		from := rows.Of(x)
		return func(i, j int) float64 { return vec.AbsoluteDistance(from.Row(i), r.Rows.RawRowView(j)) }
	}
	if n*len(labelled) <= keptDistances {
		all = r.distances(x, block{0, n}, o, done)
		distance = func() func(i, j int) float64 { return all.At }
	}
	if o.ended() {
		return nil, o.Context.Err()
	}
	r.Width = width(x, len(labelled), distance)
	own := r.ownKernel(o)
	if o.ended() {
		return nil, o.Context.Err()
	}
	fit, err := Solve(own, indicators(y, classes), o.Lambda)
	if err != nil {
		return nil, err
	}
	r.Coefficients = fit.Coefficients
	answer := &Answer{Regression: r, LeftOut: fit.LeftOut}
	if all != nil {
		toKernel(all, r.Width, done)
		answer.Scores = r.scores(all)
		done.Add(n * classes)
		return answer, nil
	}
	answer.Scores = r.inBlocks(x, o, done)
	if o.ended() {
		return nil, o.Context.Err()
	}
	return answer, nil
}

// ownKernel returns the kernel between the labelled rows, unless the context of the options ends before.
func (r *Regression) ownKernel(o Options) *mat.SymDense {
	l, _ := r.Rows.Dims()
	kernel := r.distances(r.Rows, block{0, l}, o, par.Counter(0, nil))
	toKernel(kernel, r.Width, par.Counter(0, nil))
	return mat.NewSymDense(l, kernel.RawMatrix().Data)
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

const (
	// mostDistances bounds how many distances are looked at for the median.
	mostDistances = 1 << 20
	// keptDistances is up to how many are kept from one use to the next.
	keptDistances = 8 * mostDistances
)

// width returns the median distance from the l labelled rows to all rows of x, or that of a regular sample; 1 where it
// is 0, as all rows are alike then. distance returns what measures them, one for each worker.
func width(x mat.Matrix, l int, distance func() func(i, j int) float64) float64 {
	some := sampled(x, l, distance)
	if m := atRank(some, len(some)/2); m > 0 {
		return m
	}
	return 1
}

// sampled returns the distances at equal steps through the rows in the order of their
// values, so that their order in x makes no difference.
func sampled(x mat.Matrix, l int, distance func() func(i, j int) float64) []float64 {
	n, _ := x.Dims()
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	step := 1
	// If all are taken, their order makes none either.
	if n*l > mostDistances {
		one, other := rows.Of(x), rows.Of(x)
		slices.SortFunc(order, func(a, b int) int { return slices.Compare(one.Row(a), other.Row(b)) })
		// The step is odd, so that it does not fall on the same columns again and again.
		step = n*l/mostDistances | 1
	}
	some := make([]float64, (n*l+step-1)/step)
	par.For(len(some), 4096, func(_, lo, hi int) {
		measure := distance()
		for e := lo; e < hi; e++ {
			some[e] = measure(order[e*step/l], e*step%l)
		}
	})
	return some
}
