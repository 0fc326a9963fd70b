//go:build !noasm

package vec

func (t Tier) advanceLines(l *Lines, y, p []float32, lo, hi int, sum *[Line32]float32) {
	l.check(y, p, lo, hi)
	if t == Generic || lo >= hi || len(l.ind) == 0 {
		advanceLines(l, y, p, lo, hi, sum)
		return
	}
	kernel := advanceLinesNEON
	if l.isHalf() {
		kernel = advanceHalfLinesNEON
	}
	// p is passed twice: as the matrix that is gathered from, and as the rows' own lines.
	l.rowsOf(lo, hi, &y)
	kernel(hi-lo, &l.start[lo], &l.ind[0], &l.val[0], &p[0], &p[lo*l.columns], &y[0], &l.omega[lo], &sum[0])
}

func (t Tier) descendLines(l *Lines, x, r, p, q []float32, lo, hi int, step, sum *[Line32]float32) {
	if t == Generic || lo >= hi {
		descendLines(l, x, r, p, q, lo, hi, step, sum)
		return
	}
	// Slice everything to the rows at hand, which checks the bounds too.
	omega := l.omega[lo:hi]
	l.rowsOf(lo, hi, &x, &r, &p, &q)
	kernel := descendLinesNEON
	if l.isHalf() {
		kernel = descendHalfLinesNEON
	}
	kernel(hi-lo, &x[0], &r[0], &p[0], &q[0], &omega[0], &step[0], &sum[0])
}

func (t Tier) nextDirectionLines(l *Lines, p, z []float32, lo, hi int, step *[Line32]float32) {
	if t == Generic || lo >= hi {
		nextDirectionLines(l, p, z, lo, hi, step)
		return
	}
	l.rowsOf(lo, hi, &p, &z)
	kernel := nextDirectionLinesNEON
	if l.isHalf() {
		kernel = nextDirectionHalfLinesNEON
	}
	kernel(hi-lo, &p[0], &z[0], &step[0])
}
