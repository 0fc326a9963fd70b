package graph

import (
	"math"
	"sync"

	"github.com/propagate-go/propagate/internal/dense"
	"github.com/propagate-go/propagate/internal/vec"
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
			near, err := within(n.points, n.points, math.Inf(1), &SearchOptions{})
			if err == nil { // of finite rows at Euclidean distances there is none
				n.pairs = near.pairs(n.points)
			}
		})
	}
	return n
}

// weighWhole weighs pairs that are not listed.
func (n *Neighbors) weighWhole(k kernel.RBF) (*Graph, error) {
	w := weighted{start: n.start, kernel: k, whole: n, once: new(sync.Once)}
	none := pairs{points: n.points}
	if err := none.weighExponential(&w, k); err != nil {
		return nil, err
	}
	return &Graph{w}, nil
}

// list lists the edges, where that was put off.
func (g *weighted) list() {
	if g.whole != nil {
		g.once.Do(func() {
			near := g.whole.list()
			g.start, g.ind, g.t = near.start, near.ind, near.d2
		})
	}
}

// Dense returns the weights of a large complete graph of an RBF kernel as a dense
// matrix, which takes 4n² bytes, or 2n² in single precision, and nil for other graphs and
// where its error bounds do not hold. O(n²d).
func (g *Graph) Dense(precision dense.Precision) *dense.Symmetric {
	if g.whole == nil {
		return nil
	}
	p, gamma := g.whole.points, g.rate.Float64()
	if math.IsInf(gamma, 1) || gamma > 0 && gamma < 0x1p-900 {
		return nil
	}
	m, ok := dense.RBF(p.dense, p.n, p.d, gamma, precision, vec.Best())
	if !ok {
		return nil
	}
	return m
}
