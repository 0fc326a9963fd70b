package lognum

import (
	"math"
	"math/big"
)

// Big is the number exp(-γ·T·2^e + S) with e from the Exact arithmetic it
// belongs to; T = nil is zero. A Big is never changed in place.
type Big struct {
	T *big.Int
	S float64
}

// IsZero tells whether x is 0.
func (x Big) IsZero() bool { return x.T == nil }

// Exact is the arithmetic of Big: exponents are multiples of 2^Exp and never
// rounded.
type Exact struct {
	Rate Rate
	Exp  int
}

// Zero returns 0.
func (Exact) Zero() Big { return Big{} }

// One returns 1.
func (Exact) One() Big { return Big{T: new(big.Int)} }

// Shift returns x·exp(s).
func (Exact) Shift(x Big, s float64) Big {
	if x.IsZero() || math.IsInf(s, -1) {
		return Big{}
	}
	return Big{x.T, x.S + s}
}

// Sqrt returns √x; x.T must be even.
func (Exact) Sqrt(x Big) Big {
	if x.IsZero() {
		return x
	}
	return Big{new(big.Int).Rsh(x.T, 1), x.S / 2}
}

// Mul returns x·y.
func (Exact) Mul(x, y Big) Big {
	if x.IsZero() || y.IsZero() {
		return Big{}
	}
	return Big{new(big.Int).Add(x.T, y.T), x.S + y.S}
}

// Sum returns Σ xs, as Rate.Sum does.
func (e Exact) Sum(xs []Big) Big {
	var least *big.Int
	for _, x := range xs {
		if x.T != nil && (least == nil || x.T.Cmp(least) < 0) {
			least = x.T
		}
	}
	if least == nil {
		return Big{}
	}
	logs := make([]float64, 0, len(xs))
	diff := new(big.Int)
	for _, x := range xs {
		if x.T != nil {
			logs = append(logs, x.S-e.G(diff.Sub(x.T, least)))
		}
	}
	return Big{least, LogSum(logs)}
}

// G returns γ·t·2^Exp with relative error at most 2·2⁻⁵³.
func (e Exact) G(t *big.Int) float64 {
	m, exp := bigFloat(t)
	return e.Rate.timesScaled(m, exp+e.Exp)
}

// Num rounds x to a pair with a float64 T.
func (e Exact) Num(x Big) Num {
	if x.IsZero() {
		return Zero()
	}
	m, exp := bigFloat(x.T)
	return Num{math.Ldexp(m, exp+e.Exp), x.S}
}

// bigFloat returns m·2^exp ≈ t, correctly rounded.
func bigFloat(t *big.Int) (m float64, exp int) {
	f := new(big.Float).SetInt(t)
	f.SetPrec(53)
	exp = f.MantExp(f)
	m, _ = f.Float64()
	return m, exp
}
