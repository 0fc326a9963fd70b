//go:build !noasm

package vec

// block returns how many vectors the first of some columns fill, how many columns
// those are, and the mask of the last vector.
func (t Tier) block(cols int) (vectors, n int, mask [octet]uint64) {
	lanes := 4
	if t == AVX512 {
		lanes = 8
	}
	// Two vectors of columns at a time, the last one masked.
	n = min(cols, 2*lanes)
	vectors = (n + lanes - 1) / lanes
	return vectors, n, t.mask(n - (vectors-1)*lanes)
}

func (t Tier) descend(b Block, x, r, p, q, omega, step, sum []float64) {
	b.check(x, r, p, q)
	_, step, sum = omega[:b.Rows], step[:b.Cols], sum[:b.Cols]
	if t == Generic || b.Rows == 0 {
		b.descend(x, r, p, q, omega, step, sum)
		return
	}
	// Bytes from one row to the next. The switch picks the kernel for the tier and the number of vectors.
	stride := 8 * b.Cols
	for c := 0; c < b.Cols; {
		vectors, n, mask := t.block(b.Cols - c)
		switch {
		case t == AVX512 && vectors == 2:
			descendAVX512_2(b.Rows, &x[c], &r[c], &p[c], &q[c], &omega[0], &step[c], &sum[c], stride, &mask)
		case t == AVX512:
			descendAVX512_1(b.Rows, &x[c], &r[c], &p[c], &q[c], &omega[0], &step[c], &sum[c], stride, &mask)
		case vectors == 2:
			descendAVX2_2(b.Rows, &x[c], &r[c], &p[c], &q[c], &omega[0], &step[c], &sum[c], stride, &mask)
		default:
			descendAVX2_1(b.Rows, &x[c], &r[c], &p[c], &q[c], &omega[0], &step[c], &sum[c], stride, &mask)
		}
		c += n
	}
}

func (t Tier) nextDirection(b Block, p, z, step []float64) {
	b.check(p, z)
	step = step[:b.Cols]
	if t == Generic || b.Rows == 0 {
		b.nextDirection(p, z, step)
		return
	}
	// As in descend.
	stride := 8 * b.Cols
	for c := 0; c < b.Cols; {
		vectors, n, mask := t.block(b.Cols - c)
		switch {
		case t == AVX512 && vectors == 2:
			nextDirectionAVX512_2(b.Rows, &p[c], &z[c], &step[c], stride, &mask)
		case t == AVX512:
			nextDirectionAVX512_1(b.Rows, &p[c], &z[c], &step[c], stride, &mask)
		case vectors == 2:
			nextDirectionAVX2_2(b.Rows, &p[c], &z[c], &step[c], stride, &mask)
		default:
			nextDirectionAVX2_1(b.Rows, &p[c], &z[c], &step[c], stride, &mask)
		}
		c += n
	}
}

func (t Tier) subtractFrom(b Block, y, x, omega, sum []float64) {
	b.check(y, x)
	_, sum = omega[:b.Rows], sum[:b.Cols]
	if t == Generic || b.Rows == 0 {
		b.subtractFrom(y, x, omega, sum)
		return
	}
	// As in descend.
	stride := 8 * b.Cols
	for c := 0; c < b.Cols; {
		vectors, n, mask := t.block(b.Cols - c)
		switch {
		case t == AVX512 && vectors == 2:
			subtractFromAVX512_2(b.Rows, &y[c], &x[c], &omega[0], &sum[c], stride, &mask)
		case t == AVX512:
			subtractFromAVX512_1(b.Rows, &y[c], &x[c], &omega[0], &sum[c], stride, &mask)
		case vectors == 2:
			subtractFromAVX2_2(b.Rows, &y[c], &x[c], &omega[0], &sum[c], stride, &mask)
		default:
			subtractFromAVX2_1(b.Rows, &y[c], &x[c], &omega[0], &sum[c], stride, &mask)
		}
		c += n
	}
}
