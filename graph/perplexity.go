package graph

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
)

// matched is the distribution of one row over its neighbours, of the wanted perplexity:
// ln p = -β·(d²-least) - sum.
type matched struct{ beta, least, sum float64 }

// log returns ln p at the squared distance d2. A new row that is nearer than all neighbours
// counts as being as near as the nearest.
func (m matched) log(d2 float64) float64 { return -m.beta*max(d2-m.least, 0) - m.sum }

// weighMatched gives an edge the weight (pⱼ|ᵢ + pᵢ|ⱼ)/2, as t = -ln w at γ = 1. The weights count
// as exact: a width is chosen, not measured.
func (p *pairs) weighMatched(w *csr.Weights, k kernel.PerplexityMatched, n *Neighbors) error {
	// The nodes of the graph have widths of their own; new rows get theirs from their links.
	col := n.list().matched(k.Count(), n.weighed())
	row := col
	if p != &n.pairs {
		row = p.matched(k.Count(), par.Counter(0, nil))
	}
	if err := p.makeWeights(&w.T); err != nil {
		return err
	}
	w.Gamma = lognum.NewGamma(1)
	par.For(len(row), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for e := p.start[i]; e < p.start[i+1]; e++ {
				// ln((pⱼ|ᵢ + pᵢ|ⱼ)/2) from the logarithms of both: neither underflows. No mean of two p is above 1.
				w.T[e] = max(0, math.Ln2-lognum.LogAdd(row[i].log(p.d2[e]), col[p.ind[e]].log(p.d2[e])))
			}
		}
	})
	w.TError = 8 * 0x1p-53
	return nil
}

// matched finds the width of each row, and counts the rows that are done.
func (p *pairs) matched(count float64, done *par.Count) []matched {
	all := make([]matched, len(p.start)-1)
	par.For(len(all), chunkRows, func(_, lo, hi int) {
		var gaps []float64
		for i := lo; i < hi; i++ {
			gaps = append(gaps[:0], p.d2[p.start[i]:p.start[i+1]]...)
			all[i] = match(gaps, count)
		}
		done.Add(hi - lo)
	})
	return all
}

const (
	// mostExponent bounds what the farthest neighbour counts beside the nearest from below: exp(-mostExponent).
	mostExponent = 700
	// equalPart is the part of the farthest gap, one in so many, up to which neighbours count as equally near, where
	// as many as wanted are.
	equalPart = 100
)

// match finds β by bisection of its logarithm. Where as many as wanted, or more, are
// nearly equally near, the next nearest counts 1/e. It overwrites d2.
func match(d2 []float64, count float64) matched {
	if len(d2) == 0 {
		return matched{}
	}
	// Gaps to the nearest distance: p does not change if all d² do by the same amount, and
	// the largest term of the sum is exp(0).
	m := matched{least: slices.Min(d2)}
	for e := range d2 {
		d2[e] -= m.least
	}
	most := slices.Max(d2)
	// The entropy ln P; n neighbours have ln n at most, which no width above 0 reaches.
	want := math.Log(min(count, 0.9*float64(len(d2))))
	// All are equally near: p = 1/n.
	if most == 0 {
		m.sum = math.Log(float64(len(d2)))
		return m
	}
	// Even the narrowest width counts more than P: the nearest are nearly equally near.
	if least, _ := gibbs(d2, mostExponent/most); least > want {
		m.beta = 1 / smallestAbove(d2, most/equalPart)
		_, m.sum = gibbs(d2, m.beta)
		return m
	}
	// The entropy falls as β rises, from ln n to that of the nearest: bisect for ln P.
	lo, hi := math.Log(1e-6/most), math.Log(mostExponent/most)
	for hi-lo > 1e-13*math.Abs(hi) {
		middle := (lo + hi) / 2
		if middle <= lo || middle >= hi {
			break
		}
		if entropy, _ := gibbs(d2, math.Exp(middle)); entropy > want {
			lo = middle
		} else {
			hi = middle
		}
	}
	// The end on which P or fewer neighbours count.
	m.beta = math.Exp(hi)
	_, m.sum = gibbs(d2, m.beta)
	return m
}

// smallestAbove returns the smallest value above a limit that is below the largest.
func smallestAbove(values []float64, limit float64) float64 {
	least := math.Inf(1)
	for _, v := range values {
		if v > limit {
			least = min(least, v)
		}
	}
	return least
}

// gibbs returns the entropy of p ∝ exp(-β·gap) and ln Σ exp(-β·gap); one gap is 0.
func gibbs(gaps []float64, beta float64) (entropy, logSum float64) {
	// With Z = Σ exp(-x) and p = exp(-x)/Z, the entropy -Σ p ln p is ln Z + Σ x·exp(-x)/Z.
	sum, mean := 0.0, 0.0
	for _, g := range gaps {
		x := beta * g
		p := math.Exp(-x)
		sum += p
		// 0·∞ counts as 0.
		if p > 0 {
			mean += x * p
		}
	}
	logSum = math.Log(sum)
	return logSum + mean/sum, logSum
}
