package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/par"
)

// unit is the unit roundoff u of float64.
const unit = 0x1p-53

// deepest is the largest -log of a positive float64: exp of anything below -745 is 0.
const deepest = 745

// extent is how large the numbers of a graph are.
type extent struct {
	t, s  float64 // the largest |t| and |s| of any edge
	terms int     // the most edges of any node
}

// extent measures the graph. That of a complete graph whose edges are too many to be listed is bounded.
func (nw *Network) extent() extent {
	var x extent
	if nw.onlyDense() {
		return extent{t: nw.w.Implicit.Longest(), terms: nw.graph.N() - 1}
	}
	// The largest of some rows, and then of all.
	parts := make([]extent, par.Chunks(nw.graph.N(), chunkRows))
	par.For(len(parts), 1, func(c, _, _ int) {
		own := &parts[c]
		for u := c * chunkRows; u < min((c+1)*chunkRows, nw.graph.N()); u++ {
			_, ts, ss := nw.w.Row(u)
			own.terms = max(own.terms, len(ts))
			for e := range ts {
				own.t = max(own.t, math.Abs(ts[e]))
				if ss != nil {
					own.s = max(own.s, math.Abs(ss[e]))
				}
			}
		}
	})
	for _, own := range parts {
		x = extent{t: max(x.t, own.t), s: max(x.s, own.s), terms: max(x.terms, own.terms)}
	}
	return x
}

// weightError bounds the relative error of a normalised weight m = w/d and of a right
// side, with respect to the exact inputs of the graph.
//
// Derivation, to first order and in units of u. Let w = exp(-γT + S), with |S| ≤ s after
// the factor of the rule, and let d be the sum of at most k such terms and of the ground,
// L = log(k+2) and G = γ(T_w - T_d) ≥ 0, T_d being the least T of its terms. By the bounds
// that package lognum states for its operations:
//
//	factor of the rule              s                   the rounding of S + log α
//	d: sum of k terms               8s + 7L + 8
//	   the ground added to it       12(s+L) + 5         its |S| is at most s+L
//	log(w/d): S_w - S_d             2s + L
//	   G                            2G                  a difference and a product
//	   the difference of both       G + 2s + L
//	exp                             4
//	together                        3G + 25s + 21L + 17
//
// Weights of G > 745 + 2s + L underflow to 0, and what is lost is far below u of any row:
// so G ≤ min(way, 745) + 2s + L, with way = γ·max T, and the total is
//
//	3·min(way, 745) + 31s + 24L + 17.
//
// A symmetric method divides by √(dᵢdⱼ), whose error is the mean of both. The sum Tᵢ+Tⱼ
// is rounded, which costs up to way more, however large that is. The errors of the inputs,
// way·tError + s·sError, count once for w and once for d. Weights that are themselves
// quotients w/(dᵢdⱼ) or have a factor aᵢ+aⱼ have three times the error of the inputs, |S| up
// to 3s + 2L + 40, the errors of two sums, and six more roundings of T.
func (nw *Network) weightError() float64 {
	tError, sError := nw.w.TError, nw.w.SError
	x := nw.extent()
	way, s, terms := nw.gamma.Times(x.t), x.s, math.Log(float64(x.terms+2))
	// The terms of the derivation, one after the other.
	input := 2 * (way*tError + s*sError)
	rounding := 0.0
	if nw.method.Symmetric {
		rounding += way
	}
	if nw.reshaped() {
		input *= 3
		rounding += 6*way + 16*s + 14*terms + 16
		s = 3*s + 2*terms + 40
	}
	s += nw.largestFactor()
	if nw.weak != nil {
		// A bridge weighs as much as a degree, whose |S| is up to s+L.
		s += terms
	}
	rounding += 3*min(way, deepest) + 31*s + 24*terms + 17
	return input + rounding*unit
}

// KnowsWeights tells whether the normalised weights are known to the given share of themselves. O(edges).
func (nw *Network) KnowsWeights(share float64) bool { return nw.weightError() <= share }

// largestFactor returns the largest |log| of a factor by which the rules and the labels
// multiply weights.
func (nw *Network) largestFactor() float64 {
	most := 0.0
	add := func(log float64) {
		if !math.IsInf(log, 0) {
			most = max(most, math.Abs(log))
		}
	}
	addRule := func(weight float64) {
		r := nw.method.Rule(weight)
		add(r.LogNeighbors)
		add(r.LogSelf)
		add(r.LogSource)
	}
	// The rule of a node without a label, then those of all labels and of their shares.
	addRule(0)
	for l := range nw.Labels.Nodes {
		addRule(nw.Labels.Weight(l))
		for _, y := range nw.Labels.Row(l) {
			if y > 0 {
				add(ln.Of(y))
			}
		}
	}
	return most
}

// inputErrors bounds the relative errors of the T and the absolute errors of the S of the
// balances: those of the graph, and those of summing up to terms numbers.
//
// Derivation, in units of u, with |S| ≤ s of a weight, f the largest |log| of a factor of
// the rules, L = log(terms+1), and logs = s + L + max(f, 40). T is never rounded: a sum
// keeps the T of its largest term. What the errors of the T of the others make of the sum is
// tError·Σpⱼγ(Tⱼ-T), with p their shares in it: at most tError·(2s+L) by the entropy of p, and as much
// again with 2·logs for s where sums are summed.  The longest way to a number is that of a ground:
//
//	degree: a sum of weights               8s + 7L + 8
//	times the factor of the rule           logs
//	summed with other grounds, |S| ≤ logs  8·logs + 7L + 8
//
// As 8s ≤ 8·logs - 8L - 320 and L < 22, that is at most 17·logs + 6L - 304 < 20·logs + 10.
// Weights that are quotients w/(dᵢdⱼ) start with an error of 21s + 17L + 16, and with
// |S| ≤ 3s + 2L + 40: together below 4·(30·logs + 10). Their T are differences of three, see
// addQuotientError.
func (nw *Network) inputErrors(terms int) (t, s float64) {
	tError, sError := nw.w.TError, nw.w.SError
	largest := nw.extent().s
	logs := largest + math.Log(float64(terms+1)) + max(nw.largestFactor(), 40)
	if nw.reshaped() {
		return 4 * (tError + unit), 4 * (sError*largest + unit*(34*logs+10) + 10*tError*logs)
	}
	return tError, sError*largest + unit*(20*logs+10) + 10*tError*logs
}

// quotientError bounds the errors that cancellation may leave of the T of weights w/(dᵢdⱼ): t - Tᵢ - Tⱼ,
// each at most the longest t, is off by 3·tError + 3u of that, however small it is.
func (nw *Network) quotientError() float64 { return (3*nw.w.TError + 3*unit) * nw.extent().t }
