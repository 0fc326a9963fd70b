package graph

import (
	"context"
	"math"
	"sync"

	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/kernel"
)

// wholeRows is from how many rows on a complete graph does not list its pairs before
// somebody asks for them. A smaller one is solved pair by pair.
const wholeRows = 2500

// unlisted are the pairs of a complete graph that nobody has asked for yet.
type unlisted struct{ once sync.Once }

// mayStayUnlisted reports whether all there is to know of the pairs are the rows:
// whether none of their squared distances leaves the range of float64.
func (p *points) mayStayUnlisted() bool {
	_, euclidean := p.metric.(kernel.Euclidean)
	return euclidean && p.dense != nil && p.n > wholeRows && p.gridExp > -450
}

// list lists the pairs, where that was put off.
func (n *Neighbors) list() *Neighbors {
	if n.unlisted != nil {
		n.unlisted.once.Do(func() {
			near, err := within(context.Background(), n.points, n.points, math.Inf(1), &SearchOptions{})
			if err == nil { // of finite rows at Euclidean distances there is none
				n.pairs = near.pairs(n.points)
			}
		})
	}
	return n
}

// weighImplicit weighs the pairs of a complete graph that are not listed.
func (n *Neighbors) weighImplicit(k kernel.RBF) (*Graph, error) {
	none := pairs{points: n.points}
	var w csr.Weights
	if err := none.weighExponential(&w, k); err != nil {
		return nil, err
	}
	g := n.implicit(k, w.Gamma)
	g.weights.TError = w.TError
	return g, nil
}

// implicit returns the complete graph whose weights are exp(-rate·d²), without its edges.
func (n *Neighbors) implicit(k kernel.Kernel, rate lognum.Gamma) *Graph {
	p := n.points
	list := func() ([]int, []int32, []float64) {
		near := n.list()
		return near.start, near.ind, near.d2
	}
	whole := &csr.Implicit{X: p.dense, N: p.n, D: p.d, List: list}
	return &Graph{weights: csr.Weights{Gamma: rate, Points: p, Implicit: whole}, kernel: k}
}
