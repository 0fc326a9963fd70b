package logistic

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
	"gonum.org/v1/gonum/mat"
)

// scale brings features to sizes that one penalty suits: (v-centre)/width.
type scale struct {
	centre, width []float64 // width 0: the feature is constant and does not count
}

// farthest bounds scaled values, so that products with weights stay finite.
const farthest = 1e9

// scaleRows is how many rows one processor takes at a time.
const scaleRows = 1024

// spread is what is summed up of one feature.
type spread struct {
	low, high    float64
	two          bool         // no value but these
	sum, squares sum.AnyOrder // of u = (v-middle)/half, between -1 and 1
}

// scaleOf standardises the columns of x; those of 0 and another value, as indicators of categories
// are, become 0 and 1 less their mean, so that rare categories do not count more. The order of the rows makes
// no difference. Cost: O(n·d).
//
// Errors: a value that is not finite.
func scaleOf(x mat.Matrix) (scale, error) {
	n, d := x.Dims()
	ends := endsOf(x)
	for j, e := range ends {
		// NaN is passed on by both ends.
		if e.low-e.low != 0 || e.high-e.high != 0 {
			return scale{}, fmt.Errorf("column %d has a value that is not a finite number", j)
		}
	}
	parts := make([][]spread, par.Chunks(n, scaleRows))
	par.For(n, scaleRows, func(chunk, lo, hi int) {
		own := make([]spread, d)
		for j := range own {
			own[j] = spread{low: ends[j].low, high: ends[j].high, two: true, sum: sum.Below(1), squares: sum.Below(1)}
		}
		from := rows.Of(x)
		for i := lo; i < hi; i++ {
			for j, v := range from.Row(i) {
				// Every column at once, as rows stand together in memory.
				own[j].add(v)
			}
		}
		parts[chunk] = own
	})
	s := scale{make([]float64, d), make([]float64, d)}
	for j := range d {
		// Sums of whole numbers, so that the chunks may come in any order.
		all := parts[0][j]
		for _, part := range parts[1:] {
			all.sum.Join(part[j].sum)
			all.squares.Join(part[j].squares)
			all.two = all.two && part[j].two
		}
		s.centre[j], s.width[j] = all.scale(float64(n))
	}
	return s, nil
}

// endsOf returns the smallest and the largest value of each column.
func endsOf(x mat.Matrix) []spread {
	n, d := x.Dims()
	ends, from := make([]spread, d), rows.Of(x)
	for j, v := range from.Row(0) {
		ends[j].low, ends[j].high = v, v
	}
	for i := 1; i < n; i++ {
		// Row by row, as they stand in memory.
		for j, v := range from.Row(i) {
			ends[j].low, ends[j].high = min(ends[j].low, v), max(ends[j].high, v)
		}
	}
	return ends
}

// middle returns the middle of the ends and half their distance, which cannot overflow.
func (s *spread) middle() (middle, half float64) { return s.low/2 + s.high/2, s.high/2 - s.low/2 }

func (s *spread) add(v float64) {
	s.two = s.two && (v == s.low || v == s.high)
	// In units of half the range, so that no square overflows.
	if middle, half := s.middle(); half > 0 {
		u := (v - middle) / half
		s.sum.Add(u)
		s.squares.Add(u * u)
	}
}

// scale returns the mean, and the standard deviation or the height of an indicator.
func (s *spread) scale(n float64) (centre, width float64) {
	middle, half := s.middle()
	mean := s.sum.Total() / n
	centre = middle + half*mean
	if s.two && s.low == 0 {
		return centre, min(2*half, math.MaxFloat64)
	}
	// Var v = half²·(mean of u² - mean²).
	return centre, half * math.Sqrt(max(s.squares.Total()/n-mean*mean, 0))
}

// write writes a scaled row and a 1 for the intercept to dst.
func (s *scale) write(dst, row []float64) {
	for j, v := range row {
		// A constant feature is 0, and so is its weight.
		dst[j] = 0
		if s.width[j] > 0 {
			dst[j] = min(max((v-s.centre[j])/s.width[j], -farthest), farthest)
		}
	}
	dst[len(row)] = 1
}
