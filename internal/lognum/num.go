package lognum

import (
	"math"

	"github.com/propagate-go/propagate/internal/sum"
)

// Num is the number exp(-γT + S); zero is T = +Inf. Its zero value is one.
type Num struct{ T, S float64 }

// Zero returns the number 0.
func Zero() Num { return Num{T: math.Inf(1)} }

// FromLog returns exp(s); s = -Inf gives zero.
func FromLog(s float64) Num {
	if math.IsInf(s, -1) {
		return Zero()
	}
	return Num{S: s}
}

// IsZero tells whether x is 0.
func (x Num) IsZero() bool { return x.T > math.MaxFloat64 }

// Mul returns x·y.
func (x Num) Mul(y Num) Num { return Num{x.T + y.T, x.S + y.S} }

// Div returns x/y for y ≠ 0.
func (x Num) Div(y Num) Num { return Num{x.T - y.T, x.S - y.S} }

// Sqrt returns √x. Halving is exact.
func (x Num) Sqrt() Num { return Num{x.T / 2, x.S / 2} }

// Times returns x·exp(s).
func (x Num) Times(s float64) Num { return x.Mul(FromLog(s)) }

// The same operations as methods of the arithmetic, for code that is written
// once for Num and Big.

// Zero returns 0.
func (Rate) Zero() Num { return Zero() }

// One returns 1.
func (Rate) One() Num { return Num{} }

// Shift returns x·exp(s).
func (Rate) Shift(x Num, s float64) Num { return x.Times(s) }

// Sqrt returns √x.
func (Rate) Sqrt(x Num) Num { return x.Sqrt() }

// Mul returns x·y.
func (Rate) Mul(x, y Num) Num { return x.Mul(y) }

// Add returns x + y.
func (r Rate) Add(x, y Num) Num {
	if y.T < x.T {
		x, y = y, x
	}
	if y.IsZero() {
		return x
	}
	return Num{x.T, LogAdd(x.S, y.S-r.Times(y.T-x.T))}
}

// LogRatio returns log(x/y): -Inf for x = 0 < y, +Inf for y = 0 < x, and 0 for
// two zeros, which tie.
func (r Rate) LogRatio(x, y Num) float64 {
	switch {
	case x.IsZero() && y.IsZero():
		return 0
	case x.IsZero():
		return math.Inf(-1)
	case y.IsZero():
		return math.Inf(1)
	}
	return x.S - y.S - r.Times(x.T-y.T)
}

// Log returns log x, which may overflow to ±Inf.
func (r Rate) Log(x Num) float64 {
	if x.IsZero() {
		return math.Inf(-1)
	}
	return x.S - r.Times(x.T)
}

// Sum returns Σ xs. Its error does not grow with the number of terms: the terms
// are brought to the smallest T and summed with compensation.
func (r Rate) Sum(xs []Num) Num { return r.SumInto(nil, xs) }

// SumInto is Sum with a buffer for the logarithms of the terms.
func (r Rate) SumInto(logs []float64, xs []Num) Num {
	t := math.Inf(1)
	for _, x := range xs {
		t = math.Min(t, x.T)
	}
	if math.IsInf(t, 1) {
		return Zero()
	}
	logs = logs[:0]
	for _, x := range xs {
		if !x.IsZero() {
			logs = append(logs, x.S-r.Times(x.T-t))
		}
	}
	return Num{t, LogSum(logs)}
}

// LogSum returns log Σ exp(xs), -Inf for no terms.
func LogSum(xs []float64) float64 {
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
		if i != at && top-x < 60 {
			rest.Add(math.Exp(x - top))
		}
	}
	return top + math.Log1p(rest.Total())
}
