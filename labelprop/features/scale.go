package features

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/sum"
	"gonum.org/v1/gonum/floats"
)

// Scale says how one column becomes features.
type Scale struct {
	// A number v becomes (v-Center)/Width between Low and High. What is beyond counts by
	// its logarithm, so that huge values stay near each other and dwarf nothing. A
	// missing number is Fill. Width 0: the column is constant and no feature.
	Center, Width, Low, High, Fill float64
	Deviation                      float64 // the standard deviation, tails included

	// A category is an indicator of this height among Categories of them; 0: numbers.
	Categories int
	Height     float64

	// Missing is the height of the indicator of missing values; 0: there is none.
	Missing float64

	// Weight is a factor of all features of the column; 0 means 1.
	Weight float64
}

// LinearScale is that of numbers of which center becomes 0 and center+width becomes 1, and
// fill stands for a missing one. missing is the height of the indicator of those; 0: none.
func LinearScale(center, width, fill, missing float64) Scale {
	return Scale{Center: center, Width: width, Low: math.Inf(-1), High: math.Inf(1), Fill: fill, Missing: missing}
}

const (
	// tail is the share of the values at either end that do not widen a scale, and
	// fewestTail how many values that is at least.
	tail       = 0.01
	fewestTail = 2

	// rarest bounds the variance p(1-p) of an indicator from below: a value that one row
	// in a thousand has sets it apart no more than one that one in fifty has.
	rarest = 0.02
)

// scaleOf scales a column, of which the values that are there are sorted.
func scaleOf(c Column, sorted []float64) Scale {
	n, missing := float64(c.Len()), float64(c.Missing())
	if c.Categories > 0 {
		return categoryScale(c, n)
	}
	s := numberScale(sorted)
	// Whether a number is missing may say something: an indicator, of half the weight of
	// a column, says it.
	if missing > 0 && missing < n {
		p := missing / n
		s.Missing = 1 / math.Sqrt(2*max(p*(1-p), rarest))
	}
	return s
}

// categoryScale makes rows of different categories as far apart as standardised
// numbers are: Σp(1-p) is the variance of all indicators together. A missing value
// counts as one more category.
func categoryScale(c Column, n float64) Scale {
	count := make([]float64, c.Categories+1)
	for _, v := range c.all() {
		if v != v {
			count[c.Categories]++
		} else {
			count[int(v)]++
		}
	}
	// Two random rows differ with the probability Σp(1-p), and are then √2·Height apart: in
	// the mean a squared distance of 2, as that of standardised numbers.
	variance := 0.0
	for _, k := range count {
		variance += k / n * (1 - k/n)
	}
	s := Scale{Categories: c.Categories}
	if variance > 0 {
		s.Height = 1 / math.Sqrt(max(variance, rarest))
	}
	if count[c.Categories] > 0 {
		s.Missing = s.Height
	}
	return s
}

// numberScale takes mean and deviation of the numbers without their tails. Where all
// but the tails are one value, as for counts that are mostly 0, the tails are all there
// is, and count.
func numberScale(sorted []float64) Scale {
	var s Scale
	m := len(sorted)
	if m == 0 {
		return s
	}
	// A missing number is the median.
	s.Fill = sorted[(m-1)/2]/2 + sorted[m/2]/2
	if sorted[0] == sorted[m-1] {
		return s
	}
	// The tails, of 1 % and two values at least, are cut off.
	cut := min(max(fewestTail, int(tail*float64(m))), (m-1)/2)
	s.Low, s.High = sorted[cut], sorted[m-1-cut]
	if s.Low == s.High {
		s.Low, s.High = sorted[0], sorted[m-1]
	}
	_, s.Deviation = meanDeviation(sorted)
	// Values in the tails count as the ends, so that they widen the scale a little.
	clipped := slices.Clone(sorted)
	for i, v := range clipped {
		clipped[i] = min(max(v, s.Low), s.High)
	}
	s.Center, s.Width = meanDeviation(clipped)
	return s
}

// meanDeviation returns mean and standard deviation of numbers of any size: they are
// first divided by the largest.
func meanDeviation(values []float64) (mean, deviation float64) {
	// Squares of numbers up to 1 neither overflow nor underflow.
	unit := max(math.Abs(slices.Max(values)), math.Abs(slices.Min(values)))
	if unit == 0 {
		return 0, 0
	}
	scaled := make([]float64, len(values))
	for i, v := range values {
		scaled[i] = v / unit
	}
	mean, variance := sum.MeanVariance(scaled)
	return mean * unit, math.Sqrt(variance) * unit
}

// present returns the values that are not missing, sorted.
func present(values []float64) []float64 {
	sorted := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	slices.Sort(sorted)
	return sorted
}

// features returns how many features the column becomes.
func (s *Scale) features() int {
	count := 0
	switch {
	case s.Categories > 0 && s.Height > 0:
		count = s.Categories
	case s.Categories == 0 && s.Width > 0:
		count = 1
	}
	if s.Missing > 0 {
		count++
	}
	return count
}

// write writes the features of one value, all of which are zero so far. The indicator
// of a missing value comes last.
func (s *Scale) write(dst []float64, v float64) {
	missing := v != v
	if missing && s.Missing > 0 {
		dst[len(dst)-1] = s.Missing
	}
	switch {
	case s.Categories > 0:
		if k := int(v); !missing && k < s.Categories && s.Height > 0 {
			dst[k] = s.Height
		}
	case s.Width > 0 && missing:
		dst[0] = s.number(s.Fill)
	case s.Width > 0:
		dst[0] = s.number(v)
	}
	if s.Weight > 0 {
		floats.Scale(s.Weight, dst)
	}
}

// number scales one number.
func (s *Scale) number(v float64) float64 {
	// Linear up to the ends, and logarithmic beyond.
	inside := min(max(v, s.Low), s.High)
	beyond := (v - inside) / s.Width
	return (inside-s.Center)/s.Width + math.Copysign(math.Log1p(math.Abs(beyond)), beyond)
}
