package main

import "fmt"

// A blockLoop is a loop over the rows of matrices of the same shape, for 1 to 16 columns of float64. Its matrices are
// stride bytes from row to row.
type blockLoop struct {
	*kernel
	rows, omega, stride reg
	matrices            []reg
}

const blockDoc = "is the generic loop of the same name for 1 to 16 columns."

// each writes the loop for one number of columns; work is what one row takes.
func (b *blockLoop) each(n, flops int, work func()) {
	row := fmt.Sprintf("row%d", n)
	// Each number of columns has labels of its own.
	b.label(row)
	before := b.written
	work()
	// On to the next row.
	for _, m := range b.matrices {
		b.ins("ADD %v, %v", b.stride, m)
	}
	b.again(b.rows, row)
	if n == 10 || n == mostColumns {
		b.cost(before, n*flops, fmt.Sprintf("flops, in %d columns", n))
	}
}

// weight reads the weight of the row at hand, and steps to the next.
func (b *blockLoop) weight(v vreg) { b.ins("FMOVD.P 8(%v), %v", b.omega, v) }

// descend is the step of conjugate gradients.
func descend() *kernel {
	k := begin("descendNEON", "rows int, x *float64, r *float64, p *float64, q *float64, omega *float64, "+
		"step *float64, sum *float64, stride int, cols int", "", blockDoc)
	in := k.loadAll()
	b := &blockLoop{kernel: k, rows: in[0], matrices: in[1:5], omega: in[5], stride: in[8]}
	step, sum := in[6], in[7]
	k.forColumns(double, in[9], func(n int, all []piece) {
		steps, sums, weight := k.take(len(all)), k.take(len(all)), k.one()
		x, part := k.take(2), k.take(2)
		// The steps and the sums so far, one for each column.
		k.loadPieces(step, all, steps)
		k.loadPieces(sum, all, sums)
		b.each(n, 7, func() {
			b.weight(weight)
			for i, two := range pairs(all) {
				b.descendTwo(two, steps[2*i:], sums[2*i:], weight, x, part)
			}
		})
		// The sums stayed in registers over all rows.
		k.storePieces(sum, all, sums)
		k.ret()
	})
	return k
}

// descendTwo is descend for two pieces of a row, or one.
func (b *blockLoop) descendTwo(two []piece, steps, sums []vreg, weight vreg, x, part []vreg) {
	xs, rs, ps, qs := b.matrices[0], b.matrices[1], b.matrices[2], b.matrices[3]
	// x += step·p
	b.loadPieces(ps, two, part)
	b.loadPieces(xs, two, x)
	b.addProducts(double, x[:len(two)], part, steps)
	b.storePieces(xs, two, x)
	// r -= step·q
	b.loadPieces(qs, two, part)
	b.loadPieces(rs, two, x)
	b.subtractProducts(double, x[:len(two)], part, steps)
	b.storePieces(rs, two, x)
	// sum += (ω·r)·r
	b.addWeightedSquares(double, sums[:len(two)], x, part, weight)
}

// nextDirection sets p = z + step·p.
func nextDirection() *kernel {
	k := begin("nextDirectionNEON", "rows int, p *float64, z *float64, step *float64, stride int, cols int", "",
		blockDoc)
	in := k.loadAll()
	b := &blockLoop{kernel: k, rows: in[0], matrices: in[1:3], stride: in[4]}
	k.forColumns(double, in[5], func(n int, all []piece) {
		steps, p, z := k.take(len(all)), k.take(len(all)), k.take(len(all))
		k.loadPieces(in[3], all, steps)
		b.each(n, 2, func() {
			k.loadPieces(in[1], all, p)
			k.loadPieces(in[2], all, z)
			for i := range all {
				// p = z + step·p, the product rounded before it is added.
				k.fmul(double, p[i], p[i], steps[i])
				k.fadd(double, p[i], z[i], p[i])
			}
			k.storePieces(in[1], all, p)
		})
		k.ret()
	})
	return k
}

// subtractFrom sets y = x - y, and adds Σωxy to sum.
func subtractFrom() *kernel {
	k := begin("subtractFromNEON", "rows int, y *float64, x *float64, omega *float64, sum *float64, "+
		"stride int, cols int", "", blockDoc)
	in := k.loadAll()
	b := &blockLoop{kernel: k, rows: in[0], matrices: in[1:3], omega: in[3], stride: in[5]}
	k.forColumns(double, in[6], func(n int, all []piece) {
		sums, x, y, weight := k.take(len(all)), k.take(len(all)), k.take(len(all)), k.one()
		k.loadPieces(in[4], all, sums)
		b.each(n, 4, func() {
			b.weight(weight)
			k.loadPieces(in[1], all, y)
			k.loadPieces(in[2], all, x)
			for i := range all {
				// y = x - y
				k.fsub(double, y[i], x[i], y[i])
			}
			k.storePieces(in[1], all, y)
			for i := range all {
				// sum += (ω·x)·y
				k.fmulBy(double, x[i], x[i], weight, 0)
				k.fmul(double, x[i], x[i], y[i])
				k.fadd(double, sums[i], sums[i], x[i])
			}
		})
		k.storePieces(in[4], all, sums)
		k.ret()
	})
	return k
}
