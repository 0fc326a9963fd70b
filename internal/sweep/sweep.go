// Package sweep is one step of the plain fixed-point iteration x ← Mx + b, for the rows of an equation (I - M)x = b
// that are at hand: all of them on one machine, a block of them on each of several. Both give the same bits: every
// row is computed by the same operations in the same order, whoever holds it.
package sweep

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/vec"
)

// Rows are rows of (I - M)x = b. Row i of M acts on x, which begins with the values of the rows themselves and may go
// on with those of other rows.
type Rows struct {
	M     *vec.Sparse
	B     []float64 // rows×Cols
	Place []int32   // of each row: which row of B is its right side; nil: its own number
	Cols  int
}

// Residual writes b - (I-M)x of the rows [lo, hi) into the same rows of r. Several goroutines may write rows of their
// own. It panics where r or x is too short. Cost: that of [vec.Sparse.MulRows].
func (e Rows) Residual(r, x []float64, lo, hi int) { e.ResidualTo(r[lo*e.Cols:hi*e.Cols], x, lo, hi) }

// ResidualTo is Residual for an out of the rows [lo, hi) alone.
func (e Rows) ResidualTo(out, x []float64, lo, hi int) {
	e.M.Rows(lo, hi).MulRows(out, x, e.Cols, 0, hi-lo)
	own, out := x[lo*e.Cols:hi*e.Cols], out[:(hi-lo)*e.Cols]
	// Mx is there; x - Mx, and b minus that, are rounded one after the other.
	for i, v := range out {
		out[i] = own[i] - v
	}
	if e.Place == nil {
		subtractFrom(e.B[lo*e.Cols:hi*e.Cols], out)
		return
	}
	for i, at := range e.Place[lo:hi] {
		subtractFrom(e.B[int(at)*e.Cols:][:e.Cols], out[i*e.Cols:])
	}
}

// subtractFrom sets x to b - x.
func subtractFrom(b, x []float64) {
	x = x[:len(b)]
	for i, v := range x {
		x[i] = b[i] - v
	}
}

// Advance adds pace times the residual to x. At the pace 1 that is the step from x to Mx + b; a pace below 1 takes a
// part of it.
func Advance(x, residual []float64, pace float64) {
	for i, v := range residual {
		x[i] += pace * v
	}
}

// Normalization turns weights into entries of M and b: M = D⁻¹W, or D^-½WD^-½ where it is symmetric. Ratios are taken
// of logarithms: only the normalised number, which is at most 1, becomes a float64.
type Normalization struct {
	Gamma     lognum.Gamma
	Symmetric bool
}

// Entry returns that of M for the weight w between rows of the diagonals d and other.
func (n Normalization) Entry(w, d, other lognum.Num) float64 {
	if n.Symmetric {
		d = d.Mul(other).Sqrt()
	}
	return math.Exp(n.Gamma.LogRatio(w, d))
}

// Source returns that of b for the source s at a row of the diagonal d.
func (n Normalization) Source(s, d lognum.Num) float64 {
	if s.IsZero() {
		return 0
	}
	if n.Symmetric {
		d = d.Sqrt()
	}
	return math.Exp(n.Gamma.LogRatio(s, d))
}
