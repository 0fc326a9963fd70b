package graph

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/forest"
)

// identicalShare is how much closer rows that are nearly identical are to each other than to all others, and than
// neighbours usually are.
const identicalShare = 0.1

// NearIdentical groups rows that are identical or nearly so: of each, the number of its group, or -1. The rows of a
// group are joined by steps of a tenth, at most, of the distance to any other row, and of the median distance of a row
// to its 7th neighbour. Units do not matter, and a region where all rows are close together is no group. Of a
// complete graph of many rows only identical ones are found. O(edges·log edges).
func (n *Neighbors) NearIdentical() []int {
	n = n.orEmpty()
	if n.nodes() == 0 {
		return slices.Repeat([]int{-1}, n.N())
	}
	c := &copyFinder{group: slices.Repeat([]int{-1}, n.N()), trees: forest.New(n.nodes()),
		longest: make([]float64, n.nodes()), rows: make([][]int, n.nodes()), limit: identicalShare * n.typicalWidth()}
	for row := range c.group {
		if u := nodeOf(n.rows, row); u >= 0 {
			c.rows[u] = append(c.rows[u], row)
		}
	}
	if n.implicit == nil {
		// Kruskal: edges by rising length, so that the next edge of a tree is its distance to all other rows.
		for _, e := range n.edgesByLength() {
			c.add(e.i, e.j, math.Ldexp(math.Sqrt(e.d2), n.points.Exp()))
		}
	}
	// Trees that no further edge leaves.
	for u := range c.trees {
		if c.trees.Find(u) == u {
			c.close(u, math.Inf(1))
		}
	}
	return c.group
}

// typicalWidth is the median, over the different rows, of the distance to the 7th neighbour, or to a nearer one in
// small tables.
func (n *Neighbors) typicalWidth() float64 {
	if n.implicit != nil || n.nodes() == 0 {
		return 0
	}
	width := n.localWidths(n.localRank(distanceRank))
	slices.Sort(width)
	return math.Ldexp(math.Sqrt(width[len(width)/2]), n.points.Exp())
}

// copyFinder joins rows by edges of rising length.
type copyFinder struct {
	group   []int // of each row
	groups  int
	trees   forest.Forest
	longest []float64 // of each tree, by its root: its longest edge
	rows    [][]int   // of each tree, by its root; nil once it is too wide
	limit   float64   // of the longest edge of a group
}

// add joins two trees by an edge, which is at least as long as all before.
func (c *copyFinder) add(i, j int, length float64) {
	a, b := c.trees.Find(i), c.trees.Find(j)
	if a == b {
		return
	}
	c.close(a, length)
	c.close(b, length)
	c.trees.Union(a, b)
	root := min(a, b)
	c.longest[root] = length
	// Wider trees are no groups, whatever comes.
	if length > c.limit {
		c.rows[a], c.rows[b] = nil, nil
		return
	}
	c.rows[root] = append(c.rows[a], c.rows[b]...)
}

// close makes a tree a group, if it is narrow beside the distance to the nearest other row. A wider group takes the
// place of those in it.
func (c *copyFinder) close(root int, gap float64) {
	rows := c.rows[root]
	if len(rows) < 2 || c.longest[root] > identicalShare*gap {
		return
	}
	for _, row := range rows {
		c.group[row] = c.groups
	}
	c.groups++
}
