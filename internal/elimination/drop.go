package elimination

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
)

// Both reductions rest on random rooted spanning forests Φ of the network, drawn
// with probability proportional to the product of their weights: F_ic is the mean
// of b_kc/g_k over the node k by which the tree of i is grounded. Leaving out a
// set of edges conditions Φ on avoiding them, so F moves by at most
//
//	Pr[Φ meets the set]·max b_kc/g_k ≤ Σ_e w_e·R_e·max b_kc/g_k,
//
// with R_e the effective resistance between the ends of e. The sum of leverages
// w_e·R_e is exp(Solution.LogLeverage); as a logarithm it survives the errors of the
// other numbers, which multiply it.

// shareOut computes log(w_vj/d_v) of the terms, on which the leverage of fill
// depends.
func (s *sparse) shareOut(v int) {
	if s.opts.DropFill == 0 {
		return
	}
	s.shares = s.shares[:0]
	for _, slot := range s.terms {
		s.shares = append(s.shares, s.logRatio(int(slot), s.pivotSlot(v)))
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
	// log((w_a + w_b)/d), never less than it is.
	leverage := up(lognum.LogAdd(s.shares[a], s.shares[b]))
	if !affordable(leverage, s.opts.DropFill) {
		return false
	}
	s.leverage = addLeverage(s.leverage, leverage)
	return true
}

// addLeverage returns log(exp(a) + exp(b)), rounded upwards.
func addLeverage(a, b float64) float64 {
	if math.IsInf(a, -1) || math.IsInf(b, -1) {
		return math.Max(a, b)
	}
	return up(lognum.LogAdd(a, b))
}

// up raises a logarithm by more than the rounding of the few operations behind it,
// for |S| up to 10⁴.
func up(log float64) float64 {
	if math.IsInf(log, -1) {
		return log
	}
	return log + 1e-11*(1+math.Abs(log))
}

// affordable tells whether an edge of such a leverage may be left out. One beyond
// the range of float64, as at γ = +Inf, could not be accounted for.
func affordable(leverage, limit float64) bool {
	return leverage <= math.Log(limit) && !math.IsInf(leverage, -1)
}

// dropEdges leaves out edges and grounds of leverage at most eps each, and returns
// the logarithm of the sum of their leverages. The heaviest spanning forest, which
// is kept, joins the ends of e by at most n edges none of which is lighter than the
// bottleneck b, so the leverage is at most n·w_e/b. A ground is an edge to one more
// node.
func (nw *Network) dropEdges(ctx context.Context, tell progress.Tell, eps float64) (*Network, float64, error) {
	// Nothing to leave out: the network as it is.
	main := nw.mainSources()
	l, err := nw.light(ctx, tell, eps, func(i int32) bool { return !main[i] })
	if err != nil || math.IsInf(l.sum, -1) {
		return nw, l.sum, err
	}
	r, err := nw.without(l.edges, tell.Begin(ctx, progress.Sorting, 2*float64(nw.Edges())))
	if err != nil {
		return nil, 0, err
	}
	r.removeGrounds(l.grounds)
	return r, l.sum, nil
}

// light is what may be left out of a network.
type light struct {
	edges   []bool  // in the row of the larger node
	grounds []int32 // the nodes
	sum     float64 // the logarithm of the sum of all leverages
}

const (
	// passes is about how often every edge is looked at to find those that are light.
	passes = 6
	// chunkRows is the number of rows a worker takes at a time.
	chunkRows = 64
)

// light marks the edges of leverage at most eps each, and the grounds of those nodes that may lose it.
func (nw *Network) light(
	ctx context.Context, tell progress.Tell, eps float64, mayLose func(i int32) bool,
) (light, error) {
	// The heaviest spanning forest stays, so that what was connected remains so.
	l := light{edges: make([]bool, len(nw.Ind)), sum: math.Inf(-1)}
	m := tell.Begin(ctx, progress.Sorting, passes*float64(nw.Edges()))
	f, err := nw.span(m)
	if err != nil {
		return l, err
	}
	// Every other edge is compared with the bottleneck of the path that the forest has between its ends.
	n := nw.Len()
	sums := make([]float64, par.Chunks(n, chunkRows))
	err = m.For(n, chunkRows, float64(nw.Edges())/float64(max(n, 1)), func(c, lo, hi int) {
		sums[c] = math.Inf(-1)
		for i := lo; i < hi; i++ {
			sums[c] = addLeverage(sums[c], nw.markLight(l.edges, int32(i), f, eps))
		}
	})
	for _, sum := range sums {
		l.sum = addLeverage(l.sum, sum)
	}
	for i, g := range nw.Ground {
		if g.IsZero() || f.rooted[i] || !mayLose(int32(i)) {
			continue
		}
		if leverage := nw.leverage(g, f.bottleneck(int32(i), int32(n))); affordable(leverage, eps) {
			l.sum = addLeverage(l.sum, leverage)
			l.grounds = append(l.grounds, int32(i))
		}
	}
	return l, err
}

// markLight marks the edges of a node to smaller ones that may be left out, and returns the logarithm of the sum of
// their leverages.
func (nw *Network) markLight(marks []bool, i int32, f *span, eps float64) float64 {
	sum := math.Inf(-1)
	for k := nw.Start[i]; k < nw.Start[i+1]; k++ {
		j := nw.Ind[k]
		if j > i || f.used[k] || nw.W[k].IsZero() {
			continue
		}
		leverage := nw.leverage(nw.W[k], f.bottleneck(i, j))
		if marks[k] = affordable(leverage, eps); marks[k] {
			sum = addLeverage(sum, leverage)
		}
	}
	return sum
}

// mainSources marks the nodes with the largest source of a class, which stay, so that no class vanishes.
func (nw *Network) mainSources() map[int32]bool {
	marked := map[int32]bool{}
	for c := range nw.Classes {
		best, at := lognum.Zero(), int32(-1)
		for i := range nw.Len() {
			if b := nw.Source[i*nw.Classes+c]; nw.Gamma.LogRatio(b, best) > 0 {
				best, at = b, int32(i)
			}
		}
		marked[at] = true
	}
	return marked
}

// removeGrounds leaves nodes without ground and sources.
func (nw *Network) removeGrounds(nodes []int32) {
	nw.Ground, nw.Source = slices.Clone(nw.Ground), slices.Clone(nw.Source)
	for _, i := range nodes {
		nw.Ground[i] = lognum.Zero()
		for c := range nw.Classes {
			nw.Source[int(i)*nw.Classes+c] = lognum.Zero()
		}
	}
	if nw.Exact == nil {
		return
	}
	// The same of the exact numbers.
	x := *nw.Exact
	x.Ground, x.Source = slices.Clone(x.Ground), slices.Clone(x.Source)
	for _, i := range nodes {
		x.Ground[i] = lognum.Big{}
		for c := range nw.Classes {
			x.Source[int(i)*nw.Classes+c] = lognum.Big{}
		}
	}
	nw.Exact = &x
}

// leverage bounds log(n·w/b), the errors of T and S in the data and the rounding of
// their difference included.
func (nw *Network) leverage(w, b lognum.Num) float64 {
	// The error of T of both, relative to the larger, and the rounding of their difference.
	t := math.Max(math.Abs(w.Exponent), math.Abs(b.Exponent))
	// At γ = +Inf an edge that is surely longer than its bottleneck has no influence at all.
	errT := (2*nw.InputError+4*u)*t + 2*nw.InputTError
	if math.IsInf(nw.Gamma.Frac, 1) && w.Exponent-b.Exponent > errT {
		return vanishing
	}
	// The same for S, and n for the number of edges of a path.
	s := math.Max(math.Abs(w.LogCoeff), math.Abs(b.LogCoeff))
	slack := nw.Gamma.Times(errT) + 2*nw.InputLogError + 8*u*s
	return up(nw.Gamma.LogRatio(w, b) + slack + math.Log(float64(nw.Len())))
}

// vanishing stands for the logarithm of a leverage that is zero in the limit
// γ = +Inf: that of an edge longer than its bottleneck.
const vanishing = -1e300

// without returns the network without the edges marked at their place in the row
// of the larger node.
func (nw *Network) without(drop []bool, m *progress.Meter) (*Network, error) {
	n := nw.Len()
	r := *nw
	r.Start = make([]int, n+1)
	if err := nw.visit(m, func(i, j int32, k int) {
		if !drop[k] {
			r.Start[i+1]++
			r.Start[j+1]++
		}
	}); err != nil {
		return nil, err
	}
	for i := range n {
		r.Start[i+1] += r.Start[i]
	}
	// Both rows of a kept edge take its place in the original, where its weight stands.
	next, kept := slices.Clone(r.Start[:n]), make([]int, r.Start[n])
	r.Ind, r.W = make([]int32, r.Start[n]), make([]lognum.Num, r.Start[n])
	put := func(i, j int32, k int) {
		at := next[i]
		next[i]++
		r.Ind[at], r.W[at], kept[at] = j, nw.W[k], k
	}
	if err := nw.visit(m, func(i, j int32, k int) {
		if !drop[k] {
			put(i, j, k)
			put(j, i, k)
		}
	}); err != nil {
		return nil, err
	}
	if nw.Exact != nil {
		// The exact numbers lose the same edges.
		x := *nw.Exact
		r.Exact, x.W = &x, make([]lognum.Big, len(kept))
		for at, k := range kept {
			x.W[at] = nw.Exact.W[k]
		}
	}
	return &r, nil
}

// visit calls f with every edge once, from its larger node i, with its place k. The meter counts edges.
func (nw *Network) visit(m *progress.Meter, f func(i, j int32, k int)) error {
	for i := range nw.Len() {
		for k := nw.Start[i]; k < nw.Start[i+1]; k++ {
			if j := nw.Ind[k]; int(j) < i {
				f(int32(i), j, k)
			}
		}
		if err := m.Add(float64(nw.Start[i+1]-nw.Start[i]) / 2); err != nil {
			return err
		}
	}
	return nil
}
