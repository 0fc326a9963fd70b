package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
)

// settle gives x what it has yet to be given.
func (s *mixedCG) settle() {
	s.eachLine(s.d, func(d []float32, row, first int) {
		x := s.eq.row(s.X, row)[first:]
		for k := range min(len(d), len(x)) {
			// d is in units of its column, x is not.
			x[k] += float64(d[k]) / s.scale[first+k]
		}
		clear(d)
	})
}

// eachLine calls f with the lines of some matrices, each with its row and first column.
func (s *mixedCG) eachLine(matrices [][]float32, f func(line []float32, row, first int)) {
	par.For(s.eq.n, chunkRows, func(_, lo, hi int) {
		first := 0
		for v, m := range matrices {
			columns := s.loops[v].Columns()
			for i := lo; i < hi; i++ {
				f(m[i*columns:(i+1)*columns], i, first)
			}
			first += columns
		}
	})
}

// refresh computes the residual in float64, scales it anew, and returns Σωr².
func (s *mixedCG) refresh() []float64 {
	s.settle()
	// b - (I-M)x in float64, from an x that holds all that was found. It is in units in which it becomes a float32
	// without loss, whether it has fallen or has risen.
	trial := make([]float64, len(s.scale))
	for k, by := range s.scale {
		trial[k] = by * trialRoom
	}
	norm, most := s.measure(trial)
	claimed := s.Residual
	s.Residual = relative(norm, s.first)
	// If the true residual is far above the claimed one, and has hardly fallen since the last
	// refresh, float32 brings x no closer.
	s.stuck = s.Residual > 2*claimed && s.Residual > s.fresh/2
	// Bring the residual to a size of 1.
	s.fresh = s.Residual
	s.rescale(most)
	s.turnFrom(trial, most)
	return s.scaled(norm)
}

const (
	// trialRoom is how far a residual may have fallen since the last refresh.
	trialRoom = 0x1p40
	// mostTrial bounds the trial from above, which float32 could not hold.
	mostTrial = 0x1p100
)

// turnFrom brings r from the units of the trial to those of the scale.
func (s *mixedCG) turnFrom(trial, most []float64) {
	by := make([]float32, len(trial))
	for k := range by {
		size := most[k] * trial[k]
		if size == 0 {
			continue // a column of zeros
		}
		if !(size >= 1 && size < mostTrial) {
			// Some float32 may have lost digits: they are written once more.
			s.measure(s.scale)
			return
		}
		// A quotient of powers of two: nothing is rounded.
		by[k] = float32(s.scale[k] / trial[k])
	}
	s.eachLine(s.r, func(r []float32, _, first int) {
		for k, b := range by[first:min(len(by), first+len(r))] {
			r[k] *= b
		}
	})
}

// measure computes the residual b - (I-M)x in float64, some rows at a time, and returns Σωr² and the largest |r| of
// every column. It writes the residual to r in the units of a scale, unless that is nil.
func (s *mixedCG) measure(scale []float64) (norm, most []float64) {
	eq, c := s.eq, s.eq.cols
	all := eq.sweep()
	parts := make([]float64, par.Chunks(eq.n, chunkRows)*c)
	norm = eq.sum(func(lo, hi int, out []float64) {
		room := takeRoom((hi - lo) * c)
		defer rowRoom.Put(room)
		rows, largest := *room, parts[lo/chunkRows*c:][:c]
		all.ResidualTo(rows, s.X, lo, hi)
		for i := lo; i < hi; i++ {
			for k, v := range rows[(i-lo)*c : (i-lo+1)*c] {
				out[k] += eq.omega[i] * v * v
				largest[k] = max(largest[k], math.Abs(v))
			}
		}
		if scale != nil {
			s.narrow(rows, scale, lo, hi)
		}
	})
	most = make([]float64, c)
	for i, v := range parts {
		most[i%c] = max(most[i%c], v)
	}
	return norm, most
}

// narrow writes the rows [lo, hi) of a residual to r.
func (s *mixedCG) narrow(rows, scale []float64, lo, hi int) {
	c, first := s.eq.cols, 0
	for v, m := range s.r {
		columns := s.loops[v].Columns()
		last := min(c, first+columns)
		for i := lo; i < hi; i++ {
			line := m[i*columns : (i+1)*columns]
			for k, x := range rows[(i-lo)*c+first : (i-lo)*c+last] {
				line[k] = float32(x * scale[first+k])
			}
		}
		first = last
	}
}

// rescale chooses the powers of two that bring the largest sizes of the columns to about 1.
func (s *mixedCG) rescale(most []float64) {
	s.scale = make([]float64, len(most))
	for k, m := range most {
		// A power of two, so that scaling does not round; a column of zeros keeps its unit.
		exp := 0
		if m > 0 {
			_, exp = math.Frexp(max(m, smallest))
		}
		s.scale[k] = math.Ldexp(1, -exp)
	}
}

// scaled returns sums of squares in units of the scaled columns.
func (s *mixedCG) scaled(norm []float64) []float64 {
	out := make([]float64, len(norm))
	for k, by := range s.scale {
		out[k] = norm[k] * (by * by)
	}
	return out
}
