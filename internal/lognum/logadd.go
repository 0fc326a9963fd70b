package lognum

import "math"

// negligible is the log ratio beyond which the smaller term of a sum is left
// out: exp(-40) = 0.04·2⁻⁵³.
const negligible = 40

// LogAdd returns log(exp(a) + exp(b)) for a > -Inf, b < +Inf.
func LogAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	// log(exp(a) + exp(b)) = a + log(1 + exp(b-a)).
	if y := a - b; y < negligible {
		return a + near(y)
	}
	return a
}

const (
	cellsPerUnit = 8
	cells        = negligible * cellsPerUnit
)

// series holds Taylor coefficients of log(1 + exp(-y)) about the middle of each
// cell of [0, 40). The singularities are at ±πi, so that nine terms leave an
// error of (1/16π)⁹/9 < 2⁻⁵³ times 0.6; with rounding, near is right to 2.5·2⁻⁵³.
var series = newSeries()

func newSeries() (s [cells][9]float64) {
	for i := range s {
		s[i] = taylor((float64(i) + 0.5) / cellsPerUnit)
	}
	return s
}

// taylor expands f(y) = log(1 + exp(-y)) about c by f' = -p and p' = -p(1-p)
// for p = 1/(1 + exp(y)).
func taylor(c float64) (f [9]float64) {
	var p [8]float64
	// The derivatives of p, divided by factorials: p' = -p + p² as a recurrence of the
	// coefficients.
	p[0] = 1 / (1 + math.Exp(c))
	for k := range 7 {
		next := -p[k]
		for i := range k + 1 {
			next += p[i] * p[k-i]
		}
		p[k+1] = next / float64(k+1)
	}
	// f' = -p, integrated term by term.
	f[0] = math.Log1p(math.Exp(-c))
	for k, v := range p {
		f[k+1] = -v / float64(k+1)
	}
	return f
}

// near returns log(1 + exp(-y)) for 0 ≤ y < 40.
func near(y float64) float64 {
	i := uint(y * cellsPerUnit)
	if i >= cells {
		return 0
	}
	// The polynomial about the middle of the cell, in three parts that do not wait for each
	// other.
	f := &series[i]
	z := y - (float64(i)+0.5)/cellsPerUnit
	z2 := z * z
	low := f[0] + (f[1]*z + f[2]*z2)
	mid := f[3] + f[4]*z + f[5]*z2
	high := f[6] + f[7]*z + f[8]*z2
	return low + z2*z*(mid+z2*z*high)
}
