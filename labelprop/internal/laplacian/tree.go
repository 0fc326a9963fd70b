package laplacian

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/progress"
)

// tree is the tree of the clusters that Kruskal's algorithm joins, strongest edges first. Nodes
// have new numbers: the order in which their clusters were hung below others, which is that of
// elimination. The ground is n. So a parent has a larger number than its children.
type tree struct {
	node   []int32   // the node of the system that each number stands for
	number []int32   // and back; that of the ground last
	parent []int32   // of each number but the ground's
	beta   []float64 // the lightest edge on the way to the ground
	height int       // the most steps from any node to the ground
}

// newTree grows the tree. It returns nil if the conductances range too widely, or if the ground
// cannot be reached from some node. Cost: that of Kruskal's algorithm.
func newTree(ctx context.Context, tell progress.Tell, s *System) (*tree, error) {
	n := s.Len()
	t := &tree{number: make([]int32, n+1)}
	if !s.valid() {
		return nil, nil
	}
	up, joint, err := t.join(s, tell.Begin(ctx, progress.Sorting, passes*float64(len(s.Ind)/2+n)))
	if err != nil || len(t.node) < n || n > 0 && slices.Min(joint) < leastBottleneck {
		return nil, err
	}
	// The ground comes last: nothing is hung above it.
	t.number[n] = int32(n)
	// Parents and bottlenecks by the new numbers, from the ground downwards.
	t.parent, t.beta = make([]int32, n), make([]float64, n+1)
	t.beta[n] = math.Inf(1)
	steps := make([]int, n+1)
	for k := n - 1; k >= 0; k-- {
		p := t.number[up[t.node[k]]]
		t.parent[k] = p
		t.beta[k] = min(t.beta[p], joint[k])
		steps[k] = steps[p] + 1
		t.height = max(t.height, steps[k])
	}
	return t, nil
}

// passes is about how often Kruskal's algorithm looks at each edge.
const passes = 5

// Depth returns how much more conductance any node has than the weakest edge on its best way to the
// ground: about the number of steps in which a random walk is caught there. Cost: that of Kruskal's algorithm.
func Depth(ctx context.Context, tell progress.Tell, s *System) (float64, error) {
	t, err := newTree(ctx, tell, s)
	if t == nil {
		return math.Inf(1), err
	}
	// A walk leaves node i, and all that is tied to it more strongly, once in d/β steps.
	deepest, totals := 0.0, s.totals()
	for k, i := range t.node {
		deepest = max(deepest, totals[i]/t.beta[k])
	}
	return deepest, nil
}

// join runs Kruskal's algorithm. It returns the parents by the numbers of the system, and the
// weight at which each cluster was hung below another.
func (t *tree) join(s *System, m *progress.Meter) (up []int32, joint []float64, err error) {
	n := s.Len()
	up, size := make([]int32, n+1), make([]int32, n+1)
	for i := range up {
		up[i], size[i] = int32(i), 1
	}
	// Trees are low, since the smaller is hung below the larger: no path is shortened.
	find := func(i int32) int32 {
		for up[i] != i {
			i = up[i]
		}
		return i
	}
	joined := func(e edge) bool { return find(e.a) == find(e.b) } // by a heavier way
	hang := func(e edge) {
		a, b := find(e.a), find(e.b)
		// The smaller cluster is hung below the larger, and any below the ground's.
		ground := find(int32(n))
		if a == ground || b != ground && size[a] > size[b] {
			a, b = b, a
		}
		up[a] = b
		size[b] += size[a]
		t.number[a] = int32(len(t.node))
		t.node, joint = append(t.node, a), append(joint, e.w)
	}
	work := func(edges int) error { return m.Add(float64(edges)) }
	err = forest.Kruskal(s.edges(), heavierFirst, joined, hang, work)
	return up, joint, err
}

// heavierFirst is an order of edges; ties go by the numbers of their ends.
func heavierFirst(x, y edge) int {
	if x.w != y.w {
		return cmp.Compare(y.w, x.w)
	}
	return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// edges lists the edges and grounds.
func (s *System) edges() []edge {
	n := s.Len()
	// Each edge stands in the rows of both ends. A list that grew would be in memory twice.
	all := make([]edge, 0, s.Start[n]/2+n)
	for i := range n {
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			if j := s.Ind[at]; int(j) < i && s.W[at] > 0 {
				all = append(all, edge{j, int32(i), s.W[at]})
			}
		}
		// The ground is one more node.
		if s.Ground[i] > 0 {
			all = append(all, edge{int32(i), int32(n), s.Ground[i]})
		}
	}
	return all
}

// potentials are numbers of n nodes in some columns, held as differences to the parents in a tree.
type potentials struct {
	*tree
	cols int
	z    []float64 // n×cols
}

func newPotentials(t *tree, cols int) *potentials {
	return &potentials{tree: t, cols: cols, z: make([]float64, len(t.parent)*cols)}
}

// row returns columns [lo, lo+len) of node i.
func (p *potentials) row(i int32, lo, length int) []float64 {
	at := int(i)*p.cols + lo
	return p.z[at : at+length : at+length]
}

// difference sets out to xᵢ - xⱼ in the columns from lo on.
func (p *potentials) difference(out []float64, i, j int32, lo int) {
	clear(out)
	// Climb from the node whose cluster was hung first, until both ways meet.
	for i != j {
		if i < j {
			for k, z := range p.row(i, lo, len(out)) {
				out[k] += z
			}
			i = p.parent[i]
		} else {
			for k, z := range p.row(j, lo, len(out)) {
				out[k] -= z
			}
			j = p.parent[j]
		}
	}
}

// measure is difference that also sets way to the sum of the sizes of the z on the way.
func (p *potentials) measure(out, way []float64, i, j int32) {
	clear(way)
	// The same way as that of difference.
	for a, b := i, j; a != b; {
		at := min(a, b)
		for k, z := range p.row(at, 0, len(way)) {
			way[k] += math.Abs(z)
		}
		if a < b {
			a = p.parent[a]
		} else {
			b = p.parent[b]
		}
	}
	p.difference(out, i, j, 0)
}
