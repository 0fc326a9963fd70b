package loss

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/sum"
)

// MedianFrequency returns the class weights median(freq)/freq of [eigen2015].
// freq(c) is counts[c]/present[c]: how much of the material that contains
// class c at all, say the pixels of its images, belongs to it. With nil
// present every class is taken to be everywhere, and the weight is
// median(counts)/counts. A class without counts gets weight 0 and is left out
// of the median; the median of an even number is the mean of the middle two.
// counts has one entry a class and may be fractional.
//
// Errors: ErrShape if the lengths differ, ErrWeight for a count that is
// negative, NaN, infinite or more than present, or a weight that overflows;
// ErrEmpty if no class has a count.
func MedianFrequency(counts, present []float64) ([]float64, error) {
	freq, err := frequencies(counts, present)
	if err != nil {
		return nil, err
	}
	// A class as frequent as the median gets weight 1, a rarer one more.
	middle, err := medianOfPositive(freq)
	if err != nil {
		return nil, err
	}
	return inverses(middle, freq)
}

// Balanced returns the class weights n/(k·count), where n is the sum of the
// counts and k the number of classes that have any: every class then weighs
// the same in all, n/k. A class without counts gets weight 0. It is the
// "balanced" of scikit-learn.
//
// Errors: ErrWeight for a count that is negative, NaN or infinite, or if the
// sum or a weight overflows; ErrEmpty if no class has a count.
func Balanced(counts []float64) ([]float64, error) {
	freq, err := frequencies(counts, nil)
	if err != nil {
		return nil, err
	}
	// Classes that do not occur are not counted in k.
	classes := 0
	for _, f := range freq {
		if f > 0 {
			classes++
		}
	}
	if classes == 0 {
		return nil, fault(ErrEmpty, "no class has a count")
	}
	// n/k is the mean count of a class, so the weight is mean/count.
	return inverses(sum.Of(freq)/float64(classes), freq)
}

// frequencies checks counts and divides them by present, where given.
func frequencies(counts, present []float64) ([]float64, error) {
	if present != nil && len(present) != len(counts) {
		return nil, fault(ErrShape, "%d counts, %d present", len(counts), len(present))
	}
	freq := slices.Clone(counts)
	for c, n := range counts {
		if !isWeight(n) {
			return nil, fault(ErrWeight, "class %d: count %g", c, n)
		}
		// Nothing to divide by, or 0 of something, which is 0 even where the class is nowhere present.
		if present == nil || n == 0 && isWeight(present[c]) {
			continue
		}
		// The negated comparison is also true for NaN.
		if !(n <= present[c] && isWeight(present[c])) {
			return nil, fault(ErrWeight, "class %d: count %g of %g present", c, n, present[c])
		}
		freq[c] = n / present[c]
	}
	return freq, nil
}

func medianOfPositive(freq []float64) (float64, error) {
	sorted := slices.Sorted(func(yield func(float64) bool) {
		for _, f := range freq {
			if f > 0 && !yield(f) {
				return
			}
		}
	})
	if len(sorted) == 0 {
		return 0, fault(ErrEmpty, "no class has a count")
	}
	// The middle one, or the mean of the middle two, written so that it does not overflow.
	lower, upper := sorted[(len(sorted)-1)/2], sorted[len(sorted)/2]
	return lower + (upper-lower)/2, nil
}

// inverses returns top/f for each f, 0 where f is 0.
func inverses(top float64, freq []float64) ([]float64, error) {
	weights := make([]float64, len(freq))
	for c, f := range freq {
		weights[c] = ratio(top, f)
		// A tiny frequency must not turn the weight into +Inf, which would spoil every mean.
		if math.IsInf(weights[c], 0) {
			return nil, fault(ErrWeight, "class %d: weight %g/%g overflows", c, top, f)
		}
	}
	return weights, nil
}
