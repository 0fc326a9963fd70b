package lognum

import "math"

// Gamma is γ = Frac·2^Exp with Frac in [0.5, 1), 0, or +Inf for the limit γ → ∞.
// The separate exponent lets a power of two move between the points and γ
// without a rounding: X·2ᵏ with γ is X with γ·4ᵏ.
type Gamma struct {
	Frac float64
	Exp  int

	direct float64 // γ itself where it is a normal float64, else 0
}

// NewGamma returns γ as a fraction and an exponent. It takes subnormal γ exactly.
func NewGamma(gamma float64) Gamma {
	frac, exp := math.Frexp(gamma)
	return newGamma(frac, exp)
}

func newGamma(frac float64, exp int) Gamma {
	r := Gamma{Frac: frac, Exp: exp}
	// One product is enough where γ is a normal float64.
	if frac >= 0.5 && frac < 1 && exp >= -1021 && exp <= 1024 {
		r.direct = math.Ldexp(frac, exp)
	}
	return r
}

// Valid tells whether γ is a non-negative number or +Inf.
func (g Gamma) Valid() bool {
	return g.Frac == 0 || (g.Frac >= 0.5 && g.Frac < 1) || math.IsInf(g.Frac, 1)
}

// Scale returns γ·2^e, exactly.
func (g Gamma) Scale(e int) Gamma { return newGamma(g.Frac, g.Exp+e) }

// Float64 returns the nearest float64, which may be 0 or +Inf.
func (g Gamma) Float64() float64 { return math.Ldexp(g.Frac, g.Exp) }

// Times returns G = γ·dt with relative error at most 2⁻⁵³, and 0 for dt = 0
// even at γ = +Inf. It overflows to ±Inf, underflows gradually, and is odd in dt.
// dt must be finite.
func (g Gamma) Times(dt float64) float64 {
	if g.direct != 0 {
		return dt * g.direct
	}
	return g.timesScaled(dt, 0)
}

// timesScaled returns γ·m·2^e.
func (g Gamma) timesScaled(m float64, e int) float64 {
	if m == 0 || g.Frac == 0 {
		return 0
	}
	// The limit: every difference but 0 is infinite.
	if g.Frac > 1 { // +Inf
		return math.Copysign(g.Frac, m)
	}
	// Only the fractions are multiplied, so that no intermediate exponent overflows.
	frac, exp := math.Frexp(m)
	return math.Ldexp(frac*g.Frac, exp+e+g.Exp)
}
