package vec

import "math"

// squares adds (aᵢ-bᵢ)² to the parts, for whole octets. The conversions keep the compiler from fusing
// the products with the sums.
func squares(a, b []float64, parts *[octet]float64) {
	// Eight sums in variables of their own, which the compiler keeps in registers.
	p := *parts
	p0, p1, p2, p3, p4, p5, p6, p7 := p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]
	for ; len(a) >= octet && len(b) >= octet; a, b = a[octet:], b[octet:] {
		x, y := (*[octet]float64)(a), (*[octet]float64)(b)
		d0, d1, d2, d3 := x[0]-y[0], x[1]-y[1], x[2]-y[2], x[3]-y[3]
		p0, p1, p2, p3 = p0+float64(d0*d0), p1+float64(d1*d1), p2+float64(d2*d2), p3+float64(d3*d3)
		d0, d1, d2, d3 = x[4]-y[4], x[5]-y[5], x[6]-y[6], x[7]-y[7]
		p4, p5, p6, p7 = p4+float64(d0*d0), p5+float64(d1*d1), p6+float64(d2*d2), p7+float64(d3*d3)
	}
	*parts = [octet]float64{p0, p1, p2, p3, p4, p5, p6, p7}
}

// magnitudes adds |aᵢ-bᵢ| to the parts, for whole octets.
func magnitudes(a, b []float64, parts *[octet]float64) {
	// As in squares.
	p := *parts
	p0, p1, p2, p3, p4, p5, p6, p7 := p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]
	for ; len(a) >= octet && len(b) >= octet; a, b = a[octet:], b[octet:] {
		x, y := (*[octet]float64)(a), (*[octet]float64)(b)
		p0, p1, p2, p3 = p0+math.Abs(x[0]-y[0]), p1+math.Abs(x[1]-y[1]), p2+math.Abs(x[2]-y[2]), p3+math.Abs(x[3]-y[3])
		p4, p5, p6, p7 = p4+math.Abs(x[4]-y[4]), p5+math.Abs(x[5]-y[5]), p6+math.Abs(x[6]-y[6]), p7+math.Abs(x[7]-y[7])
	}
	*parts = [octet]float64{p0, p1, p2, p3, p4, p5, p6, p7}
}

// products adds aᵢbᵢ to the parts, for whole octets.
func products(a, b []float64, parts *[octet]float64) {
	for ; len(a) >= octet && len(b) >= octet; a, b = a[octet:], b[octet:] {
		x, y := (*[octet]float64)(a), (*[octet]float64)(b)
		for i := range octet {
			// The conversion rounds the product before it is added.
			parts[i] += float64(x[i] * y[i])
		}
	}
}
