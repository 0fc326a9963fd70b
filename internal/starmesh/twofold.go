package starmesh

import "math"

// twofold is the sum of two float64, not negative, of which low is below the last digit of high: some 100 bits.
type twofold struct{ high, low float64 }

// plus returns x + y, with an error of 2⁻¹⁰⁰ of it.
func (x twofold) plus(y twofold) twofold {
	s := x.high + y.high
	// What the sum rounds is a float64, and found without an error [higham2002].
	back := s - x.high
	rest := (x.high - (s - back)) + (y.high - back)
	return normal(s, rest+x.low+y.low)
}

// times returns xy, with an error of 2⁻¹⁰⁰ of it as long as it does not underflow.
func (x twofold) times(y twofold) twofold {
	p := x.high * y.high
	// So is what the product rounds.
	return normal(p, math.FMA(x.high, y.high, -p)+x.high*y.low+x.low*y.high)
}

// over returns x/y for y > 0, with the same error.
func (x twofold) over(y twofold) twofold {
	q := x.high / y.high
	// The remainder of the quotient gives its second half.
	p := q * y.high
	rest := x.high - p - math.FMA(q, y.high, -p) + x.low - q*y.low
	return normal(q, rest/y.high)
}

// normal returns high + low, low being far below high.
func normal(high, low float64) twofold {
	s := high + low
	return twofold{s, low - (s - high)}
}
