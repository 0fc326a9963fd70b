package graph

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// Links are weighted edges from new rows to the nodes of a graph, for predicting
// the labels of rows that were not there when it was built.
type Links struct {
	weights csr.Weights
	kernel  kernel.Kernel
	nodes   int
	nearest []float64 // the distance of each new row to the nearest of these
}

// Rows returns the number of new rows that the links come from.
func (l *Links) Rows() int { return l.orEmpty().weights.N() }

// Nodes returns the number of rows of the graph that the links lead to.
func (l *Links) Nodes() int { return l.orEmpty().nodes }

// Kernel returns the kernel that the links were weighed with.
func (l *Links) Kernel() kernel.Kernel { return l.orEmpty().kernel }

// orEmpty lets nil be links of no rows.
func (l *Links) orEmpty() *Links {
	if l == nil {
		return new(Links)
	}
	return l
}

// Neighbors returns the rows that new row i is linked to, rising, and the weights of
// these links, none where there is no row i; a weight beyond the range of float64 is 0 or +Inf there, see
// [Links.LogWeights]. The first slice may belong to the links: do not write to it.
func (l *Links) Neighbors(i int) (nodes []int32, weights []float64) {
	nodes, weights = l.logNeighbors(i)
	for e, v := range weights {
		weights[e] = math.Exp(v)
	}
	return nodes, weights
}

// logNeighbors is Neighbors with the logarithms of the weights.
func (l *Links) logNeighbors(i int) ([]int32, []float64) {
	if i < 0 || i >= l.Rows() {
		return nil, nil
	}
	ind, _, _ := l.weights.Row(i)
	logs := l.weights.LogWeights(make([]float64, 0, len(ind)), i)
	r := l.weights.Rows
	if r == nil {
		return ind, logs
	}
	rows, logs := rowsOfNodes(r, ind, logs)
	knn.SortRow(rows, logs)
	return rows, logs
}

// LogWeights appends the natural logarithms of the weights of new row i's links, in the
// order of [Links.Neighbors], to dst.
func (l *Links) LogWeights(dst []float64, i int) []float64 {
	_, logs := l.logNeighbors(i)
	return append(dst, logs...)
}

// Link finds the neighbours of the new rows x (m×d) as [Neighbors.Find] does, and weighs them with k, which
// should be the kernel of [Neighbors.Weigh].
//
// Errors: those of Find and of [NewNeighbors.Weigh]. Cost: O(mnd).
func (n *Neighbors) Link(ctx context.Context, x mat.Matrix, k kernel.Kernel) (l *Links, err error) {
	defer par.Catch(&err, "graph")
	ctx = orBackground(ctx)
	// The search takes long: what is wrong with the kernel is said before.
	if k == nil {
		return nil, errNoKernel
	}
	found, err := n.Find(ctx, x, nil)
	if err != nil {
		return nil, err
	}
	return found.Weigh(k)
}
