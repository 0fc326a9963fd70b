package vec

// Line32 is the number of columns of a matrix of lines: a row of so many float32 fills a
// line of the cache, so that one fetched from anywhere costs one access.
const Line32 = 2 * Line

// Lines are the loops of block conjugate gradients in float32, on matrices of [Line32]
// columns stored row by row, or of half as many. Products are rounded, then added, row after row: the bits
// are the same in every tier. Nothing is allocated.
type Lines struct {
	start   []int
	ind     []int32
	val     []float64 // each is rounded to float32 where it is used
	omega   []float32
	columns int
}

// NewLines returns the loops for the square matrix m, rounded to float32, and the weights
// of its rows, omega. It keeps m. O(n).
func NewLines(m *Sparse, omega []float64) *Lines {
	return &Lines{start: m.start, ind: m.ind, val: m.val, omega: narrowed(omega[:len(m.start)-1]), columns: Line32}
}

// Half returns the loops for matrices of Line32/2 columns. They use as many of the steps and sums.
func (l *Lines) Half() *Lines {
	half := *l
	half.columns = Line32 / 2
	return &half
}

// Columns returns the number of columns of a matrix.
func (l *Lines) Columns() int { return l.columns }

// isHalf reports whether rows are half a line.
func (l *Lines) isHalf() bool { return l.columns < Line32 }

// Advance writes rows [lo, hi) of p - m·p to y and adds Σωpy over them to sum. It panics
// where p or y is too short. Cost: 2 flops for each stored value and column, 5 a row and column.
func (l *Lines) Advance(y, p []float32, lo, hi int, sum *[Line32]float32) {
	best.advanceLines(l, y, p, lo, hi, sum)
}

// Descend adds step·p to x, takes step·q from r, and adds Σωr² to sum, in rows [lo, hi).
// It panics where a matrix is too short. Cost: 7 flops a row and column.
func (l *Lines) Descend(x, r, p, q []float32, lo, hi int, step, sum *[Line32]float32) {
	best.descendLines(l, x, r, p, q, lo, hi, step, sum)
}

// NextDirection sets p to z + step·p in rows [lo, hi). It panics where a matrix is too short.
// Cost: 2 flops a row and column.
func (l *Lines) NextDirection(p, z []float32, lo, hi int, step *[Line32]float32) {
	best.nextDirectionLines(l, p, z, lo, hi, step)
}

// rowsOf cuts rows [lo, hi) out of each of some matrices.
func (l *Lines) rowsOf(lo, hi int, matrices ...*[]float32) {
	for _, m := range matrices {
		*m = (*m)[lo*l.columns : hi*l.columns]
	}
}

// check panics where p, of which any row is read, or y, of which rows [lo, hi) are written, is too short.
func (l *Lines) check(y, p []float32, lo, hi int) {
	_, _ = p[:(len(l.start)-1)*l.columns], y[lo*l.columns:hi*l.columns]
}

func advanceLines(l *Lines, y, p []float32, lo, hi int, sum *[Line32]float32) {
	columns := l.columns
	for i := lo; i < hi; i++ {
		// Row i of m·p, kept in registers.
		var product [Line32]float32
		for e := l.start[i]; e < l.start[i+1]; e++ {
			v, from := float32(l.val[e]), int(l.ind[e])*columns
			for c, x := range p[from : from+columns] {
				product[c] += float32(v * x)
			}
		}
		own, out, share := p[i*columns:(i+1)*columns], y[i*columns:(i+1)*columns], l.omega[i]
		for c, v := range own {
			// y = p - m·p, and the curvature Σωpy for the step. Each product is rounded before it is added.
			out[c] = v - product[c]
			sum[c] += float32(float32(share*v) * out[c])
		}
	}
}

func descendLines(l *Lines, x, r, p, q []float32, lo, hi int, step, sum *[Line32]float32) {
	omega := l.omega[lo:hi]
	l.rowsOf(lo, hi, &x, &r, &p, &q)
	for e := range x {
		// The matrices are one slice each: column e%16 of row e/16, or of half as many.
		c := e % l.columns
		// The same step as in Block.Descend: move x along p, take step·q from the residual, add up its norm.
		x[e] += float32(step[c] * p[e])
		r[e] -= float32(step[c] * q[e])
		sum[c] += float32(float32(omega[e/l.columns]*r[e]) * r[e])
	}
}

func nextDirectionLines(l *Lines, p, z []float32, lo, hi int, step *[Line32]float32) {
	l.rowsOf(lo, hi, &p, &z)
	for e := range p {
		// The next direction, as in Block.NextDirection.
		p[e] = z[e] + float32(step[e%l.columns]*p[e])
	}
}
