// Package sum adds float64 numbers with Neumaier's compensation: the rounding
// error of each addition is kept and given back at the end, so a sum of a
// million terms is as good as one of two.
package sum

// Running is a sum in progress. The zero value is the empty sum. For n non-negative terms the relative
// error of Total is below 2·2⁻⁵³ + n²·2⁻¹⁰⁶.
type Running struct {
	sum, lost float64
}

// Add adds x.
func (r *Running) Add(x float64) { *r = r.Plus(x) }

// Plus returns r + x. The error of the addition is found without a branch
// (Knuth's two-sum); it is the number that Neumaier's comparison finds.
func (r Running) Plus(x float64) Running {
	// t is the rounded sum. b is what of x arrived in it.
	t := r.sum + x
	b := t - r.sum
	// What was lost of the old sum and what was lost of x are both exact, and together the rounding error.
	return Running{sum: t, lost: r.lost + ((r.sum - (t - b)) + (x - b))}
}

// Total returns the sum so far. An infinite term or an overflow gives an
// infinite total, never NaN; only +Inf beside -Inf, or NaN, gives NaN.
func (r Running) Total() float64 {
	// Of an infinite or undefined sum the compensation is NaN: it must not be added.
	if r.sum-r.sum != 0 {
		return r.sum
	}
	return r.sum + r.lost
}

// Of returns the sum of xs, 0 when there are none.
func Of(xs []float64) float64 {
	var r Running
	for _, x := range xs {
		r = r.Plus(x)
	}
	return r.Total()
}
