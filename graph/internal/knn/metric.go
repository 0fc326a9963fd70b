package knn

import (
	"math"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
)

// facts are what the searches need to know of a metric. The squared distance of two rows a
// and b is square(S), S being the sum of term(aⱼ-bⱼ) over the columns.
type facts struct {
	sum    func(a, b []float64) float64 // S of two dense rows; nil: ask the metric itself
	term   func(difference float64) float64
	square func(sum float64) float64 // d² of S; nil: S itself
	root   func(d2 float64) float64  // S of d², the inverse of square; nil: d² itself

	scales bool // whether rows times 2^e have 2^e times the distance
	unit   bool // whether rows are brought to unit length first; one of zeros is at distance 1

	// products is set where S = |a|² + |b|² - 2a·b, so that products of rows give it.
	products bool
	boxTerm  vec.Term // term, for the distances to the boxes of a tree

	// exact reports whether S and d² are computed without rounding, for d columns of
	// integers whose differences are up to units; nil: never.
	exact func(d, units float64) bool
	// roundings is r where the relative error of d² is at most r(d+3)u [higham2002].
	roundings float64
}

// known are the metrics that can be stored. To add one, add its facts: all searches whose
// conditions it meets (see choose.go) then serve it. One that is no function of such a sum has
// empty facts: it is called for each pair, as one from outside is.
var known = []struct {
	metric kernel.Metric
	facts
}{
	{kernel.Euclidean{}, facts{
		sum: vec.SquaredDistance, term: squared,
		scales: true, products: true, boxTerm: vec.Squares,
		exact:     func(d, units float64) bool { return d*units*units <= 0x1p53 },
		roundings: 1,
	}},
	{kernel.Manhattan{}, facts{
		sum: vec.AbsoluteDistance, term: math.Abs, square: squared, root: math.Sqrt,
		scales: true, boxTerm: vec.Magnitudes,
		exact:     func(d, units float64) bool { return d*units*d*units <= 0x1p53 },
		roundings: 2, // the square doubles the error of the sum
	}},
	// For unit vectors, 1 - cos(a,b) = |a-b|²/2.
	{kernel.Cosine{}, facts{
		sum: vec.SquaredDistance, term: squared,
		square: func(sum float64) float64 { return sum / 2 * (sum / 2) },
		root:   func(d2 float64) float64 { return 2 * math.Sqrt(d2) },
		unit:   true, products: true, boxTerm: vec.Squares,
		roundings: 2,
	}},
}

func squared(x float64) float64 { return x * x }

// foreign are the facts of a metric from outside: it is called for each pair.
var foreign = &facts{}

// factsOf returns the facts of a metric.
func factsOf(m kernel.Metric) *facts {
	for i := range known {
		// Metrics are empty structs: equal values are the same metric.
		if known[i].metric == m {
			return &known[i].facts
		}
	}
	return foreign
}

// isKnown reports whether the searches know the metric from inside.
func (f *facts) isKnown() bool { return f.sum != nil }

// squareOf returns the squared distance of the sum of terms.
func (f *facts) squareOf(sum float64) float64 {
	if f.square == nil {
		return sum
	}
	return f.square(sum)
}

// sumOf returns the sum of terms of a squared distance.
func (f *facts) sumOf(d2 float64) float64 {
	if f.root == nil {
		return d2
	}
	return f.root(d2)
}

// sumAtMost returns a value that no sum of terms exceeds whose squared distance, as
// computed, is d2 or less: the root rounds, and squares may underflow.
func (f *facts) sumAtMost(d2 float64) float64 {
	if f.root == nil {
		return d2
	}
	return max(f.root(d2)*(1+0x1p-50), 0x1p-500)
}

// relativeError bounds the relative error of d² for d columns of integers whose
// differences are up to units: 0 where every operation is exact. A metric from outside
// counts as exact; its distance is rounded once, when it is squared.
func (f *facts) relativeError(d, units float64) float64 {
	const u = 0x1p-53
	switch {
	case !f.isKnown():
		return u
	// Integers below 2⁵³ add up exactly.
	case f.exact != nil && f.exact(d, units):
		return 0
	}
	return f.roundings * (d + 3) * u
}

// Named returns the known metric that prints as name, and nil where there is none.
func Named(name string) kernel.Metric {
	for _, k := range known {
		if k.metric.String() == name {
			return k.metric
		}
	}
	return nil
}
