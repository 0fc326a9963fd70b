//go:build !noasm

package vec

func (t Tier) advanceLines(l *Lines, y, p []float32, lo, hi int, sum *[Line32]float32) {
	// Check the bounds once: rows of p are read anywhere, rows of y are written in [lo, hi).
	_, _ = p[:(len(l.start)-1)*Line32], y[lo*Line32:hi*Line32]
	if t == Generic || lo >= hi || len(l.ind) == 0 {
		advanceLines(l, y, p, lo, hi, sum)
		return
	}
	// p is passed twice: as the matrix that is gathered from, and as the rows' own lines.
	advanceLinesNEON(hi-lo, &l.start[lo], &l.ind[0], &l.val[0], &p[0], &p[lo*Line32], &y[lo*Line32], &l.omega[lo],
		&sum[0])
}

func (t Tier) descendLines(l *Lines, x, r, p, q []float32, lo, hi int, step, sum *[Line32]float32) {
	if t == Generic || lo >= hi {
		descendLines(l, x, r, p, q, lo, hi, step, sum)
		return
	}
	// Slice everything to the rows at hand, which checks the bounds too.
	omega := l.omega[lo:hi]
	rowsOf(lo, hi, &x, &r, &p, &q)
	descendLinesNEON(hi-lo, &x[0], &r[0], &p[0], &q[0], &omega[0], &step[0], &sum[0])
}

func (t Tier) nextDirectionLines(p, z []float32, lo, hi int, step *[Line32]float32) {
	if t == Generic || lo >= hi {
		nextDirectionLines(p, z, lo, hi, step)
		return
	}
	rowsOf(lo, hi, &p, &z)
	nextDirectionLinesNEON(hi-lo, &p[0], &z[0], &step[0])
}
