// Package goldensection finds where a function of one number is least.
package goldensection

// ratio is that of the golden section.
const ratio = 0.6180339887498949

// Least returns where f, which falls and then rises, is least on [lo, hi], to the given width, by the golden section
// [kiefer1953]. Cost: one call of f for each time that the interval becomes shorter by a factor of 0.618.
func Least(lo, hi, width float64, f func(float64) float64) float64 {
	// Two inner points that divide the interval in the golden ratio: one of them serves the
	// next, shorter interval.
	a, b := hi-ratio*(hi-lo), lo+ratio*(hi-lo)
	fa, fb := f(a), f(b)
	for hi-lo > width {
		// The minimum is not on the far side of the higher one.
		if fa <= fb {
			hi, b, fb = b, a, fa
			a = hi - ratio*(hi-lo)
			fa = f(a)
		} else {
			lo, a, fa = a, b, fb
			b = lo + ratio*(hi-lo)
			fb = f(b)
		}
	}
	return (lo + hi) / 2
}
