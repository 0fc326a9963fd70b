package lognum

import "math"

// Rate is γ = Frac·2^Exp with Frac in [0.5, 1), 0, or +Inf for the limit γ → ∞.
// The separate exponent lets a power of two wander between points and rate
// without a rounding: X·2ᵏ with γ is X with γ·4ᵏ.
type Rate struct {
	Frac float64
	Exp  int

	direct float64 // γ itself where it is a normal float64, else 0
}

// NewRate returns γ as a fraction and an exponent. It takes subnormal γ exactly.
func NewRate(gamma float64) Rate {
	frac, exp := math.Frexp(gamma)
	return newRate(frac, exp)
}

func newRate(frac float64, exp int) Rate {
	r := Rate{Frac: frac, Exp: exp}
	if frac >= 0.5 && frac < 1 && exp >= -1021 && exp <= 1024 {
		r.direct = math.Ldexp(frac, exp)
	}
	return r
}

// Valid tells whether the rate is a non-negative number or +Inf.
func (r Rate) Valid() bool {
	return r.Frac == 0 || (r.Frac >= 0.5 && r.Frac < 1) || math.IsInf(r.Frac, 1)
}

// Scale returns γ·2^e, exactly.
func (r Rate) Scale(e int) Rate { return newRate(r.Frac, r.Exp+e) }

// Float64 returns the nearest float64, which may be 0 or +Inf.
func (r Rate) Float64() float64 { return math.Ldexp(r.Frac, r.Exp) }

// Times returns G = γ·dt with relative error at most 2⁻⁵³, and 0 for dt = 0
// even at γ = +Inf. It overflows to ±Inf, underflows gradually, and is odd in dt.
// dt must be finite.
func (r Rate) Times(dt float64) float64 {
	if r.direct != 0 {
		return dt * r.direct
	}
	return r.timesScaled(dt, 0)
}

// timesScaled returns γ·m·2^e.
func (r Rate) timesScaled(m float64, e int) float64 {
	if m == 0 || r.Frac == 0 {
		return 0
	}
	if r.Frac > 1 { // +Inf
		return math.Copysign(r.Frac, m)
	}
	frac, exp := math.Frexp(m)
	return math.Ldexp(frac*r.Frac, exp+e+r.Exp)
}
