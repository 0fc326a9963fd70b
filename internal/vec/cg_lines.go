package vec

// Line32 is the number of columns of a matrix of lines: a row of so many float32 fills a
// line of the cache, so that one fetched from anywhere costs one access.
const Line32 = 2 * Line

// Lines are the loops of block conjugate gradients in float32, on matrices of [Line32]
// columns stored row by row. Products are rounded, then added, row after row: the bits
// are the same in every tier. Nothing is allocated.
type Lines struct {
	start []int
	ind   []int32
	val   []float32
	omega []float32
}

// NewLines returns the loops for the square matrix m, rounded to float32, and the weights
// of its rows, omega. O(nnz).
func NewLines(m *Sparse, omega []float64) *Lines {
	return &Lines{start: m.start, ind: m.ind, val: narrowed(m.val), omega: narrowed(omega[:len(m.start)-1])}
}

// Advance writes rows [lo, hi) of p - m·p to y and adds Σωpy over them to sum. It panics
// where p or y is too short. Cost: 32 flops for each stored value, 80 a row.
func (l *Lines) Advance(y, p []float32, lo, hi int, sum *[Line32]float32) {
	best.advanceLines(l, y, p, lo, hi, sum)
}

// Descend adds step·p to x, takes step·q from r, and adds Σωr² to sum, in rows [lo, hi).
// It panics where a matrix is too short. Cost: 96 flops a row.
func (l *Lines) Descend(x, r, p, q []float32, lo, hi int, step, sum *[Line32]float32) {
	best.descendLines(l, x, r, p, q, lo, hi, step, sum)
}

// NextDirection sets p to z + step·p in rows [lo, hi). It panics where a matrix is too short.
// Cost: 32 flops a row.
func (l *Lines) NextDirection(p, z []float32, lo, hi int, step *[Line32]float32) {
	best.nextDirectionLines(p, z, lo, hi, step)
}

// rowsOf returns rows [lo, hi) of each of some matrices.
func rowsOf(lo, hi int, matrices ...*[]float32) {
	for _, m := range matrices {
		*m = (*m)[lo*Line32 : hi*Line32]
	}
}

func advanceLines(l *Lines, y, p []float32, lo, hi int, sum *[Line32]float32) {
	for i := lo; i < hi; i++ {
		// Row i of m·p, kept in registers.
		var product [Line32]float32
		for e := l.start[i]; e < l.start[i+1]; e++ {
			v, from := l.val[e], int(l.ind[e])*Line32
			for c, x := range p[from : from+Line32] {
				product[c] += float32(v * x)
			}
		}
		own, out, share := p[i*Line32:(i+1)*Line32], y[i*Line32:(i+1)*Line32], l.omega[i]
		for c, v := range own {
			// y = p - m·p, and the curvature Σωpy for the step. Each product is rounded before it is added.
			out[c] = v - product[c]
			sum[c] += float32(float32(share*v) * out[c])
		}
	}
}

func descendLines(l *Lines, x, r, p, q []float32, lo, hi int, step, sum *[Line32]float32) {
	omega := l.omega[lo:hi]
	rowsOf(lo, hi, &x, &r, &p, &q)
	for e := range x {
		// The matrices are one slice each: column e%16 of row e/16.
		c := e % Line32
		// The same step as in Block.Descend: move x along p, take step·q from the residual, add up its norm.
		x[e] += float32(step[c] * p[e])
		r[e] -= float32(step[c] * q[e])
		sum[c] += float32(float32(omega[e/Line32]*r[e]) * r[e])
	}
}

func nextDirectionLines(p, z []float32, lo, hi int, step *[Line32]float32) {
	rowsOf(lo, hi, &p, &z)
	for e := range p {
		// The next direction, as in Block.NextDirection.
		p[e] = z[e] + float32(step[e%Line32]*p[e])
	}
}
