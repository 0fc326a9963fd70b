package network

import (
	"math"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// residualBounds are what a certificate needs of an approximate solution x to bound the residual. Products with M are
// made for some rows at a time, see [residualBounds.rows]: of all rows they would be as large as x.
type residualBounds struct {
	eq       *equation
	x        []float64
	abs      []float64    // |x|; x itself where no entry is negative
	positive bool         // whether that is so
	lost     []float64    // what dense weights that are kept as 0 may add to any row, by column
	all      *boundedRows // of a dense equation, whose products need all rows at once
}

// boundedRows are the products Mx and M|x| of the rows from lo on.
type boundedRows struct {
	*residualBounds
	lo       int
	mx, size []float64 // the same where no entry of x is negative
}

// boundResidual returns the residualBounds of x, which are valid until it is called again or the scratch of the
// equation is written to.
func (eq *equation) boundResidual(x []float64) *residualBounds {
	t := &residualBounds{eq: eq, x: x, abs: x, positive: !anyNegative(x), lost: make([]float64, eq.cols)}
	// If no entry of x is negative, M|x| is Mx, and one product does for both.
	if !t.positive {
		t.abs = eq.scratch()
		par.For(len(x), chunkRows, func(_, lo, hi int) {
			for i, v := range x[lo:hi] {
				t.abs[lo+i] = math.Abs(v)
			}
		})
	}
	if eq.dense == nil {
		return t
	}
	t.all = &boundedRows{residualBounds: t, mx: make([]float64, len(x))}
	t.all.size = t.all.mx
	eq.dense.times(t.all.mx, x, eq.cols)
	if !t.positive {
		t.all.size = make([]float64, len(x))
		eq.dense.times(t.all.size, t.abs, eq.cols)
	}
	// Weights that a dense matrix keeps as 0 are below 2⁻⁶⁰ of every row sum: together they
	// add at most that share of Σ|x| to an entry, and of 1 for each clamped node to b. Twice
	// that covers the rounding of this sum.
	for k := range t.lost {
		t.lost[k] = float64(eq.dense.clamped) * (2 / aboveLost) // of b
	}
	for i, v := range t.abs {
		t.lost[i%eq.cols] += v * (2 / aboveLost)
	}
	return t
}

func anyNegative(x []float64) bool {
	negative := make([]bool, par.Chunks(len(x), chunkRows))
	par.For(len(x), chunkRows, func(c, lo, hi int) {
		for _, v := range x[lo:hi] {
			negative[c] = negative[c] || v < 0
		}
	})
	return slices.Contains(negative, true)
}

// scratch returns n×cols numbers that any step may write to, and none may expect to keep.
func (eq *equation) scratch() []float64 { return eq.scratchOf(eq.size())[:eq.size()] }

// scratchOf is scratch with at least so many numbers.
func (eq *equation) scratchOf(size int) []float64 {
	if len(eq.room) < size {
		eq.room = make([]float64, size)
	}
	return eq.room
}

// productRoom holds the memory of products of some rows: what is new would have to be cleared, and is in no cache.
var productRoom sync.Pool

// rows returns the products of the rows [lo, hi). The caller frees them.
func (t *residualBounds) rows(lo, hi int) *boundedRows {
	if t.all != nil {
		return t.all
	}
	eq := t.eq
	r, _ := productRoom.Get().(*boundedRows)
	if r == nil {
		r = &boundedRows{}
	}
	r.residualBounds, r.lo = t, lo
	size := (hi - lo) * eq.cols
	r.mx = slices.Grow(r.mx[:0], 2*size)[:size]
	part := eq.sparse.Rows(lo, hi)
	part.MulRows(r.mx, t.x, eq.cols, 0, hi-lo)
	if r.size = r.mx; !t.positive {
		r.size = r.mx[size : 2*size]
		part.MulRows(r.size, t.abs, eq.cols, 0, hi-lo)
	}
	return r
}

// free gives the memory of the products back.
func (r *boundedRows) free() {
	if r != r.all {
		r.residualBounds = nil
		productRoom.Put(r)
	}
}

// products returns the parts of row i of Mx and of M|x|.
func (r *boundedRows) products(i int) (mx, size []float64) {
	return r.eq.row(r.mx, i-r.lo), r.eq.row(r.size, i-r.lo)
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
func (r *boundedRows) row(i int, y, size []float64) float64 {
	eq := r.eq
	relative := eq.relErr
	if eq.dense != nil {
		relative += 4 * float64(eq.dense.w.N()+20) * unit
	} else {
		relative += 4 * float64(eq.start[i+1]-eq.start[i]+4) * unit
	}
	// Weights that are kept as 0 add an absolute error, lost. The caller multiplies size by
	// relative, so lost/relative in it comes out as lost.
	b, own := eq.right(i), eq.row(r.x, i)
	mx, sizes := r.products(i)
	for k := range y {
		y[k] = b[k] - own[k] + mx[k]
		size[k] = math.Abs(b[k]) + math.Abs(own[k]) + sizes[k] + r.lost[k]/relative
	}
	return relative
}
