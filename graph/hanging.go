package graph

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/forest"
)

// Hanging is a part of a graph without any label, which one edge of [Neighbors.Connect] alone joins with the rest.
type Hanging struct {
	From, To int     // the rows that the edge joins: in the part, and in the rest
	Distance float64 // of these
	Rows     int     // of the part
}

// Hanging lists the parts without a labelled row that hang on one edge each, among the edges that [Neighbors.Connect]
// added, the largest first: what is said of their rows rests on that edge. labelled tells of each row whether it
// has a label; without any, nothing hangs. O(edges).
func (n *Neighbors) Hanging(labelled []bool) []Hanging {
	n = n.orEmpty()
	if len(n.added) == 0 || len(labelled) != n.N() || !slices.Contains(labelled, true) {
		return nil
	}
	t := n.componentTree(labelled)
	// Leaves without a label are cut off, with all that hung on them, until only labels and ways between them are left.
	open := make([]int, len(t.rows))
	for c := range open {
		open[c] = c
	}
	for len(open) > 0 {
		c := open[0]
		open = open[1:]
		if t.labelled[c] || t.cut[c] || len(t.links[c]) != 1 {
			continue
		}
		e := t.links[c][0]
		other := t.other(e, c)
		t.cut[c], t.by[c], t.rows[other] = true, e, t.rows[other]+t.rows[c]
		t.links[other] = slices.DeleteFunc(t.links[other], func(f int) bool { return f == e })
		open = append(open, other)
	}
	var all []Hanging
	for c, cut := range t.cut {
		// A part that hangs on another one is counted there.
		if cut && !t.cut[t.other(t.by[c], c)] {
			all = append(all, t.hanging(n, c))
		}
	}
	slices.SortFunc(all, func(a, b Hanging) int { return cmp.Or(b.Rows-a.Rows, a.From-b.From) })
	return all
}

// componentTree is the tree that added edges make of the components that were there before them.
type componentTree struct {
	of       []int      // of each node: its component
	added    []pairEdge // of nodes
	links    [][]int    // of each component: places in added
	rows     []int      // of each component, and of all that was cut off behind it
	labelled []bool     // of each component
	cut      []bool
	by       []int // by which link it hung on the rest
}

func (n *Neighbors) componentTree(labelled []bool) *componentTree {
	isAdded := map[[2]int]bool{}
	for _, e := range n.added {
		isAdded[[2]int{e.i, e.j}] = true
	}
	// The components without the added edges.
	before := forest.New(n.nodes())
	for i := range n.nodes() {
		for _, j := range n.ind[n.start[i]:n.start[i+1]] {
			if i < int(j) && !isAdded[[2]int{i, int(j)}] {
				before.Union(i, int(j))
			}
		}
	}
	t := &componentTree{of: make([]int, n.nodes()), added: n.added}
	for i := range t.of {
		t.of[i] = before.Find(i)
	}
	count := renumber(t.of)
	t.links, t.rows, t.labelled = make([][]int, count), make([]int, count), make([]bool, count)
	t.cut, t.by = make([]bool, count), make([]int, count)
	for e, l := range n.added {
		t.links[t.of[l.i]], t.links[t.of[l.j]] = append(t.links[t.of[l.i]], e), append(t.links[t.of[l.j]], e)
	}
	for row, is := range labelled {
		if u := nodeOf(n.rows, row); u >= 0 {
			t.rows[t.of[u]]++
			t.labelled[t.of[u]] = t.labelled[t.of[u]] || is
		}
	}
	return t
}

// other is the component at the other end of link e of component c.
func (t *componentTree) other(e, c int) int {
	if at := t.of[t.added[e].i]; at != c {
		return at
	}
	return t.of[t.added[e].j]
}

// hanging describes component c, which was cut off.
func (t *componentTree) hanging(n *Neighbors, c int) Hanging {
	e := t.added[t.by[c]]
	from, to := e.i, e.j
	if t.of[from] != c {
		from, to = to, from
	}
	return Hanging{From: n.rowOf(from), To: n.rowOf(to), Rows: t.rows[c],
		Distance: math.Ldexp(math.Sqrt(e.d2), n.points.Exp())}
}

// rowOf is the first row of a node.
func (n *Neighbors) rowOf(u int) int {
	if n.rows == nil {
		return u
	}
	return int(slices.Min(n.rows.Of(u)))
}
