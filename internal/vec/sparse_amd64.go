//go:build !noasm

package vec

// sparse multiplies four vectors of columns at a time.
func (t Tier) sparse(m *Sparse, out, x []float64, width, lo, hi int) {
	if t == Generic {
		m.mulRows(out, x, width, lo, hi)
		return
	}
	lanes := 4
	if t == AVX512 {
		lanes = 8
	}
	for c := 0; c < width; c += 4 * lanes {
		// Up to four vectors of columns at a time. The mask says how many columns of the last one exist.
		vectors := min(4, (width-c+lanes-1)/lanes)
		mask := t.mask(min(lanes, width-c-(vectors-1)*lanes))
		t.sparseBlock(m, vectors, &out[lo*width+c], &x[c], 8*width, lo, hi, &mask)
	}
}

// mask has the first n bits set in its first word for AVX-512, all bits of its first
// n words for AVX2.
func (t Tier) mask(n int) (m [octet]uint64) {
	if t == AVX512 {
		// AVX-512 has mask registers, a bit a lane.
		m[0] = 1<<n - 1
		return m
	}
	for i := range n {
		m[i] = ^uint64(0)
	}
	return m
}

func (t Tier) sparseBlock(m *Sparse, vectors int, out, x *float64, stride, lo, hi int, mask *[octet]uint64) {
	rows, start, ind, val := hi-lo, &m.start[lo], &m.ind[0], &m.val[0]
	// One kernel for each tier and number of vectors: their loops are unrolled.
	switch 4*int(t-AVX2) + vectors {
	case 1:
		sparseAVX2_1(rows, start, ind, val, x, stride, out, mask)
	case 2:
		sparseAVX2_2(rows, start, ind, val, x, stride, out, mask)
	case 3:
		sparseAVX2_3(rows, start, ind, val, x, stride, out, mask)
	case 4:
		sparseAVX2_4(rows, start, ind, val, x, stride, out, mask)
	case 5:
		sparseAVX512_1(rows, start, ind, val, x, stride, out, mask)
	case 6:
		sparseAVX512_2(rows, start, ind, val, x, stride, out, mask)
	case 7:
		sparseAVX512_3(rows, start, ind, val, x, stride, out, mask)
	case 8:
		sparseAVX512_4(rows, start, ind, val, x, stride, out, mask)
	}
}
