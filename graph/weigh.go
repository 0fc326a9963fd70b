package graph

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/pair"
	"github.com/propagate-go/propagate/kernel"
)

// Weigh gives every edge the weight that k gives its length. The search is not
// run again: O(edges), and one sorting of each row more for a kernel.Local.
//
// Errors: a kernel whose γ is negative or NaN, or a log weight that is NaN.
func (n *Neighbors) Weigh(k kernel.Kernel) (*Graph, error) {
	width := func(rank int) []float64 { return n.localWidths(rank, n.points.exp) }
	w, err := n.weigh(k, width, width)
	if err != nil {
		return nil, err
	}
	return &Graph{w}, nil
}

// weigh weighs the pairs. For a kernel.Local, rowWidth and colWidth give σ² of
// the rows that list and of those that are listed.
func (p *pairs) weigh(k kernel.Kernel, rowWidth, colWidth func(rank int) []float64) (weighted, error) {
	w := weighted{start: p.start, ind: p.ind, kernel: k}
	var err error
	switch k := k.(type) {
	case kernel.Exponential:
		err = p.weighExponential(&w, k)
	case kernel.Local:
		if k.Rank() < 1 {
			return w, fmt.Errorf("graph: %v: K must be at least 1", k)
		}
		err = p.weighLocal(&w, k, rowWidth(k.Rank()), colWidth(k.Rank()))
	default:
		err = p.weighAny(&w, k)
	}
	return w, err
}

// weighExponential keeps dᵖ and γ apart: w = exp(-γ·dᵖ).
func (p *pairs) weighExponential(w *weighted, k kernel.Exponential) error {
	gamma, power := k.Decay()
	if !(gamma >= 0) {
		return fmt.Errorf("graph: %v: γ must not be negative", k)
	}
	w.rate = pair.NewRate(gamma).Scale(power * p.points.exp)
	w.tError = p.points.relativeError()
	if power == 1 {
		w.t = rooted(p.d2)
		w.tError += 0x1p-52
		return nil
	}
	w.t = p.d2
	if _, ok := p.points.metric.(kernel.Euclidean); ok {
		w.points = p.points
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

// weighLocal divides by the local widths first: t = d²/(σᵢσⱼ).
func (p *pairs) weighLocal(w *weighted, k kernel.Local, row, col []float64) error {
	w.t = make([]float64, len(p.d2))
	for i, wi := range row {
		for e := p.start[i]; e < p.start[i+1]; e++ {
			x := localRatio(p.d2[e], wi, col[p.ind[e]])
			if w.t[e] = -k.LogWeight(x); math.IsNaN(w.t[e]) {
				return fmt.Errorf("graph: %v: log weight of %g is NaN", k, x)
			}
		}
	}
	w.rate = pair.NewRate(1)
	w.tError = 2*p.points.relativeError() + 8*0x1p-53
	return nil
}

// localRatio returns d²/(σᵢσⱼ) given the squares of all three, 0 for d = 0. A σ of
// zero, of a row that has only duplicates, gives way to the other.
func localRatio(d2, wi, wj float64) float64 {
	if d2 == 0 {
		return 0
	}
	if wi == 0 {
		wi = wj
	}
	if wj == 0 {
		wj = wi
	}
	return d2 / (math.Sqrt(wi) * math.Sqrt(wj))
}

// weighAny takes the log weights as they come.
func (p *pairs) weighAny(w *weighted, k kernel.Kernel) error {
	least := smallestPositive(p.d2)
	w.s = make([]float64, len(p.d2))
	for e, d2 := range p.d2 {
		s := k.LogWeight(math.Ldexp(d2, 2*p.points.exp))
		if math.IsInf(s, 1) {
			s = k.LogWeight(math.Ldexp(least, 2*p.points.exp))
		}
		if math.IsNaN(s) || math.IsInf(s, 1) {
			return fmt.Errorf("graph: %v: log weight of squared distance %g is %g", k, d2, s)
		}
		w.s[e] = s
	}
	w.t, w.rate = make([]float64, len(p.d2)), pair.NewRate(1)
	w.sError = p.points.relativeError() + 8*0x1p-53
	w.dropAbsent()
	return nil
}
