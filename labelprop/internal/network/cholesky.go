package network

import (
	"runtime"

	"github.com/propagate-go/propagate/internal/par"
)

// incompleteCholesky is the diagonal incomplete Cholesky factor of I - M in the inner
// product of ω: off-diagonals are kept, only the pivots are computed,
//
//	qᵢ = 1 - Σ_{k<i} MᵢₖMₖᵢ/qₖ,   C = (Q - L)Q⁻¹(Q - U),
//
// with L and U the strict triangles of M. For an M-matrix all pivots are positive
// [meijerink1977].
type incompleteCholesky struct {
	eq    *equation
	pivot []float64
	split []int // the first entry of each row right of the diagonal
}

// newIncompleteCholesky computes the pivots. Cost: the entries, and a binary search each.
func newIncompleteCholesky(eq *equation) *incompleteCholesky {
	f := &incompleteCholesky{eq: eq, pivot: make([]float64, eq.n), split: make([]int, eq.n)}
	back := eq.mirrored()
	for i := range eq.n {
		// The diagonal of I - M is 1; each earlier neighbour k takes MᵢₖMₖᵢ/qₖ from the pivot,
		// as in an elimination that keeps no fill.
		q := 1.0
		e := eq.start[i]
		for ; e < eq.start[i+1] && int(eq.ind[e]) < i; e++ {
			q -= eq.m[e] * eq.m[back[e]] / f.pivot[eq.ind[e]]
		}
		// Entries before the split belong to L, the others to U.
		f.split[i] = e
		// In exact arithmetic the pivot is positive; a floor guards against rounding.
		f.pivot[i] = max(q, 0x1p-40)
	}
	return f
}

// mirrored returns, for each entry, the place of its mirror image.
func (eq *equation) mirrored() []int32 {
	back := make([]int32, len(eq.ind))
	// M has a symmetric pattern. While rows are visited in order, the entries of column j are
	// met in the order in which they stand in row j.
	next := make([]int, eq.n)
	copy(next, eq.start)
	for i := range eq.n {
		for e := eq.start[i]; e < eq.start[i+1]; e++ {
			j := eq.ind[e]
			back[e] = int32(next[j]) // rows and columns rise together
			next[j]++
		}
	}
	return back
}

// in returns the factor for vectors of other columns; nil has none.
func (f *incompleteCholesky) in(eq *equation) *incompleteCholesky {
	if f == nil {
		return nil
	}
	return &incompleteCholesky{eq: eq, pivot: f.pivot, split: f.split}
}

// apply sets z = C⁻¹r. The sweeps run along the rows; the columns are shared out
// among the processors.
func (f *incompleteCholesky) apply(z, r []float64) {
	c := f.eq.cols
	// One processor takes some columns through both sweeps: rows depend on each other, columns
	// do not.
	share := (c + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	par.For(c, share, func(_, lo, hi int) {
		f.forward(z, r, lo, hi)
		f.backward(z, lo, hi)
	})
}

// forward solves (Q-L)y = r for columns [lo, hi).
func (f *incompleteCholesky) forward(z, r []float64, lo, hi int) {
	eq, c := f.eq, f.eq.cols
	for i := range eq.n {
		out := z[i*c+lo : i*c+hi : i*c+hi]
		// yᵢ = (rᵢ + Σ_{k<i} Mᵢₖyₖ)/qᵢ: the neighbours to the left are known already.
		copy(out, r[i*c+lo:])
		for e := eq.start[i]; e < f.split[i]; e++ {
			m, in := eq.m[e], z[int(eq.ind[e])*c+lo:]
			in = in[:len(out)]
			for k := range out {
				out[k] += m * in[k]
			}
		}
		// One division for the row, a multiplication for each column.
		by := 1 / f.pivot[i]
		for k := range out {
			out[k] *= by
		}
	}
}

// backward solves (Q-U)z = Qy in place for columns [lo, hi).
func (f *incompleteCholesky) backward(z []float64, lo, hi int) {
	eq, c := f.eq, f.eq.cols
	sum := make([]float64, hi-lo)
	// From the last row to the first: zᵢ = yᵢ + Σ_{k>i} Mᵢₖzₖ/qᵢ, which is z = (Q-U)⁻¹Qy.
	for i := eq.n - 1; i >= 0; i-- {
		clear(sum)
		for e := f.split[i]; e < eq.start[i+1]; e++ {
			m, in := eq.m[e], z[int(eq.ind[e])*c+lo:]
			in = in[:len(sum)]
			for k := range sum {
				sum[k] += m * in[k]
			}
		}
		by := 1 / f.pivot[i]
		for k := range sum {
			z[i*c+lo+k] += by * sum[k]
		}
	}
}
