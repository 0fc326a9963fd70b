package elimination

import (
	"cmp"
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
)

// Forest is the heaviest spanning forest of a Network rooted in its ground: the
// limit γ → ∞ of a random spanning forest where no weights tie, in O(E log E).
type Forest struct {
	Root  []int32 // the grounded node of the tree of each node; -1: no path to the ground
	Class []int32 // the class with the largest source there; -1: none
}

// Forest grows the forest by Kruskal's algorithm. Ties go to the edge that comes
// first in the network, ties of sources to the smallest class.
func (nw *Network) Forest(ctx context.Context) (*Forest, error) {
	if err := nw.check(); err != nil {
		return nil, err
	}
	tree, err := nw.span(progress.Tell(nil).Begin(ctx, progress.Sorting, 1))
	if err != nil {
		return nil, err
	}
	n := nw.Len()
	f := &Forest{Root: make([]int32, n), Class: make([]int32, n)}
	// The tree over nodes and ground; without the ground it falls into rooted trees.
	adj := tree.tree()
	for i := range f.Root {
		f.Root[i], f.Class[i] = -1, -1
	}
	// The neighbours of the ground are the roots, and each names the class of its tree.
	for _, root := range adj[n] {
		f.grow(adj, root, nw.heaviestSource(int(root)))
	}
	return f, nil
}

// grow gives root and class to the nodes of a tree.
func (f *Forest) grow(adj [][]int32, root, class int32) {
	stack := []int32{root}
	f.Root[root], f.Class[root] = root, class
	for len(stack) > 0 {
		// Depth first along the tree, never through the ground.
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, j := range adj[i] {
			if int(j) < len(f.Root) && f.Root[j] < 0 {
				f.Root[j], f.Class[j] = root, class
				stack = append(stack, j)
			}
		}
	}
}

func (nw *Network) heaviestSource(i int) int32 {
	best, class := lognum.Zero(), int32(-1)
	for c, b := range nw.Source[i*nw.Classes : (i+1)*nw.Classes] {
		if nw.Gamma.LogRatio(b, best) > 0 {
			best, class = b, int32(c)
		}
	}
	return class
}

// spanEdge is an edge of the network, or the ground of i if j is the node n.
type spanEdge struct {
	w     lognum.Num
	i, j  int32
	index int // in Network.Ind; -1: ground
}

func (e spanEdge) isGround() bool { return e.index < 0 }

// span is a heaviest spanning tree over the nodes and the ground, as the tree of
// the unions that made it.
type span struct {
	picked []spanEdge // edges of the tree, heaviest first
	used   []bool     // the same, by place in Network.Ind, in the row of the larger node
	rooted []bool     // the same of the ground of each node
	parent []int32    // of each node in the union tree
	rank   []int      // place in picked of the edge that joined a node to its parent
	size   []int32
}

// span grows the tree by Kruskal's algorithm. The meter counts edges.
func (nw *Network) span(m *progress.Meter) (*span, error) {
	n := nw.Len()
	s := &span{
		used: make([]bool, len(nw.Ind)), rooted: make([]bool, n),
		parent: make([]int32, n+1), rank: make([]int, n+1), size: make([]int32, n+1),
	}
	for i := range s.parent {
		s.parent[i], s.rank[i], s.size[i] = int32(i), math.MaxInt, 1
	}
	all, err := nw.spanEdges(m)
	if err != nil {
		return nil, err
	}
	err = forest.Kruskal(all, nw.heavierFirst, func(e spanEdge) bool { return s.find(e.i) == s.find(e.j) }, s.join,
		func(edges int) error { return m.Add(float64(edges)) })
	return s, err
}

// spanEdges lists the edges and grounds that are not zero.
func (nw *Network) spanEdges(m *progress.Meter) ([]spanEdge, error) {
	n := nw.Len()
	all := make([]spanEdge, 0, nw.Edges()+n)
	for i, g := range nw.Ground {
		for k := nw.Start[i]; k < nw.Start[i+1]; k++ {
			if j := nw.Ind[k]; int(j) < i && !nw.W[k].IsZero() {
				all = append(all, spanEdge{nw.W[k], int32(i), j, k})
			}
		}
		// The ground of a node is an edge to one more node, n.
		if !g.IsZero() {
			all = append(all, spanEdge{g, int32(i), int32(n), -1})
		}
		if err := m.Add(float64(nw.Start[i+1] - nw.Start[i])); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// heavierFirst is an order of edges.
func (nw *Network) heavierFirst(a, b spanEdge) int {
	var order int
	// Equal coefficients: the smaller exponent is the heavier edge, exactly.
	if a.w.LogCoeff == b.w.LogCoeff { // the same order, without a rounding
		order = cmp.Compare(a.w.Exponent, b.w.Exponent)
	} else {
		order = cmp.Compare(nw.Gamma.LogRatio(b.w, a.w), 0)
	}
	// Ties by place; grounds, whose index is -1, come last among them.
	if order == 0 {
		order = cmp.Or(cmp.Compare(uint(a.index), uint(b.index)), cmp.Compare(a.i, b.i))
	}
	return order
}

func (s *span) find(i int32) int32 {
	for s.parent[i] != i {
		i = s.parent[i]
	}
	return i
}

// join makes an edge one of the tree. It joins two trees, the smaller below the larger, so that paths have
// logarithmic length without being shortened.
func (s *span) join(e spanEdge) {
	i, j := s.find(e.i), s.find(e.j)
	// The smaller tree below the larger one.
	if s.size[i] > s.size[j] {
		i, j = j, i
	}
	s.parent[i], s.rank[i] = j, len(s.picked)
	s.size[j] += s.size[i]
	s.picked = append(s.picked, e)
	if e.isGround() {
		s.rooted[e.i] = true
	} else {
		s.used[e.index] = true
	}
}

// bottleneck returns the lightest edge of the path between two nodes of one tree:
// the last union on the way between them.
func (s *span) bottleneck(i, j int32) lognum.Num {
	// Climb from the end whose union was earlier, until both meet: the last union met joined
	// the two.
	last := 0
	for i != j {
		if s.rank[i] > s.rank[j] {
			i, j = j, i
		}
		last = max(last, s.rank[i])
		i = s.parent[i]
	}
	return s.picked[last].w
}

// tree returns the neighbours of each node, the ground last.
func (s *span) tree() [][]int32 {
	adj := make([][]int32, len(s.parent))
	for _, e := range s.picked {
		adj[e.i] = append(adj[e.i], e.j)
		adj[e.j] = append(adj[e.j], e.i)
	}
	return adj
}
