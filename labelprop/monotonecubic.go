package labelprop

import "math"

// monotoneCubic is the value at t of the piecewise cubic through (xₖ, yₖ), x rising, in the interval from x[left] to
// x[left+1]. Its slopes are such that it rises and falls only where the yₖ do [fritsch1980].
func monotoneCubic(x, y []float64, left int, t float64) float64 {
	h := x[left+1] - x[left]
	u := (t - x[left]) / h
	// Hermite's cubic: the values and the slopes at both ends.
	value := y[left]*(1+2*u)*(1-u)*(1-u) + y[left+1]*u*u*(3-2*u)
	slope := nodeSlope(x, y, left)*u*(1-u)*(1-u) - nodeSlope(x, y, left+1)*u*u*(1-u)
	return value + h*slope
}

// nodeSlope is the slope at node k: the weighted harmonic mean of those of the two secants, or 0 where these have
// different signs, as at the top of a hill.
func nodeSlope(x, y []float64, k int) float64 {
	if k == 0 || k == len(x)-1 {
		return endSlope(x, y, k)
	}
	before, after := x[k]-x[k-1], x[k+1]-x[k]
	p, q := (y[k]-y[k-1])/before, (y[k+1]-y[k])/after
	if !(p*q > 0) {
		return 0
	}
	// The nearer of the two neighbours has more weight.
	wp, wq := 2*after+before, after+2*before
	return (wp + wq) / (wp/p + wq/q)
}

// endSlope is the slope at the first or the last node: that of the parabola through the last three, as far as the curve
// stays monotone with it.
func endSlope(x, y []float64, k int) float64 {
	to, beyond := k+1, k+2
	if k > 0 {
		to, beyond = k-1, k-2
	}
	p := (y[to] - y[k]) / (x[to] - x[k])
	if beyond < 0 || beyond >= len(x) {
		return p
	}
	q := (y[beyond] - y[to]) / (x[beyond] - x[to])
	h, next := math.Abs(x[to]-x[k]), math.Abs(x[beyond]-x[to])
	m := ((2*h+next)*p - h*q) / (h + next)
	switch {
	// It must go the way of the secant, and no steeper than thrice as much where the next one turns.
	case !(m*p > 0):
		return 0
	case p*q < 0 && math.Abs(m) > 3*math.Abs(p):
		return 3 * p
	}
	return m
}
