package graph

import (
	"context"
	"math"
	"sync"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/kernel"
)

// implicitRows is from how many rows on a complete graph does not list its pairs before
// something reads them. A smaller one is solved pair by pair.
const implicitRows = 2500

// implicit are the pairs of a complete graph that are not listed yet.
type implicit struct{ once sync.Once }

// mayStayImplicit reports whether the rows alone tell all there is to know of the pairs:
// whether none of their squared distances leaves the range of float64.
func mayStayImplicit(p *knn.Points) bool {
	return p.Euclidean() && p.InRange() && p.N() > implicitRows
}

// list lists the pairs, where that was put off.
func (n *Neighbors) list() *Neighbors {
	if n.implicit != nil {
		n.implicit.once.Do(func() {
			near, err := knn.Within(context.Background(), n.points, n.points, math.Inf(1), knn.Options{})
			if err == nil { // of finite rows at Euclidean distances there is none
				n.pairs = pairsOf(near, n.points)
			}
		})
	}
	return n
}

// weighImplicit weighs the pairs of a complete graph that are not listed.
func (n *Neighbors) weighImplicit(k kernel.RBF) (*Graph, error) {
	// γ in the units of the rows, and the bound on the error of distances.
	none := pairs{points: n.points}
	var w csr.Weights
	if err := none.weighExponential(&w, k); err != nil {
		return nil, err
	}
	g := n.implicitGraph(k, w.Gamma)
	g.weights.TError = w.TError
	return g, nil
}

// implicitGraph returns the complete graph whose weights are exp(-γ·d²), without its
// edges.
func (n *Neighbors) implicitGraph(k kernel.Kernel, gamma lognum.Gamma) *Graph {
	p := n.points
	// Edges are listed by the neighbours, once for all graphs made of them.
	list := func() ([]int, []int32, []float64) {
		near := n.list()
		return near.start, near.ind, near.d2
	}
	whole := &csr.Implicit{X: p.Dense(), N: p.N(), D: p.D(), List: list}
	return &Graph{weights: csr.Weights{Gamma: gamma, Points: p, Rows: n.rows, Implicit: whole}, kernel: k}
}
