package network

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/dense"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
)

// chunkRows is the number of rows a worker takes at a time. It is fixed, so that sums do
// not depend on the number of workers.
const chunkRows = 512

// Network is one method on one graph with its labels: which nodes are free, and how each
// of them balances. The exported fields are for reading only.
type Network struct {
	Labels    *Labels
	Component []int   // of each node
	Reached   []bool  // by component: whether it has a label
	LabelAt   []int   // of each node: its place among the labels, or -1
	Free      []int   // the nodes to solve for, rising unless there are very many
	Place     []int32 // of each node: its place in Free, or -1

	graph   *graph.Graph
	w       *csr.Weights // of graph: exp(-γt+s), as pairs (t, s)
	method  *Method
	gamma   lognum.Gamma
	degree  []lognum.Num
	density []lognum.Num  // degrees that the weights are divided by, or nil
	boost   []float64     // edge uv counts boostᵤ+boostᵥ times, or nil
	weak    *bottlenecks  // where some edges do not count as they are, or nil
	dense   *denseWeights // all weights of a complete graph, or nil
	rows    *rows         // the balances, once they are written out

	watch progress.Watch // of long loops over the edges
	ended error          // by that: the last of them is not done

	unsureLinks bool // whether rounding may have decided what is weak, or what attaches a cluster
}

// New sets out the method m on the graph g with the given labels. O(edges).
func New(g *graph.Graph, labels *Labels, m *Method) *Network { return newOn(g, labels, m, nil, nil) }

// NewWatched is New that tells how far it is, and ends with its context; so does what is asked of the network.
func NewWatched(ctx context.Context, g *graph.Graph, labels *Labels, m *Method, o Options) (*Network, error) {
	if err := listEdges(ctx, g, o); err != nil {
		return nil, err
	}
	nw := newOn(g, labels, m, nil, o.Tell.Watch(ctx, progress.Weighing))
	return nw, nw.ended
}

// newOn is New with the dense weights at hand, or nil.
func newOn(g *graph.Graph, labels *Labels, m *Method, all *denseWeights, watch progress.Watch) *Network {
	w := csr.Of(g)
	nw := &Network{graph: g, w: w, dense: all, Labels: labels, method: m, gamma: w.Gamma, watch: watch}
	nw.LabelAt = labels.index(g.N())
	// A component is reached if it holds a label.
	var count int
	nw.Component, count = g.Components()
	nw.Reached = make([]bool, count)
	for _, i := range labels.Nodes {
		nw.Reached[nw.Component[i]] = true
	}
	// A change of the weights changes the degrees.
	nw.degree = nw.degrees()
	if m.ColumnNormalized {
		nw.density = nw.rowDegrees()
		nw.degree = nw.degrees()
	}
	if m.Reweigh != nil {
		nw.boost = m.Reweigh(nw)
		nw.degree = nw.degrees()
	}
	if m.Signed {
		// Clusters with labels keep their weights, so their degrees still hold. Those of attached
		// clusters, which get another unit, are used no more: no walk ends there.
		nw.findBottlenecks()
	}
	nw.findFree(nw.inOrder())
	return nw
}

// eachRow calls f with some of n rows that have so many ends of edges in all, on all processors, until it is ended.
func (nw *Network) eachRow(n, ends int, f func(lo, hi int)) {
	// Rows at once for some milliseconds. Each is on its own, so that their number decides nothing.
	each := float64(ends)/float64(max(n, 1)) + 1
	rows := max(1, min(chunkRows, int(manyEnds/each)))
	err := nw.watch.Begin(each*float64(n)*expUnits).For(n, rows, each*expUnits, func(_, lo, hi int) { f(lo, hi) })
	if nw.ended == nil {
		nw.ended = err
	}
}

// manyEnds is the number of ends of edges that a worker takes at a time.
const manyEnds = 1 << 18

// N returns the number of nodes, free or not.
func (nw *Network) N() int { return nw.graph.N() }

// Mass returns how many equal rows node u stands for.
func (nw *Network) Mass(u int) float64 {
	if nw.w.Mass == nil {
		return 1
	}
	return nw.w.Mass[u]
}

// CopiesBehind returns how many equal rows the edge from a row of node u to node v stands for.
func (nw *Network) CopiesBehind(u int, v int32) float64 {
	// Among m copies in two nodes of m/2, each is joined to m-1 others.
	if nw.w.Twin != nil && nw.w.Twin[u] == v && int(v) != u {
		return 2*nw.w.Mass[u] - 1
	}
	return nw.Mass(int(v))
}

// Method returns the description of the method.
func (nw *Network) Method() *Method { return nw.method }

// columns is the number of right sides.
func (nw *Network) columns() int { return nw.Labels.Cols }

// findFree lists the nodes to solve for in the given order: reachable, joined to
// others, and not clamped to a label.
func (nw *Network) findFree(order []int) {
	nw.Place, nw.Free = make([]int32, nw.graph.N()), nil
	for _, i := range order {
		nw.Place[i] = -1
		l := nw.LabelAt[i]
		// A clamped node has its answer, and so has one without edges.
		clamped := l >= 0 && nw.method.Clamps && nw.Labels.Weight(l) == 1
		if nw.Reached[nw.Component[i]] && !clamped && !nw.degree[i].IsZero() {
			nw.Place[i] = int32(len(nw.Free))
			nw.Free = append(nw.Free, i)
		}
	}
}

// inOrder lists all nodes, in large graphs those near each other one after another.
func (nw *Network) inOrder() []int {
	n := nw.graph.N()
	if n >= orderedNodes && nw.dense == nil {
		return nearby(nw.graph, regionNodes)
	}
	return byNumber(n)
}

// labelWeight returns the label weight of node u, 0 if it has no label.
func (nw *Network) labelWeight(u int) float64 {
	if l := nw.LabelAt[u]; l >= 0 {
		return nw.Labels.Weight(l)
	}
	return 0
}

// AllowedClasses lists, by component, the classes that have a label there: no other can
// be the answer. The list of a component without a label is nil.
func (nw *Network) AllowedClasses() [][]bool {
	allowed := make([][]bool, len(nw.Reached))
	for l, u := range nw.Labels.Nodes {
		c := nw.Component[u]
		if allowed[c] == nil {
			allowed[c] = make([]bool, nw.columns())
		}
		for k, y := range nw.Labels.Row(l) {
			allowed[c][k] = allowed[c][k] || y > 0
		}
	}
	return allowed
}

// inSingle reports whether the weights are in float32.
func (nw *Network) inSingle() bool { return nw.dense != nil && nw.dense.w.Precision == dense.Single }

// onlyDense reports whether the dense matrix is the only way to solve this.
func (nw *Network) onlyDense() bool { return nw.dense != nil && tooLarge(nw.graph) }
