package graph

import (
	"context"
	"math"
	"sync"
	"sync/atomic"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/kernel"
)

// implicitRows is from how many rows on a complete graph does not list its pairs before
// something reads them. A smaller one is solved pair by pair.
const implicitRows = 2500

// implicit are the pairs of a complete graph that are not listed yet.
type implicit struct {
	mu     sync.Mutex
	listed atomic.Bool
}

// mayStayImplicit reports whether the rows alone tell all there is to know of the pairs:
// whether none of their squared distances leaves the range of float64.
func mayStayImplicit(p *knn.Points) bool {
	return p.Euclidean() && p.InRange() && p.N() > implicitRows
}

// list lists the pairs, where that was put off.
func (n *Neighbors) list() *Neighbors {
	// Of finite rows at Euclidean distances there is no error.
	_ = n.listWatched(context.Background(), nil)
	return n
}

// listWatched is list that may end with an error of the context, and then has listed nothing. observe, which may be
// nil, is told of rows.
func (n *Neighbors) listWatched(ctx context.Context, observe func(done, total int)) error {
	if n.implicit == nil || n.implicit.listed.Load() {
		return nil
	}
	n.implicit.mu.Lock()
	defer n.implicit.mu.Unlock()
	if n.implicit.listed.Load() {
		return nil
	}
	near, err := knn.Within(ctx, n.points, n.points, math.Inf(1), knn.Options{Observe: observe})
	if err != nil {
		return err
	}
	n.pairs = pairsOf(near, n.points)
	n.implicit.listed.Store(true)
	return nil
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
	list := func(ctx context.Context, observe func(done, total int)) ([]int, []int32, []float64, error) {
		err := n.listWatched(ctx, observe)
		return n.start, n.ind, n.d2, err
	}
	whole := &csr.Implicit{X: p.Dense(), N: p.N(), D: p.D(), List: list}
	return &Graph{weights: csr.Weights{Gamma: gamma, Points: p, Rows: n.rows, Implicit: whole}, kernel: k}
}
