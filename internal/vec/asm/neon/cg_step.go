package main

// What a step of conjugate gradients adds up, for rows of float64 and of float32 alike. Every product is rounded before
// it is added, in the order of the generic loops.

// addProducts sets x += by·p for each vector, and leaves the products in p.
func (k *kernel) addProducts(l lanes, x, p, by []vreg) {
	for i, v := range x {
		k.fmul(l, p[i], p[i], by[i])
		k.fadd(l, v, v, p[i])
	}
}

// subtractProducts sets x -= by·p, and leaves the products in p.
func (k *kernel) subtractProducts(l lanes, x, p, by []vreg) {
	for i, v := range x {
		k.fmul(l, p[i], p[i], by[i])
		k.fsub(l, v, v, p[i])
	}
}

// addWeightedSquares adds (weight·x)·x to sums, by way of other vectors.
func (k *kernel) addWeightedSquares(l lanes, sums, x, other []vreg, weight vreg) {
	for i, sum := range sums {
		k.fmulBy(l, other[i], x[i], weight, 0)
		k.fmul(l, other[i], other[i], x[i])
		k.fadd(l, sum, sum, other[i])
	}
}
