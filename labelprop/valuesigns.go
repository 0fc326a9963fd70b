package labelprop

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// splitBySign returns seeds without negative entries: the solvers take only non-negative
// sources. Real values are brought to a size of 1, so that tolerances mean the same whatever
// their unit, and split into what is above and below zero.
func (s *Seeds) splitBySign() *Seeds {
	if s.kind != values {
		return s
	}
	p := *s
	p.c = 2
	p.y = make([]float64, 2*len(s.y))
	// Division by a power of two is exact.
	p.unit = s.exponent()
	for l, v := range s.y {
		v = math.Ldexp(v, -p.unit)
		p.y[2*l], p.y[2*l+1] = math.Max(v, 0), math.Max(-v, 0)
	}
	return &p
}

// exponent returns the power of two that the largest value is just below.
func (s *Seeds) exponent() int {
	largest := 0.0
	for _, v := range s.y {
		largest = max(largest, math.Abs(v))
	}
	_, exp := math.Frexp(largest)
	return exp
}

// joinSigns undoes splitBySign: the answer is linear in the seeds.
func (r *Result) joinSigns(unit int) {
	n, _ := r.Scores.Dims()
	f := mat.NewDense(n, 1, nil)
	for i := range n {
		row := r.Scores.RawRowView(i)
		// F(y⁺) - F(y⁻) is F(y), in the unit of the values.
		f.Set(i, 0, math.Ldexp(row[0]-row[1], unit))
	}
	r.Scores, r.LogScores = f, nil
	// Both halves may be off.
	r.ErrorBound = math.Ldexp(2*r.ErrorBound, unit)
}
