// Package vec holds the inner loops over rows of numbers: in Go, and in assembly
// for processors with AVX2, AVX-512 or NEON, which gives the same bits.
package vec

import "math"

//go:generate go run -C asm . -out ../loops_amd64.s -stubs ../loops_amd64.go -pkg vec
//go:generate go run -C asm ./neon

// octet is the number of parts that a sum over a row is made of: element i is added
// to part i%octet, in turn, and the parts are added up last. Products are rounded
// before they are added, so that the bits are the same on every processor.
const octet = 8

// SquaredDistance returns Σ(aᵢ-bᵢ)², summed in eight parts. The slices have equal
// length. Cost: 3 flops an element.
func SquaredDistance(a, b []float64) float64 { return best.SquaredDistance(a, b) }

// AbsoluteDistance returns Σ|aᵢ-bᵢ|, summed as SquaredDistance is.
func AbsoluteDistance(a, b []float64) float64 { return best.AbsoluteDistance(a, b) }

// Dot returns Σaᵢbᵢ, summed as SquaredDistance is.
func Dot(a, b []float64) float64 { return best.Dot(a, b) }

// SquaredDistance is the function of that name with the loops of one tier.
func (t Tier) SquaredDistance(a, b []float64) float64 {
	b = b[:len(a)]
	var parts [octet]float64
	// Whole octets go through the kernel, the rest is added to the same parts in the same order.
	// As in SquaredDistance.
	// As in SquaredDistance.
	whole := len(a) &^ (octet - 1)
	if whole > 0 {
		t.squares(a[:whole], b, &parts)
	}
	for i := whole; i < len(a); i++ {
		d := a[i] - b[i]
		parts[i-whole] += float64(d * d)
	}
	return total(&parts)
}

// AbsoluteDistance is the function of that name with the loops of one tier.
func (t Tier) AbsoluteDistance(a, b []float64) float64 {
	b = b[:len(a)]
	var parts [octet]float64
	whole := len(a) &^ (octet - 1)
	if whole > 0 {
		t.magnitudes(a[:whole], b, &parts)
	}
	for i := whole; i < len(a); i++ {
		parts[i-whole] += math.Abs(a[i] - b[i])
	}
	return total(&parts)
}

// Dot is the function of that name with the loops of one tier.
func (t Tier) Dot(a, b []float64) float64 {
	b = b[:len(a)]
	var parts [octet]float64
	whole := len(a) &^ (octet - 1)
	if whole > 0 {
		t.products(a[:whole], b, &parts)
	}
	for i := whole; i < len(a); i++ {
		parts[i-whole] += float64(a[i] * b[i])
	}
	return total(&parts)
}

func total(p *[octet]float64) float64 {
	// A fixed order, by pairs: the bits do not depend on how many parts one instruction holds.
	return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]))
}

// MaxAbs returns the largest |xᵢ|, 0 for an empty slice.
func MaxAbs(x []float64) float64 {
	m := 0.0
	for _, v := range x {
		m = max(m, math.Abs(v))
	}
	return m
}

// Norm returns the length √Σxᵢ² of a row as norm·2^exp, with 1/2 ≤ norm, and 0 for a row of zeros. The largest
// value times 2^-exp is about 1: no square overflows, and none that counts underflows.
func Norm(row []float64) (norm float64, exp int) {
	largest := MaxAbs(row)
	if largest == 0 {
		return 0, 0
	}
	_, exp = math.Frexp(largest)
	sum := 0.0
	for _, x := range row {
		x = math.Ldexp(x, -exp)
		sum += x * x
	}
	return math.Sqrt(sum), exp
}
