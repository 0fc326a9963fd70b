package elimination

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"
)

// Forest is the heaviest spanning forest of a Network rooted in its ground: the
// limit γ → ∞ of a random spanning forest where no weights tie, in O(E log E).
type Forest struct {
	Root  []int32 // the grounded node of the tree of each node; -1: no path to the ground
	Class []int32 // the class with the largest source there; -1: none
}

// Forest grows the forest by Kruskal's algorithm. Ties go to the edge that comes
// first in the network, ties of sources to the smallest class.
func (nw *Network) Forest() (*Forest, error) {
	if err := nw.check(); err != nil {
		return nil, err
	}
	n := nw.Len()
	f := &Forest{Root: make([]int32, n), Class: make([]int32, n)}
	// The tree over nodes and ground; without the ground it falls into rooted trees.
	adj := nw.span().tree()
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
	sorted []spanEdge // heaviest first
	used   []bool     // edges of the tree, by place in sorted
	picked []int      // edges of the tree, in sorted
	parent []int32    // of each node in the union tree
	rank   []int      // place in sorted of the edge that joined a node to its parent
	size   []int32
}

func (nw *Network) span() *span {
	n := nw.Len()
	s := &span{
		sorted: nw.sortedEdges(),
		parent: make([]int32, n+1), rank: make([]int, n+1), size: make([]int32, n+1),
	}
	for i := range s.parent {
		s.parent[i], s.rank[i], s.size[i] = int32(i), math.MaxInt, 1
	}
	// Kruskal: the heaviest edge that joins two trees.
	s.used = make([]bool, len(s.sorted))
	for k, e := range s.sorted {
		if s.union(e.i, e.j, k) {
			s.picked = append(s.picked, k)
			s.used[k] = true
		}
	}
	return s
}

// sortedEdges lists the edges and grounds that are not zero, heaviest first.
func (nw *Network) sortedEdges() (all []spanEdge) {
	// The ground of a node is an edge to one more node, n.
	nw.visit(func(i, j int32, k int) { all = append(all, spanEdge{nw.W[k], i, j, k}) })
	for i, g := range nw.Ground {
		all = append(all, spanEdge{g, int32(i), int32(nw.Len()), -1})
	}
	all = slices.DeleteFunc(all, func(e spanEdge) bool { return e.w.IsZero() })
	slices.SortFunc(all, func(a, b spanEdge) int {
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
	})
	return all
}

func (s *span) find(i int32) int32 {
	for s.parent[i] != i {
		i = s.parent[i]
	}
	return i
}

// union joins two trees, the smaller below the larger, so that paths have
// logarithmic length without being shortened.
func (s *span) union(i, j int32, rank int) bool {
	i, j = s.find(i), s.find(j)
	if i == j {
		return false
	}
	// The smaller tree below the larger one.
	if s.size[i] > s.size[j] {
		i, j = j, i
	}
	s.parent[i], s.rank[i] = j, rank
	s.size[j] += s.size[i]
	return true
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
	return s.sorted[last].w
}

// tree returns the neighbours of each node, the ground last.
func (s *span) tree() [][]int32 {
	adj := make([][]int32, len(s.parent))
	for _, k := range s.picked {
		e := s.sorted[k]
		adj[e.i] = append(adj[e.i], e.j)
		adj[e.j] = append(adj[e.j], e.i)
	}
	return adj
}
