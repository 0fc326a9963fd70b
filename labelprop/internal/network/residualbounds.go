package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
)

// residualBounds are the products with M of an approximate solution x from which a certificate
// bounds the residual.
type residualBounds struct {
	mx, size []float64    // Mx and M|x|
	lost     []float64    // what dense weights that are kept as 0 may add to any row, by column
	room     [3][]float64 // n×cols each, to write to again
}

// boundResidual returns the residualBounds of x, which are valid until it is called again.
func (eq *equation) boundResidual(x []float64) *residualBounds {
	if eq.lastBounds == nil {
		// The same memory serves every certificate of an equation.
		eq.lastBounds = &residualBounds{}
		for i := range eq.lastBounds.room {
			eq.lastBounds.room[i] = make([]float64, len(x))
		}
	}
	t := eq.lastBounds
	// If no entry of x is negative, M|x| is Mx, and one product does for both.
	eq.times(t.room[0], x)
	t.mx, t.size, t.lost = t.room[0], t.room[0], make([]float64, eq.cols)
	sizes, negative := t.room[1], make([]bool, par.Chunks(len(x), chunkRows))
	par.For(len(x), chunkRows, func(c, lo, hi int) {
		for i, v := range x[lo:hi] {
			sizes[lo+i] = math.Abs(v)
			negative[c] = negative[c] || v < 0
		}
	})
	for _, is := range negative {
		if is {
			t.size = t.room[2]
			eq.times(t.size, sizes)
			break
		}
	}
	// Weights that a dense matrix keeps as 0 are below 2⁻⁶⁰ of every row sum: together they
	// add at most that share of Σ|x| to an entry, and of 1 for each clamped node to b. Twice
	// that covers the rounding of this sum.
	if eq.dense != nil {
		for k := range t.lost {
			t.lost[k] = float64(eq.dense.clamped) * (2 / aboveLost) // of b
		}
		for i, v := range sizes {
			t.lost[i%eq.cols] += v * (2 / aboveLost)
		}
	}
	return t
}

// times writes Mx into y.
func (eq *equation) times(y, x []float64) {
	if eq.dense != nil {
		eq.dense.times(y, x, eq.cols)
		return
	}
	par.For(eq.n, chunkRows, func(_, lo, hi int) { eq.sparse.MulRows(y, x, eq.cols, lo, hi) })
}

// row writes row i of b - (I-M)x into y, and the sum of the sizes of its terms into
// size, and returns the bound on the relative error of each term: y is within that times
// size of the exact one.
//
// Derivation, in units of u. A row has k products Mᵢⱼxⱼ and two more terms, b and x. A sum
// of products is right to k·Σ|Mᵢⱼxⱼ| in whatever order it is taken, with or without fused
// operations [higham2002], and two more additions make that (k+2)·size. The size that is
// computed may be too small by the share (k+2)u of itself, and the products of errors that
// are neglected are below that too. So 4(k+4) leaves room for all of it, and for the few
// operations with the bound itself. A dense row has N products, and is scaled from both
// sides before and after: 4(N+20). The errors of M and b against the exact weights, relErr,
// are relative to the same terms.
func (t *residualBounds) row(eq *equation, x []float64, i int, y, size []float64) float64 {
	relative := eq.relErr
	if eq.dense != nil {
		relative += 4 * float64(eq.dense.w.N()+20) * unit
	} else {
		relative += 4 * float64(eq.start[i+1]-eq.start[i]+4) * unit
	}
	// Weights that are kept as 0 add an absolute error, lost. The caller multiplies size by
	// relative, so lost/relative in it comes out as lost.
	b, own := eq.row(eq.b, i), eq.row(x, i)
	mx, sizes := eq.row(t.mx, i), eq.row(t.size, i)
	for k := range y {
		y[k] = b[k] - own[k] + mx[k]
		size[k] = math.Abs(b[k]) + math.Abs(own[k]) + sizes[k] + t.lost[k]/relative
	}
	return relative
}
