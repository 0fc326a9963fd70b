//go:build !noasm

package vec

func (t Tier) descend(b Block, x, r, p, q, omega, step, sum []float64) {
	b.check(x, r, p, q)
	_, step, sum = omega[:b.Rows], step[:b.Cols], sum[:b.Cols]
	if t == Generic || b.Rows == 0 {
		b.descend(x, r, p, q, omega, step, sum)
		return
	}
	// Some columns of all rows at a time, whose sums stay in registers; from one row to the next are 8·Cols bytes.
	for c := 0; c < b.Cols; c += mostColumns {
		descendNEON(b.Rows, &x[c], &r[c], &p[c], &q[c], &omega[0], &step[c], &sum[c], 8*b.Cols,
			min(mostColumns, b.Cols-c))
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
	for c := 0; c < b.Cols; c += mostColumns {
		nextDirectionNEON(b.Rows, &p[c], &z[c], &step[c], 8*b.Cols, min(mostColumns, b.Cols-c))
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
	for c := 0; c < b.Cols; c += mostColumns {
		subtractFromNEON(b.Rows, &y[c], &x[c], &omega[0], &sum[c], 8*b.Cols, min(mostColumns, b.Cols-c))
	}
}
