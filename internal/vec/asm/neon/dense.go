package main

// A block of products of float64 fills all 32 registers: 24 sums, six vectors of columns, two of rows.
const (
	gramRows    = 4
	gramColumns = 12
)

// gram multiplies rows of one panel with all rows of another. A step of a panel is one element of each of its rows.
func gram() *kernel {
	k := begin("gramNEON", "steps int, a *float64, b *float64, out *float64", "",
		"is the kernel of Tier.Gram with 4 rows and 12 columns.")
	g := newGrid(k, double, gramRows, gramColumns)
	in := k.loadAll()
	steps, a, b, out := in[0], in[1], in[2], in[3]
	for _, sums := range g.sums {
		k.clear(sums...)
	}
	k.label("next")
	before := k.written
	g.step(a, b, 0, 0)
	// Both panels have as many rows as the block has columns.
	k.add(8*gramColumns, a, b)
	k.again(steps, "next")
	k.cost(before, gramRows*gramColumns, "multiply-adds")
	for r, sums := range g.sums {
		k.stores(out, r*g.rowBytes(), sums...)
	}
	k.ret()
	return k
}

// halfLine is the number of vectors in half a line of eight float64.
const halfLine = 2

// both multiplies a panel of a symmetric matrix with four columns of x, and its transpose as well.
func both() *kernel {
	k := begin("bothNEON", "cols int, w *float64, xi *float64, yi *float64, xj *float64, yj *float64", "",
		"adds w·xj to yi and wᵀ·xi to yj for 4 rows and 4 columns of x.")
	in := k.loadAll()
	cols, w, xi, yi, xj, yj := in[0], in[1], in[2], in[3], in[4], in[5]
	var x, y [gramRows][]vreg
	// The rows' own lines of x and y stay in registers for all columns.
	for r := range x {
		x[r], y[r] = k.take(halfLine), k.take(halfLine)
		k.loads(xi, r*octetBytes, x[r]...)
		k.loads(yi, r*octetBytes, y[r]...)
	}
	line, weights := k.take(halfLine), k.take(gramRows/double.count())
	// Two sums for each vector of the line of y, for multiply-adds to overlap.
	out, odd := k.take(halfLine), k.take(halfLine)
	k.label("next")
	before := k.written
	k.loads(w, 0, weights...)
	k.loads(xj, 0, line...)
	k.loads(yj, 0, out...)
	for r := range gramRows {
		by, at := weights[r/2], r%2
		for i := range line {
			// Row r of y gets w[r,j]·x_j, line j of y gets Σ_r w[r,j]·x_r.
			k.fmlaBy(double, y[r][i], line[i], by, at)
			switch {
			case r == 1:
				k.fmulBy(double, odd[i], x[r][i], by, at)
			case r%2 == 1:
				k.fmlaBy(double, odd[i], x[r][i], by, at)
			default:
				k.fmlaBy(double, out[i], x[r][i], by, at)
			}
		}
	}
	for i := range out {
		k.fadd(double, out[i], out[i], odd[i])
	}
	k.stores(yj, 0, out...)
	k.add(8*gramRows, w)
	k.add(octetBytes, xj, yj)
	k.again(cols, "next")
	k.cost(before, 2*gramRows*halfLine*double.count(), "multiply-adds")
	for r := range y {
		k.stores(yi, r*octetBytes, y[r]...)
	}
	k.ret()
	return k
}
