package lognum

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
)

// Points are rows of float64 with squared distances in two arithmetics: float64
// after an exact scaling by a power of two, and exact integers. Any finite
// float64 will do, from subnormals to 1e308.
type Points struct {
	x      []float64 // row-major, as given
	scaled []float64 // x·2^-exp, |scaled| ≤ 1
	dim    int
	exp    int
	unit   int // every coordinate is a multiple of 2^unit
	top    int // every |coordinate| < 2^top
}

// NewPoints returns the points of x, row-major with dim columns. Errors say
// which row is not finite.
func NewPoints(x []float64, dim int) (*Points, error) {
	p := &Points{x: x, dim: dim, unit: math.MaxInt, top: math.MinInt}
	for i, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("lognum: row %d, column %d: %v", i/dim, i%dim, v)
		}
		if v != 0 {
			// The highest and the lowest bit of any coordinate.
			_, e := math.Frexp(v)
			p.top = max(p.top, e)
			p.unit = min(p.unit, lowestBit(v))
		}
	}
	if p.top == math.MinInt { // all zero
		p.top, p.unit = 1, 0
	}
	// An exact scaling to at most 1: squares neither overflow nor, within the range of
	// InputError, underflow.
	p.exp = p.top
	p.scaled = make([]float64, len(x))
	for i, v := range x {
		p.scaled[i] = math.Ldexp(v, -p.exp)
	}
	return p, nil
}

// lowestBit returns the exponent of the last set bit of v ≠ 0.
func lowestBit(v float64) int {
	m, e := math.Frexp(v)
	return e - 53 + bits.TrailingZeros64(uint64(math.Abs(m)*(1<<53)))
}

// Gamma returns the γ that belongs to T: γ·4^exp.
func (p *Points) Gamma(gamma float64) Gamma { return NewGamma(gamma).Scale(2 * p.exp) }

// T returns the squared distance of rows i and j in units of 4^exp, by direct
// differences.
func (p *Points) T(i, j int) float64 {
	a, b := p.scaled[i*p.dim:(i+1)*p.dim], p.scaled[j*p.dim:(j+1)*p.dim]
	var t float64
	for k, v := range a {
		d := v - b[k]
		t += d * d
	}
	return t
}

// InputError bounds the relative error of every T: 0 where float64 holds it
// exactly (integers and the like), (dim+2)·2⁻⁵³ in general, and +Inf where the
// dynamic range of the coordinates is so wide that squares underflow; use the
// exact distances then.
func (p *Points) InputError() float64 {
	switch {
	// A sum of dim squares of differences fits in 53 bits: nothing is rounded.
	case 2*(p.top-p.unit+1)+bits.Len(uint(p.dim)) <= 53:
		return 0
	case p.top-p.unit > 500:
		return math.Inf(1)
	}
	return float64(p.dim+3) * 0x1p-53
}

// Exact returns the arithmetic of the exact distances, in the same units as T.
// Exponents are even integers, so that square roots stay exact.
func (p *Points) Exact(gamma float64) Exact {
	return Exact{Gamma: p.Gamma(gamma), Exp: 2*(p.unit-p.exp) - 1}
}

// Bits bounds the size of the exact distances in bits: the cost of an exact
// solution grows with it.
func (p *Points) Bits() int { return 2*(p.top-p.unit+1) + bits.Len(uint(p.dim)) + 1 }

// Distances computes exact squared distances between rows of Points.
type Distances struct {
	rows []*big.Int // integer coordinates
	dim  int
	diff big.Int
}

// Distances prepares the integer coordinates.
func (p *Points) Distances() *Distances {
	d := &Distances{rows: make([]*big.Int, len(p.x)), dim: p.dim}
	for i, v := range p.x {
		d.rows[i] = integer(v, p.unit)
	}
	return d
}

// integer returns v/2^unit.
func integer(v float64, unit int) *big.Int {
	if v == 0 {
		return new(big.Int)
	}
	// The mantissa as an integer, shifted by what its exponent is above the unit.
	m, e := math.Frexp(v)
	z := big.NewInt(int64(m * (1 << 53)))
	if shift := e - 53 - unit; shift >= 0 {
		return z.Lsh(z, uint(shift))
	}
	return z.Rsh(z, uint(unit-e+53))
}

// Between returns the squared distance of rows i and j as exp(-γt).
func (d *Distances) Between(i, j int) Big {
	t := new(big.Int)
	a, b := d.rows[i*d.dim:(i+1)*d.dim], d.rows[j*d.dim:(j+1)*d.dim]
	for k := range a {
		// Integers: no rounding.
		d.diff.Sub(a[k], b[k])
		t.Add(t, d.diff.Mul(&d.diff, &d.diff))
	}
	return Big{Exponent: t.Lsh(t, 1)}
}
