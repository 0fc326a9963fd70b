// Package vec holds the inner loops over rows of numbers.
package vec

import "math"

// SquaredDistance returns Σ(aᵢ-bᵢ)², summed in four interleaved parts. The
// slices have equal length. Cost: 3 flops an element.
func SquaredDistance(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		x, y := a[i:i+4:i+4], b[i:i+4:i+4]
		d0, d1, d2, d3 := x[0]-y[0], x[1]-y[1], x[2]-y[2], x[3]-y[3]
		s0 += d0 * d0
		s1 += d1 * d1
		s2 += d2 * d2
		s3 += d3 * d3
	}
	for ; i < len(a); i++ {
		d := a[i] - b[i]
		s0 += d * d
	}
	return (s0 + s1) + (s2 + s3)
}

// AbsoluteDistance returns Σ|aᵢ-bᵢ|. The slices have equal length.
func AbsoluteDistance(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1 float64
	i := 0
	for ; i+2 <= len(a); i += 2 {
		s0 += math.Abs(a[i] - b[i])
		s1 += math.Abs(a[i+1] - b[i+1])
	}
	if i < len(a) {
		s0 += math.Abs(a[i] - b[i])
	}
	return s0 + s1
}

// MaxAbs returns the largest |xᵢ|, 0 for an empty slice.
func MaxAbs(x []float64) float64 {
	m := 0.0
	for _, v := range x {
		m = max(m, math.Abs(v))
	}
	return m
}
