//go:build !noasm

package vec

// mostColumns is the number of columns that a kernel takes at a time.
const mostColumns = 16

func (t Tier) sparse(m *Sparse, out, x []float64, width, lo, hi int) {
	if t == Generic {
		m.mulRows(out, x, width, lo, hi)
		return
	}
	for c := 0; c < width; c += mostColumns {
		sparseNEON(hi-lo, &m.start[lo], &m.ind[0], &m.val[0], &x[c], 8*width, &out[lo*width+c],
			min(mostColumns, width-c))
	}
}

func (t Tier) single(m *Single, y, x []float32, width, lo, hi int) {
	if t == Generic {
		m.lessRows(y, x, width, lo, hi)
		return
	}
	for c := 0; c < width; c += mostColumns {
		singleNEON(hi-lo, &m.start[lo], &m.ind[0], &m.val[0], &x[c], 4*width, &y[lo*width+c], min(mostColumns, width-c))
	}
}
