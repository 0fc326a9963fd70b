package lognum

import (
	"math"

	"github.com/propagate-go/propagate/internal/sum"
)

// Num is the number exp(-γT + S), T being its Exponent and S its LogCoeff; zero is
// T = +Inf. Its zero value is one.
type Num struct{ Exponent, LogCoeff float64 }

// Zero returns the number 0.
func Zero() Num { return Num{Exponent: math.Inf(1)} }

// FromLog returns exp(s); s = -Inf gives zero.
func FromLog(s float64) Num {
	if math.IsInf(s, -1) {
		return Zero()
	}
	return Num{LogCoeff: s}
}

// IsZero tells whether x is 0.
func (x Num) IsZero() bool { return x.Exponent > math.MaxFloat64 }

// Mul returns x·y.
func (x Num) Mul(y Num) Num { return Num{x.Exponent + y.Exponent, x.LogCoeff + y.LogCoeff} }

// Div returns x/y for y ≠ 0.
func (x Num) Div(y Num) Num { return Num{x.Exponent - y.Exponent, x.LogCoeff - y.LogCoeff} }

// Sqrt returns √x. Halving is exact.
func (x Num) Sqrt() Num { return Num{x.Exponent / 2, x.LogCoeff / 2} }

// Times returns x·exp(s).
func (x Num) Times(s float64) Num { return x.Mul(FromLog(s)) }

// The same operations as methods of the arithmetic, for code that is written
// once for Num and Big.

// Zero returns 0.
func (Gamma) Zero() Num { return Zero() }

// One returns 1.
func (Gamma) One() Num { return Num{} }

// Shift returns x·exp(s).
func (Gamma) Shift(x Num, s float64) Num { return x.Times(s) }

// Sqrt returns √x.
func (Gamma) Sqrt(x Num) Num { return x.Sqrt() }

// Mul returns x·y.
func (Gamma) Mul(x, y Num) Num { return x.Mul(y) }

// Add returns x + y.
func (g Gamma) Add(x, y Num) Num {
	// x has the smaller T: it dominates as γ grows, and keeps its T exactly.
	if y.Exponent < x.Exponent {
		x, y = y, x
	}
	if y.IsZero() {
		return x
	}
	return Num{x.Exponent, LogAdd(x.LogCoeff, y.LogCoeff-g.Times(y.Exponent-x.Exponent))}
}

// LogRatio returns log(x/y): -Inf for x = 0 < y, +Inf for y = 0 < x, and 0 for
// two zeros, which tie.
func (g Gamma) LogRatio(x, y Num) float64 {
	switch {
	case x.IsZero() && y.IsZero():
		return 0
	case x.IsZero():
		return math.Inf(-1)
	case y.IsZero():
		return math.Inf(1)
	}
	return x.LogCoeff - y.LogCoeff - g.Times(x.Exponent-y.Exponent)
}

// Log returns log x, which may overflow to ±Inf.
func (g Gamma) Log(x Num) float64 {
	if x.IsZero() {
		return math.Inf(-1)
	}
	return x.LogCoeff - g.Times(x.Exponent)
}

// Sum returns Σ xs. Its error does not grow with the number of terms: the terms
// are brought to the smallest T and summed with compensation.
func (g Gamma) Sum(xs []Num) Num { return g.SumInto(nil, xs) }

// SumInto is Sum with a buffer for the logarithms of the terms.
func (g Gamma) SumInto(logs []float64, xs []Num) Num {
	// The smallest T of all terms.
	t := math.Inf(1)
	for _, x := range xs {
		t = math.Min(t, x.Exponent)
	}
	if math.IsInf(t, 1) {
		return Zero()
	}
	logs = logs[:0]
	for _, x := range xs {
		if !x.IsZero() {
			// Each term relative to it: γ meets a difference that is not negative.
			logs = append(logs, x.LogCoeff-g.Times(x.Exponent-t))
		}
	}
	return Num{t, LogSum(logs)}
}

// LogSum returns log Σ exp(xs), -Inf for no terms.
func LogSum(xs []float64) float64 {
	// The largest term is set aside, and the rest summed relative to it: log1p keeps small
	// sums.
	top, at := math.Inf(-1), -1
	for i, x := range xs {
		if x > top {
			top, at = x, i
		}
	}
	if at < 0 {
		return math.Inf(-1)
	}
	var rest sum.Running
	for i, x := range xs {
		// exp(-60) is below 2⁻⁸⁶: even 2³⁰ such terms do not count.
		if i != at && top-x < 60 {
			rest.Add(math.Exp(x - top))
		}
	}
	return top + math.Log1p(rest.Total())
}
