package labelprop

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// positive returns seeds without negative entries: the solvers know only
// positive sources. Real values are split into what is above and below zero.
func (s *Seeds) positive() *Seeds {
	if s.kind != values {
		return s
	}
	p := *s
	p.c = 2
	p.y = make([]float64, 2*len(s.y))
	for l, v := range s.y {
		p.y[2*l], p.y[2*l+1] = math.Max(v, 0), math.Max(-v, 0)
	}
	return &p
}

// joinSigns undoes positive: the answer is linear in the seeds.
func (r *Result) joinSigns() {
	n, _ := r.Scores.Dims()
	f := mat.NewDense(n, 1, nil)
	for i := range n {
		row := r.Scores.RawRowView(i)
		f.Set(i, 0, row[0]-row[1])
	}
	r.Scores, r.LogScores = f, nil
	r.ErrorBound *= 2
}
