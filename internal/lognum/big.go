package lognum

import (
	"math"
	"math/big"
)

// Big is the number exp(-γ·T·2^e + S), T being its Exponent and S its LogCoeff, with e from the Exact arithmetic it
// belongs to; T = nil is zero. A Big is never changed in place.
type Big struct {
	Exponent *big.Int
	LogCoeff float64
}

// IsZero tells whether x is 0.
func (x Big) IsZero() bool { return x.Exponent == nil }

// Exact is the arithmetic of Big: exponents are multiples of 2^Exp and never
// rounded.
type Exact struct {
	Gamma Gamma
	Exp   int
}

// Zero returns 0.
func (Exact) Zero() Big { return Big{} }

// One returns 1.
func (Exact) One() Big { return Big{Exponent: new(big.Int)} }

// Shift returns x·exp(s).
func (Exact) Shift(x Big, s float64) Big {
	if x.IsZero() || math.IsInf(s, -1) {
		return Big{}
	}
	return Big{x.Exponent, x.LogCoeff + s}
}

// Sqrt returns √x; x.T must be even.
func (Exact) Sqrt(x Big) Big {
	if x.IsZero() {
		return x
	}
	return Big{new(big.Int).Rsh(x.Exponent, 1), x.LogCoeff / 2}
}

// Mul returns x·y.
func (Exact) Mul(x, y Big) Big {
	if x.IsZero() || y.IsZero() {
		return Big{}
	}
	return Big{new(big.Int).Add(x.Exponent, y.Exponent), x.LogCoeff + y.LogCoeff}
}

// Sum returns Σ xs, as Gamma.Sum does.
func (e Exact) Sum(xs []Big) Big {
	// As for pairs: relative to the smallest exponent, which the sum keeps.
	var least *big.Int
	for _, x := range xs {
		if x.Exponent != nil && (least == nil || x.Exponent.Cmp(least) < 0) {
			least = x.Exponent
		}
	}
	if least == nil {
		return Big{}
	}
	logs := make([]float64, 0, len(xs))
	diff := new(big.Int)
	for _, x := range xs {
		if x.Exponent != nil {
			logs = append(logs, x.LogCoeff-e.G(diff.Sub(x.Exponent, least)))
		}
	}
	return Big{least, LogSum(logs)}
}

// G returns γ·t·2^Exp with relative error at most 2·2⁻⁵³.
func (e Exact) G(t *big.Int) float64 {
	m, exp := bigFloat(t)
	return e.Gamma.timesScaled(m, exp+e.Exp)
}

// Num rounds x to a pair with a float64 T.
func (e Exact) Num(x Big) Num {
	if x.IsZero() {
		return Zero()
	}
	m, exp := bigFloat(x.Exponent)
	return Num{math.Ldexp(m, exp+e.Exp), x.LogCoeff}
}

// bigFloat returns m·2^exp ≈ t, correctly rounded.
func bigFloat(t *big.Int) (m float64, exp int) {
	// Rounded once, to 53 bits.
	f := new(big.Float).SetInt(t)
	f.SetPrec(53)
	exp = f.MantExp(f)
	m, _ = f.Float64()
	return m, exp
}
