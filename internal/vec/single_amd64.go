//go:build !noasm

package vec

// single does four vectors of columns at a time.
func (t Tier) single(m *Single, y, x []float32, width, lo, hi int) {
	if t == Generic {
		m.lessRows(y, x, width, lo, hi)
		return
	}
	lanes := 8
	if t == AVX512 {
		lanes = 16
	}
	for c := 0; c < width; c += 4 * lanes {
		// Up to four vectors of columns at a time. The mask says how many columns of the last one exist.
		vectors := min(4, (width-c+lanes-1)/lanes)
		mask := t.singleMask(min(lanes, width-c-(vectors-1)*lanes))
		t.singleBlock(m, vectors, &y[lo*width+c], &x[c], 4*width, lo, hi, &mask)
	}
}

// singleMask has the first n bits set for AVX-512, all bits of the first n halves of
// its words for AVX2.
func (t Tier) singleMask(n int) (m [octet]uint64) {
	if t == AVX512 {
		m[0] = 1<<n - 1
		return m
	}
	for i := range n {
		// Two float32 lanes share a word of 64 bits.
		m[i/2] |= 0xffffffff << (i % 2 * 32)
	}
	return m
}

func (t Tier) singleBlock(m *Single, vectors int, y, x *float32, stride, lo, hi int, mask *[octet]uint64) {
	rows, start, ind, val := hi-lo, &m.start[lo], &m.ind[0], &m.val[0]
	switch 4*int(t-AVX2) + vectors {
	case 1:
		singleAVX2_1(rows, start, ind, val, x, stride, y, mask)
	case 2:
		singleAVX2_2(rows, start, ind, val, x, stride, y, mask)
	case 3:
		singleAVX2_3(rows, start, ind, val, x, stride, y, mask)
	case 4:
		singleAVX2_4(rows, start, ind, val, x, stride, y, mask)
	case 5:
		singleAVX512_1(rows, start, ind, val, x, stride, y, mask)
	case 6:
		singleAVX512_2(rows, start, ind, val, x, stride, y, mask)
	case 7:
		singleAVX512_3(rows, start, ind, val, x, stride, y, mask)
	case 8:
		singleAVX512_4(rows, start, ind, val, x, stride, y, mask)
	}
}
