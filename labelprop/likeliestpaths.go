package labelprop

import (
	"container/heap"
	"math"
	"slices"

	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// likeliestPaths holds the likeliest walk from one node to every other, by Dijkstra's
// algorithm [dijkstra1959] on lengths -ln Pᵤᵥ, none of which is negative.
type likeliestPaths struct {
	from   []int32   // the step before, -1 for none
	length []float64 // -ln of the probability of the walk
}

// newLikeliestPaths finds the likeliest walks from a node. They end at labels that the
// method clamps.
func newLikeliestPaths(nw *network.Network, start int) *likeliestPaths {
	t := &likeliestPaths{from: make([]int32, nw.N()), length: make([]float64, nw.N())}
	for u := range t.from {
		t.from[u], t.length[u] = -1, math.Inf(1)
	}
	t.length[start] = 0
	open := &queue{{0, start}}
	for open.Len() > 0 {
		// An entry that a shorter walk has overtaken is stale; a clamped label ends the walk.
		w := heap.Pop(open).(waiting)
		if w.length > t.length[w.node] || w.node != start && nw.Place[w.node] < 0 {
			continue
		}
		for e, step := range nw.Steps(w.node) {
			v := int(nw.Neighbors(w.node)[e])
			// -ln P is not negative but for rounding, as Dijkstra's algorithm needs.
			if l := w.length + max(-step, 0); l < t.length[v] {
				t.length[v], t.from[v] = l, int32(w.node)
				heap.Push(open, waiting{l, v})
			}
		}
	}
	return t
}

// to returns the walk to a node and its probability.
func (t *likeliestPaths) to(node int) ([]int, float64) {
	// Backwards along the tree.
	path := []int{node}
	for u := t.from[node]; u >= 0; u = t.from[u] {
		path = append(path, int(u))
	}
	slices.Reverse(path)
	return path, math.Exp(-t.length[node])
}

// waiting is a node in the queue, with the length of a walk to it.
type waiting struct {
	length float64
	node   int
}

// queue is a heap of nodes, the nearest first.
type queue []waiting

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].length < q[j].length }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(waiting)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
