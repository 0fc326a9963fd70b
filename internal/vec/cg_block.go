package vec

// Block is some rows of matrices of the same number of columns, stored row by row,
// for the loops of block conjugate gradients. Products are rounded, then added, row
// after row: the bits are the same in every tier. Nothing is allocated.
type Block struct{ Rows, Cols int }

// Descend adds step·p to x, takes step·q from r, and adds Σωr² to sum, column by
// column: x, r, p and q are matrices, omega has an entry for each row, step and sum
// one for each column. It panics where one is too short. Cost: 6 flops an element.
func (b Block) Descend(x, r, p, q, omega, step, sum []float64) {
	best.descend(b, x, r, p, q, omega, step, sum)
}

// NextDirection sets p to z + step·p. It panics where one is too short. Cost: 2 flops an element.
func (b Block) NextDirection(p, z, step []float64) { best.nextDirection(b, p, z, step) }

// SubtractFrom sets y to x - y and adds Σωxy to sum. It panics where one is too short.
// Cost: 4 flops an element.
func (b Block) SubtractFrom(y, x, omega, sum []float64) { best.subtractFrom(b, y, x, omega, sum) }

// check panics unless the matrices are long enough.
func (b Block) check(matrices ...[]float64) {
	for _, m := range matrices {
		// A slice that is too short panics here.
		_ = m[:b.Rows*b.Cols]
	}
}

func (b Block) descend(x, r, p, q, omega, step, sum []float64) {
	for i, weight := range omega[:b.Rows] {
		lo, hi := i*b.Cols, (i+1)*b.Cols
		xi, ri, pi, qi := x[lo:hi], r[lo:hi], p[lo:hi], q[lo:hi]
		sum := sum[:b.Cols]
		for k, by := range step[:b.Cols] {
			// The step of conjugate gradients: x moves along p, the residual loses q = A·p. The conversions
			// keep the products from being fused with the sums.
			xi[k] += float64(by * pi[k])
			ri[k] -= float64(by * qi[k])
			// The squared norm of the residual, weighted, for the next step.
			sum[k] += float64(weight * ri[k] * ri[k])
		}
	}
}

func (b Block) nextDirection(p, z, step []float64) {
	for i := range b.Rows {
		lo, hi := i*b.Cols, (i+1)*b.Cols
		pi, zi := p[lo:hi], z[lo:hi]
		for k, by := range step[:b.Cols] {
			// The next direction: the (preconditioned) residual plus a share of the old direction.
			pi[k] = zi[k] + float64(by*pi[k])
		}
	}
}

func (b Block) subtractFrom(y, x, omega, sum []float64) {
	for i, weight := range omega[:b.Rows] {
		lo, hi := i*b.Cols, (i+1)*b.Cols
		yi, xi := y[lo:hi], x[lo:hi]
		for k := range sum[:b.Cols] {
			// y holds M·x. The product with I - M is x - M·x.
			yi[k] = xi[k] - yi[k]
			// ωᵀ(x·y): the curvature along the direction x, which the step is divided by.
			sum[k] += float64(weight * xi[k] * yi[k])
		}
	}
}
