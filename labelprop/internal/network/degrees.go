package network

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/vec"
)

// degrees returns the row sums of the weights by log-sum-exp: each sum is taken
// relative to its largest term, so that no row of weights can underflow to zero.
func (nw *Network) degrees() []lognum.Num {
	if nw.dense != nil {
		return nw.dense.degree
	}
	d := make([]lognum.Num, nw.graph.N())
	nw.eachRow(len(d), 2*nw.w.Edges(), func(lo, hi int) {
		for u := lo; u < hi; u++ {
			d[u] = nw.gamma.Sum(nw.Weights(u))
		}
	})
	return d
}

// listEdges gives up the dense matrix, for solvers that take the edges one by one: degrees are sums of those, and have
// their errors. The order of the nodes stays.
func (nw *Network) listEdges(ctx context.Context, o Options) error {
	if nw.dense == nil {
		return nil
	}
	if err := listEdges(ctx, nw.graph, o); err != nil {
		return err
	}
	nw.dense = nil
	nw.degree = nw.degrees()
	return nw.ended
}

// listEdges lists the edges of a complete graph, if that has not happened yet. O(n²d).
func listEdges(ctx context.Context, g *graph.Graph, o Options) error {
	n := float64(g.N())
	watched, end := context.WithCancelCause(ctx)
	defer end(nil)
	m, done := o.Tell.Begin(ctx, progress.Weighing, n*n), 0
	err := csr.Of(g).FillWatched(watched, func(rows, _ int) {
		if err := m.Add(n * float64(rows-done)); err != nil {
			end(err)
		}
		done = rows
	})
	if err != nil {
		return context.Cause(watched)
	}
	return nil
}

// rowDegrees returns the degree of a row of each node: a node that stands for m rows has m
// times as much.
func (nw *Network) rowDegrees() []lognum.Num {
	if nw.w.Mass == nil {
		return nw.degree
	}
	d := slices.Clone(nw.degree)
	for u, m := range nw.w.Mass {
		d[u] = d[u].Times(-math.Log(m))
	}
	return d
}

// MeanDegrees returns the mean degree of the rows of every component.
func (nw *Network) MeanDegrees() []lognum.Num {
	of, rows := make([][]lognum.Num, len(nw.Reached)), make([]float64, len(nw.Reached))
	for u, d := range nw.degree {
		c := nw.Component[u]
		of[c], rows[c] = append(of[c], d), rows[c]+nw.Mass(u)
	}
	mean := make([]lognum.Num, len(of))
	for c, degrees := range of {
		mean[c] = nw.gamma.Sum(degrees).Times(-math.Log(rows[c]))
	}
	return mean
}

// plain is a network without a method: its weights are those of the graph.
func plain(g *graph.Graph) *Network {
	nw := &Network{graph: g, w: csr.Of(g), gamma: csr.Of(g).Gamma}
	nw.degree = nw.degrees()
	return nw
}

// Hubs returns the node whose rows have the largest degree of every component, given the component of
// each node and their number.
func Hubs(g *graph.Graph, id []int, count int) []int {
	hub := slices.Repeat([]int{-1}, count)
	nw := plain(g)
	degree := nw.rowDegrees()
	for u, c := range id {
		if hub[c] < 0 || nw.gamma.LogRatio(degree[u], degree[hub[c]]) > 0 {
			hub[c] = u
		}
	}
	return hub
}

// RelativeDegrees returns the degrees of the rows of the nodes as shares of the largest.
func RelativeDegrees(g *graph.Graph) []float64 {
	nw := plain(g)
	degree := nw.rowDegrees()
	out := make([]float64, len(degree))
	// Ratios to the largest are at most 1; only they become float64.
	top := lognum.Zero()
	for _, d := range degree {
		if nw.gamma.LogRatio(d, top) > 0 {
			top = d
		}
	}
	for u, d := range degree {
		if !d.IsZero() {
			out[u] = math.Exp(nw.gamma.LogRatio(d, top))
		}
	}
	return out
}

// Normalized returns D^-½WD^-½ [zhou2004] of the graph, over all nodes: as it acts on values of
// rows, all rows of a node having the same.
func Normalized(g *graph.Graph) *vec.Sparse {
	nw := plain(g)
	start, ind, val := []int{0}, []int32{}, []float64{}
	for u := range g.N() {
		// wᵤᵥ/√(dᵤdᵥ) by logarithms. Between nodes of a and b rows, weights are ab times and degrees
		// a and b times those of rows; each row has b neighbours: √(b/a) times as much.
		w := nw.Weights(u)
		for e, v := range nw.Neighbors(u) {
			ind = append(ind, v)
			rows := math.Sqrt(nw.Mass(int(v)) / nw.Mass(u))
			val = append(val, rows*math.Exp(nw.gamma.LogRatio(w[e], nw.degree[u].Mul(nw.degree[v]).Sqrt())))
		}
		start = append(start, len(ind))
	}
	return vec.MustSparse(g.N(), start, ind, val)
}
