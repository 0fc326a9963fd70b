package pipeline

import (
	"iter"
	"math"
	"strconv"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// all yields one candidate after the other, so that one graph at a time is in memory. It ends early for a
// fault.
func (t *tuner) all() iter.Seq[labelprop.Candidate] {
	return func(yield func(labelprop.Candidate) bool) {
		t.tried = nil
		for i, one := range t.views {
			t.tried = append(t.tried, t.viewed[i])
			// The opinions of a pool judge labels that they have not seen already.
			if t.fault = t.effort.begin(t.viewed[i]); t.fault != nil || !yield(one) {
				return
			}
		}
		// Without a list of k there is one set of neighbours for all candidates.
		if len(t.ks) == 0 {
			if t.weighed(0, t.near, yield) && t.usual != nil {
				t.yieldDefault(yield)
			}
			return
		}
		// The k nearest are a part of the neighbours at hand, so k costs no search.
		for _, k := range t.ks {
			var near *graph.Neighbors
			if near, t.fault = t.nearest(k); t.fault != nil {
				return
			}
			if !t.weighed(k, near, yield) {
				return
			}
		}
	}
}

// weighed yields all weights and methods on some neighbours.
func (t *tuner) weighed(k int, near *graph.Neighbors, yield func(labelprop.Candidate) bool) bool {
	// Weights before methods: a graph is weighed once for all methods.
	for _, w := range t.weights {
		g := t.graph
		// Neighbours other than those of the graph at hand are weighed anew, be it by the same kernel.
		if near != nil && (w.Kernel != KernelAuto || k > 0) {
			if g, t.fault = near.Weigh(t.kernel(w)); t.fault != nil {
				return false
			}
		}
		// The method's place tells the caller which of those it named this is.
		for at, m := range t.methods {
			if !t.yield(Candidate{K: k, Kernel: w.Kernel, Gamma: w.Gamma, HasGamma: w.HasGamma, Method: m, At: at}, g,
				yield) {
				return false
			}
		}
	}
	return true
}

// kernel is that of a candidate, or of the graph at hand.
func (t *tuner) kernel(c Candidate) kernel.Kernel {
	// The kernel is not varied: weigh other neighbours by the one that the graph has.
	if c.Kernel == KernelAuto {
		return t.graph.Kernel()
	}
	return c.Kernel.With(c.Gamma)
}

// yield hands a candidate on. An observer that ends the work is a fault.
func (t *tuner) yield(c Candidate, g *graph.Graph, yield func(labelprop.Candidate) bool) bool {
	t.tried = append(t.tried, c)
	if t.fault = t.effort.begin(c); t.fault != nil {
		return false
	}
	return yield(labelprop.Candidate{Name: t.name(c), Graph: g, Method: c.Method})
}

// again makes the candidate of some index again.
func (t *tuner) again(index int) (found labelprop.Candidate, err error) {
	// Walk through the candidates up to that place; their graphs are made on the way.
	for c := range t.all() {
		if found = c; len(t.tried) > index {
			break
		}
	}
	return found, t.fault
}

// narrowRows is up to how many rows narrow widths are tried, too: beyond it, where walks are caught between
// nearest neighbours, each takes longer than all others together.
const narrowRows = 2000

// severalKernels are those tried where none is named: all without a width, and RBF with widths around the one
// that the distances of near neighbours suggest, by factors of 4.
func severalKernels(near *graph.Neighbors) []Candidate {
	all := []Candidate{{Kernel: SelfTuning}, {Kernel: Perplexity}, {Kernel: Connectivity}}
	if near.K() > 0 {
		all = append([]Candidate{{Kernel: Shared}}, all...)
	}
	// The widths lie around that of near neighbours, narrower ones only in small graphs.
	middle, most := near.Gamma(kernel.RBF{Gamma: 1}), 4
	if near.N() > narrowRows {
		most = 0
	}
	for power := -6; power <= most; power += 2 {
		if gamma := rounded(math.Ldexp(middle, power)); gamma > 0 {
			all = append(all, Candidate{Kernel: RBF, Gamma: gamma, HasGamma: true})
		}
	}
	return all
}

// rounded rounds to three digits, as many as are of use to a reader.
func rounded(v float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64) // of a finite number
	return r
}

// yieldDefault yields the default. Neighbours that cannot be weighed were a fault of the first candidate
// already.
func (t *tuner) yieldDefault(yield func(labelprop.Candidate) bool) {
	var g *graph.Graph
	if g, t.fault = t.near.Weigh(Shared.With(0)); t.fault == nil {
		t.yield(Candidate{Kernel: Shared, Method: t.usual, Default: true}, g, yield)
	}
}
