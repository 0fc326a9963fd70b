package vec

// Line is the number of columns of x that [Tier.Both] multiplies at a time, one row of
// them after the other.
const Line = octet

// GramShape returns the numbers of rows and of columns of a block of products.
func (t Tier) GramShape() (rows, cols int) {
	switch t {
	case AVX512:
		return 8, 24
	case AVX2, NEON:
		return 4, 12
	}
	return genericGram, genericGram
}

const genericGram = 4

// Gram writes the dot products of some rows of a panel with all rows of another to out,
// row by row. A panel holds the first element of each of its rows, then the second of
// each, and so on; it has as many rows as the shape has columns, and a begins with the
// first row wanted. The products may be fused with the sums, which go from the first
// step to the last. Cost: 2 flops for each step, row and column.
func (t Tier) Gram(steps int, a, b, out []float64) {
	rows, cols := t.GramShape()
	// Check the bounds once. The last step of a needs only the rows wanted.
	_, _, _ = a[:(steps-1)*cols+rows], b[:steps*cols], out[:rows*cols]
	t.gram(steps, a, b, out)
}

func gramGeneric(steps int, a, b, out []float64) {
	var s [genericGram][genericGram]float64
	for ; steps > 0; steps-- {
		// Sixteen sums stay in registers: each step adds the product of each element of a with each of b.
		x, y := (*[genericGram]float64)(a), (*[genericGram]float64)(b)
		for r, v := range x {
			s[r][0] += v * y[0]
			s[r][1] += v * y[1]
			s[r][2] += v * y[2]
			s[r][3] += v * y[3]
		}
		a, b = a[min(genericGram, len(a)):], b[genericGram:]
	}
	for r := range s {
		copy(out[r*genericGram:], s[r][:])
	}
}

// Both adds w·xj to yi, and wᵀ·xi to yj, for a panel w of a matrix, which holds the
// first column of its rows, then the second, and so on: as many rows as the shape of
// Gram has. x and y have Line columns, row by row. The products may be fused with the
// sums. Cost: 4·Line flops an element of w.
func (t Tier) Both(cols int, w, xi, yi, xj, yj []float64) {
	rows, _ := t.GramShape()
	// Check the bounds once, so that the kernels can do without.
	_, _, _ = w[:cols*rows], xi[:rows*Line], yi[:rows*Line]
	_, _ = xj[:cols*Line], yj[:cols*Line]
	t.both(cols, w, xi, yi, xj, yj)
}

func bothGeneric(cols int, w, xi, yi, xj, yj []float64) {
	for j := range cols {
		// Element w[r,j] is read once and used twice: in row r of y, and, as part of the transpose, in row j.
		in, out := (*[Line]float64)(xj[j*Line:]), (*[Line]float64)(yj[j*Line:])
		for r, v := range w[j*genericGram : (j+1)*genericGram] {
			x, y := (*[Line]float64)(xi[r*Line:]), (*[Line]float64)(yi[r*Line:])
			for k := range in {
				y[k] += v * in[k]
				out[k] += v * x[k]
			}
		}
	}
}
