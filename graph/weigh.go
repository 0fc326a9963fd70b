package graph

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
)

// Weigh gives every edge the weight that k gives its length. The search is not
// run again: O(edges), one sorting of each row more for a kernel.LocallyScaled, and O(k) more
// an edge for [kernel.SharedNeighbors].
//
// Among n rows at most m = (n-1)/2 neighbours set a width. The rank of a kernel.LocallyScaled
// is max(1, ⌊m⌋) if it is above that. A kernel.PerplexityMatched whose perplexity is above
// (n-1)/3 is local scaling by the rank 7 or that one instead, where there are more than two rows.
//
// Errors: a kernel whose γ is not above 0, whose rank or perplexity is below 1, or
// a log weight that is NaN.
func (n *Neighbors) Weigh(k kernel.Kernel) (g *Graph, err error) {
	defer par.Catch(&err, "graph")
	defer par.Blame("the kernel %v", k)
	n = n.orEmpty()
	if k == nil {
		return nil, errNoKernel
	}
	// A complete graph stays without a list of its edges where the weights follow from the rows.
	if n.implicit != nil {
		switch k := k.(type) {
		case kernel.RBF:
			return n.weighImplicit(k)
		case kernel.Unweighted:
			return n.implicitGraph(k, lognum.NewGamma(0)), nil
		}
	}
	if s, ok := k.(kernel.SharedNeighbors); ok {
		return n.weighShared(s)
	}
	w, err := n.list().weigh(k, n, n.localWidths)
	if err != nil {
		return nil, err
	}
	w.Rows = n.rows
	if n.rows.Copies() {
		n.weighCopies(&w, k)
	}
	return &Graph{weights: w, kernel: k}, nil
}

// WeighObserved is Weigh that tells observe how far it is, one call at a time, where that takes long: with a
// kernel.PerplexityMatched, as the base of [kernel.SharedNeighbors] is, which looks for a width of each row.
//
// Errors: those of Weigh.
func (n *Neighbors) WeighObserved(k kernel.Kernel, observe func(done, total int)) (g *Graph, err error) {
	defer par.Catch(&err, "graph")
	if observe == nil {
		return n.Weigh(k)
	}
	watched := *n.orEmpty()
	watched.observe = par.Observer(observe)
	return watched.Weigh(k)
}

// weighed counts the rows whose widths are found, most of the weighing.
func (n *Neighbors) weighed() *par.Count {
	if n.observe == nil {
		return par.Counter(0, nil)
	}
	return par.Counter(n.nodes(), func(done, total int) { n.part(0, widthsPart, done, total) })
}

// sharesFrom is the part of the weighing after which the shares of neighbours are found: before come the widths, and
// the weights by them.
const (
	widthsPart = 0.6
	sharesFrom = 0.7
)

// shared counts the rows whose shares of neighbours are found.
func (n *Neighbors) shared() *par.Count {
	if n.observe == nil {
		return par.Counter(0, nil)
	}
	return par.Counter(n.nodes(), func(done, total int) { n.part(sharesFrom, 1, done, total) })
}

// part tells of a step of the weighing, which lasts from one part of it to another.
func (n *Neighbors) part(from, to float64, done, total int) {
	const whole = 1 << 20
	n.observe(int(whole*(from+(to-from)*float64(done)/float64(max(total, 1)))), whole)
}

var errNoKernel = errors.New("graph: no kernel: kernel.SharedNeighbors{} is a good one")

// weighCopies sets the weights at the distance 0: those of the edges between copies of a row.
func (n *Neighbors) weighCopies(w *csr.Weights, k kernel.Kernel) {
	switch k := k.(type) {
	// exp(0) is 1, whatever the width.
	case kernel.Exponential:
	case kernel.LocallyScaled:
		if s := k.LogWeight(0); s != 0 {
			w.Self = slices.Repeat([]float64{s}, n.nodes())
		}
	case kernel.PerplexityMatched:
		if n.tooFewFor(k) {
			return // exp(0) again
		}
		// Copies are as near as the nearest neighbour. A node without neighbours has nothing to share.
		w.Self = make([]float64, n.nodes())
		for u, own := range n.matched(k.Count(), par.Counter(0, nil)) {
			w.Self[u] = own.log(0)
		}
	default:
		w.Self = make([]float64, n.nodes())
		logWeight, least := inUnits(k, n.points.Exp()), smallestPositive(n.d2)
		for u := range w.Self {
			// An infinite weight is that of half the least distance above 0, as in weighAny.
			if w.Self[u] = logWeight(0); math.IsInf(w.Self[u], 1) {
				w.Self[u] = logWeight(insteadOfZero(least, smallestPositive(n.d2[n.start[u]:n.start[u+1]])))
			}
		}
	}
}

// widthsOf gives σ² of each row, see [Neighbors.localWidths].
type widthsOf func(rank int, share float64) []float64

// weigh weighs the pairs, whose columns are the rows of n. For local widths, width gives σ² of
// their rows.
func (p *pairs) weigh(k kernel.Kernel, n *Neighbors, width widthsOf) (csr.Weights, error) {
	w := csr.Weights{Start: p.start, Ind: p.ind}
	var err error
	switch k := k.(type) {
	case kernel.Exponential:
		err = p.weighExponential(&w, k)
	case kernel.LocallyScaled:
		if k.Rank() < 1 {
			return w, fmt.Errorf("graph: %v: K must be at least 1", k)
		}
		rank, share := n.localRank(k.Rank())
		err = p.weighLocal(&w, k, width(rank, share), n.localWidths(rank, share))
	case kernel.PerplexityMatched:
		if !(k.Count() >= 1) {
			return w, fmt.Errorf("graph: %v: must be at least 1", k)
		}
		if n.tooFewFor(k) {
			// β is 1/(σᵢσⱼ) instead.
			rank := min(kernel.SelfTuning{}.Rank(), n.mostRank())
			err = p.weighLocal(&w, k, width(rank, duplicateShare), n.localWidths(rank, duplicateShare))
			break
		}
		err = p.weighMatched(&w, k, n)
	default:
		err = p.weighAny(&w, k, smallestPositive(n.list().d2))
	}
	return w, err
}

// weighExponential keeps dᵖ and γ apart: w = exp(-γ·dᵖ).
func (p *pairs) weighExponential(w *csr.Weights, k kernel.Exponential) error {
	// exp(-γ·dᵖ) is kept as γ and t = dᵖ, so that solvers see weights of any size. The value is
	// that of LogWeight; a test holds it.
	gamma, power := k.Decay()
	if gamma == 0 {
		const fix = "set Gamma to a value above 0, or use kernel.Unweighted to weigh all edges alike"
		return fmt.Errorf("graph: %v: %s", k, fix)
	}
	if !(gamma > 0) {
		return fmt.Errorf("graph: %v: γ must not be negative", k)
	}
	if power != 1 && power != 2 {
		return fmt.Errorf("graph: %v: the power of the distance must be 1 or 2, not %d", k, power)
	}
	// γ·(2^e·d)ᵖ = (γ·2^pe)·dᵖ: the units go into γ, which has an exponent of its own.
	w.Gamma = lognum.NewGamma(gamma).Scale(power * p.points.Exp())
	w.TError = p.points.RelativeError(p.d2)
	if power == 1 {
		// p = 1: the root is off by half a unit in the last place.
		w.T = rooted(p.d2)
		w.TError += 0x1p-52
		return nil
	}
	w.T = p.d2
	if p.points.Euclidean() {
		// t is the squared distance of the rows: solvers may compute it exactly.
		w.Points = p.points
	}
	return nil
}

func rooted(d2 []float64) []float64 {
	d := make([]float64, len(d2))
	for e, v := range d2 {
		d[e] = math.Sqrt(v)
	}
	return d
}

// makeWeights makes room for what each entry has of a weight.
func (p *pairs) makeWeights(of ...*[]float64) (err error) {
	for _, values := range of {
		if *values, err = memory.Zeros[float64](p.scratch, len(p.d2), "the weights of the edges"); err != nil {
			return err
		}
	}
	return nil
}

// weighLocal divides by the local widths first: t = d²/(σᵢσⱼ).
func (p *pairs) weighLocal(w *csr.Weights, k kernel.Kernel, row, col []float64) error {
	// The ratio has no units: t = -ln w at γ = 1.
	if err := p.makeWeights(&w.T); err != nil {
		return err
	}
	for i, wi := range row {
		for e := p.start[i]; e < p.start[i+1]; e++ {
			x := localRatio(p.d2[e], wi, col[p.ind[e]])
			s := k.LogWeight(x)
			if math.IsNaN(s) || math.IsInf(s, 1) {
				return fmt.Errorf("graph: %v: log weight of %g is %g", k, x, s)
			}
			w.T[e] = -s
		}
	}
	// The ratio has the error of d², half those of σᵢ² and of σⱼ², and a few roundings.
	w.Gamma = lognum.NewGamma(1)
	rel := p.points.RelativeError
	w.TError = 2*max(rel(p.d2), rel(row), rel(col)) + 8*0x1p-53
	w.DropAbsent()
	return nil
}

// localRatio returns d²/(σᵢσⱼ) given the squares of all three, 0 for d = 0. A σⱼ of
// zero, of a row that knew only duplicates when row i was new, gives way to σᵢ.
func localRatio(d2, wi, wj float64) float64 {
	if d2 == 0 {
		return 0
	}
	if wj == 0 {
		// σⱼ is unknown.
		wj = wi
	}
	return min(d2/(math.Sqrt(wi)*math.Sqrt(wj)), math.MaxFloat64)
}

// weighAny takes the log weights as they come. Where one is +Inf, for d = 0, that of half the
// least positive distance of the graph or of the row takes its place.
func (p *pairs) weighAny(w *csr.Weights, k kernel.Kernel, least float64) error {
	// An arbitrary function of the distance: s = ln w, t = 0.
	logWeight := inUnits(k, p.points.Exp())
	if err := p.makeWeights(&w.S, &w.T); err != nil {
		return err
	}
	for i := range len(p.start) - 1 {
		lo, hi := p.start[i], p.start[i+1]
		// At the distance 0 the kernel may be infinite: half the least distance above 0 stands in.
		closest := insteadOfZero(least, smallestPositive(p.d2[lo:hi]))
		for e := lo; e < hi; e++ {
			s := logWeight(p.d2[e])
			if math.IsInf(s, 1) {
				s = logWeight(closest)
			}
			if math.IsNaN(s) || math.IsInf(s, 1) {
				return fmt.Errorf("graph: %v: log weight of distance %g is %g", k, p.distance(e), s)
			}
			w.S[e] = s
		}
	}
	w.Gamma = lognum.NewGamma(1)
	w.SError = p.points.RelativeError(p.d2) + 8*0x1p-53
	w.DropAbsent()
	return nil
}

// insteadOfZero returns a quarter of the smaller of two squared distances, 0 standing for none,
// and 1 for two of them. Equal rows must be nearer than any others; where values are rounded to
// steps of the least distance, they are some half of it apart.
func insteadOfZero(a, b float64) float64 {
	switch {
	case a == 0 && b == 0:
		return 1
	case a == 0 || b > 0 && b < a:
		a = b
	}
	return max(a/4, math.SmallestNonzeroFloat64)
}

// inUnits returns k as a function of squared distances in units of 4^exp. It reads
// one beyond the range of float64 as the end of the range; InverseDistance does
// without.
func inUnits(k kernel.Kernel, exp int) func(d2 float64) float64 {
	if _, ok := k.(kernel.InverseDistance); ok {
		return func(d2 float64) float64 { return k.LogWeight(d2) - float64(exp)*math.Ln2 }
	}
	return func(d2 float64) float64 {
		if d2 > 0 {
			// Above 0 stays above 0.
			d2 = max(math.Ldexp(d2, 2*exp), math.SmallestNonzeroFloat64)
		}
		return k.LogWeight(min(d2, math.MaxFloat64))
	}
}
