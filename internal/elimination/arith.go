package elimination

import "github.com/propagate-go/propagate/internal/lognum"

// arith is an array of non-negative numbers in one of the three arithmetics,
// addressed by slot. One call does a row of work, so that one driver serves all
// three at full speed.
type arith interface {
	// grow appends zeros until there are n slots.
	grow(n int)
	// load sets a slot to entry i of a part of the network.
	load(slot int, p part, i int)
	// copy sets dst to src.
	copy(dst, src int)
	isZero(slot int) bool
	// pivot sets d to the sum of the edges and of the ground, the first of the
	// width slots at aux, and tells whether it is positive.
	pivot(d int, edges []int32, aux, width int) bool
	// div sets dst = a/b.
	div(dst, a, b int)
	// logRatio returns log(a/b), 0 for two zeros.
	logRatio(a, b int) float64
	// addScaled sets dst+j += f·(src+j) for j < n.
	addScaled(dst, f, src, n int)
	// addScaledAt sets dst[j] += f·src[j].
	addScaledAt(dst []int32, f int, src []int32)
	// solve sets dst = (b + Σ_j w[j]·f[j]) / d.
	solve(dst, b, d int, w, f []int32)
	// num returns an edge or a ground, in a unit that all of them share.
	num(slot int) lognum.Num
	// answer returns p_i·F_ic for the value F_ic in a slot.
	answer(slot, i, c int) lognum.Num
	// reciprocal returns the value of a slot that holds the reciprocal of a conductance.
	reciprocal(slot int) lognum.Num
	// rounded returns a bound on the |T| that were rounded since it was last called: of the two of a quotient
	// and of its product with another number, or with a sum of products and a quotient of it.
	rounded() float64
	// noise bounds the rounding errors of the operations done so far.
	noise(terms int) noise
	// err tells whether the numbers have left the range of the arithmetic.
	err() error
}
