package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// tieLog is the difference of logarithms of scores up to which they tie.
const tieLog = 1e-9

// conformity finds the p-values of the rows of a linear method from blocks of the columns of H.
// All numbers are logarithms, so that none underflows.
type conformity struct {
	nw      *network.Network
	seeds   *Seeds
	rows    responseRows
	byClass bool
	wanted  bool // full conformal prediction, if possible

	sums   []classSum   // rows×C: F, from which any label can be taken off
	scores []float64    // rows×C: F; divided by its sum where rows are given labels
	count  []int32      // rows×C: labels that conform no better
	pull   []lognum.Num // of each row: 1/G_xx; nil where CV+ is taken
	block  *network.Responses

	class []int     // of each label
	left  []float64 // l: fᵢ(yᵢ), the answer at label i without it
	loo   *LOO
}

// compareLabel compares label i with row x; h is the logarithm of H_xi. The label conforms no
// better if its score is no larger; ties count, and what is no number.
func (c *conformity) compareLabel(x, i int, h float64) {
	k, own := c.seeds.c, c.class[i]
	without := c.sums[x*k+own].without(i, h)
	first, last := 0, k
	if c.byClass {
		first, last = own, own+1
	}
	if !c.full() {
		// The label as it is left out, and the row without it, too.
		for y := first; y < last; y++ {
			if base, more := c.withoutLabel(x, i, y, h, without); !sumBelow(base, more, c.left[i]-tieLog) {
				c.count[x*k+y]++
			}
		}
		return
	}
	// The label where the row has another class, or its own, and the row as it is.
	other, same := c.withRow(x, i, h, without)
	for y := first; y < last; y++ {
		label := other
		if y == own {
			label = same
		}
		if !(label > c.scores[x*k+y]+tieLog) {
			c.count[x*k+y]++
		}
	}
}

// withRow returns the scores of label i where row x is given another class, and the own one.
func (c *conformity) withRow(x, i int, h, without float64) (other, same float64) {
	if c.nw.Method().Clamps {
		return c.pinned(x, i, h, without)
	}
	return c.spread(i, h)
}

// full reports whether rows are given labels: where that is wanted and, of methods that clamp,
// the diagonal of L_UU⁻¹ is at hand.
func (c *conformity) full() bool { return c.wanted && (c.pull != nil || !c.nw.Method().Clamps) }

// leastDigits is the share of a number that must be left of a difference for it to be known.
const leastDigits = 1e-9

// pinned returns the logarithms of the score of label i without it, where row x is clamped to
// another class or to its own. With r = g·h/D_i, f the answer at i before, and F_x(yᵢ) - h = without,
//
//	(f - r·without)/(1 + r·h),   (f - r·without + r)/(1 + r·h).
func (c *conformity) pinned(x, i int, h, without float64) (other, same float64) {
	f, total := c.left[i], c.loo.total[i]
	if math.IsInf(h, -1) || c.loo.Undecided[i] {
		return f, f
	}
	// Nothing else reaches the label: all of its walks end at x.
	if math.IsInf(total, -1) {
		return math.Inf(-1), 0
	}
	r := h + c.nw.LogPerDegree(c.pull[x], c.seeds.nodes[i]) - total
	by := log1pExp(r + h)
	// Walks by way of x no longer end at labels of the class behind it. A rest that is lost in
	// rounding counts as none, which leaves no class out.
	other = math.Inf(-1)
	if left := 1 - math.Exp(r+without-f); !math.IsInf(f, -1) && left > leastDigits {
		other = f + math.Log(left)
	}
	return other - by, lognum.LogAdd(other, r) - by
}

// spread returns the same for label spreading: (GY)_i without the own label, and G_ix more in the
// class of the row, divided by their sums.
func (c *conformity) spread(i int, h float64) (other, same float64) {
	// A row without a way to the label changes nothing there.
	f, total := c.left[i], c.loo.total[i]
	switch {
	case math.IsInf(h, -1) || c.loo.Undecided[i]:
		return f, f
	case math.IsInf(total, -1):
		return math.Inf(-1), 0
	}
	by := log1pExp(h - total)
	return f - by, lognum.LogAdd(f, h-total) - by
}

// withoutLabel returns the logarithms of the two parts of the score of row x in class y without
// label i. Where labels are clamped, the answer at the label takes its place, F_x + h·(f_i - Y_i);
// else nothing does, and the rest is divided by its sum.
func (c *conformity) withoutLabel(x, i, y int, h, without float64) (base, more float64) {
	k := c.seeds.c
	base = c.scores[x*k+y]
	if y == c.class[i] {
		base = without
	}
	switch {
	case !c.nw.Method().Clamps:
		return base - c.totalWithout(x, c.class[i], without), math.Inf(-1)
	case c.loo.Undecided[i] || c.loo.Status[i] == Unreachable:
		return base, math.Inf(-1)
	}
	return base, h + c.loo.logs[i*k+y]
}

// sumBelow reports whether exp(a) + exp(b) is below exp(limit). The sum is found only where the
// larger of the two does not decide: it is at most twice that.
func sumBelow(a, b, limit float64) bool {
	top := max(a, b)
	return top < limit && (top+math.Ln2 < limit || lognum.LogAdd(a, b) < limit)
}

// totalWithout returns the sum over all classes of the row without a label of class own.
func (c *conformity) totalWithout(x, own int, without float64) float64 {
	// The classes of other labels as they are, that of the label without it.
	total := without
	for y := range c.seeds.c {
		if y != own {
			total = lognum.LogAdd(total, c.scores[x*c.seeds.c+y])
		}
	}
	return total
}

// log1pExp returns ln(1 + exp(x)).
func log1pExp(x float64) float64 {
	if math.IsInf(x, -1) {
		return 0
	}
	return lognum.LogAdd(0, x)
}
