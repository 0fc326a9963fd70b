package labelprop

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
)

// reachedLinks lists the nodes linked to new row i that a label reached, with
// the weights.
func (r *Result) reachedLinks(links *graph.Links, kinds *copyKinds, i int) (nodes []int, w []lognum.Num) {
	ind, t, s := csr.Of(links).Row(i)
	for e, v := range ind {
		x := lognum.Num{Exponent: t[e]}
		if s != nil {
			x.LogCoeff = s[e]
		}
		kinds.each(int(v), func(u int, count float64) {
			// A node without an answer takes no part.
			if r.Status[u] == Unreachable {
				return
			}
			one := x
			if count != 1 {
				one = x.Times(math.Log(count))
			}
			nodes, w = append(nodes, u), append(w, one)
		})
	}
	// Signed scores have a zero of their own in each component: only those of one compare.
	if r.signed && len(nodes) > 0 {
		return r.heaviest(csr.Of(links).Gamma, nodes, w)
	}
	return nodes, w
}

// heaviest returns the nodes of the component that has the most weight, the first of
// those that have.
func (r *Result) heaviest(gamma lognum.Gamma, nodes []int, w []lognum.Num) ([]int, []lognum.Num) {
	// The weight of the links into each component.
	of := map[int][]lognum.Num{}
	for e, u := range nodes {
		of[r.component[u]] = append(of[r.component[u]], w[e])
	}
	if len(of) == 1 {
		return nodes, w
	}
	best, top := -1, lognum.Zero()
	for _, u := range nodes {
		c := r.component[u]
		if sum := gamma.Sum(of[c]); best < 0 || gamma.LogRatio(sum, top) > 0 {
			best, top = c, sum
		}
	}
	return slices.DeleteFunc(nodes, func(u int) bool { return r.component[u] != best }), of[best]
}

// deepest is the largest -log of a positive float64: exp of anything below -745 is 0.
const deepest = 745

// linkError bounds the relative error of the shares of row i's links, and of a mean that
// is taken with them, relative to the largest score.
//
// Derivation, to first order and in units of u, for k links with |S| ≤ s, L = log(k+2),
// and G the γ(T - T of the nearest) of a link:
//
//	total: a sum of k terms                8s + 7L + 8        (package lognum)
//	log(w/total): S - S of the total       2s + L
//	   G                                   2G                 a difference and a product
//	   the difference of both              G + 2s + L
//	exp                                    4
//	the mean: k products, summed           k + 1
//
// Links of G > 745 + 2s + L underflow to 0 and count for nothing, so that all together is
// at most 3·min(way, 745) + 18s + 12L + k + 13, way being γ·max T. As 12L < 32 + 7k, that
// is below 3·min(way, 745) + 40(1+s) + 8(k+2). The inputs' own errors count once for the
// link and once for the total.
func linkError(w *csr.Weights, i int) float64 {
	_, t, s := w.Row(i)
	longest, largest := 0.0, 0.0
	for e := range t {
		longest = max(longest, math.Abs(t[e]))
		if s != nil {
			largest = max(largest, math.Abs(s[e]))
		}
	}
	way := w.Gamma.Times(longest)
	rounding := 3*min(way, deepest) + 40*(1+largest) + 8*float64(len(t)+2)
	return 2*(way*w.TError+largest*w.SError) + rounding*unit
}

// countError bounds what the numbers of copies add to the error of the shares of links: as a
// part of S they count 40 times, and each more term of a sum 8 times, see linkError.
func (r *Result) countError(nodes []int) float64 {
	if r.rows == nil {
		return 0
	}
	return unit * (40*math.Log(float64(len(r.Status))) + 8*float64(len(nodes)))
}
