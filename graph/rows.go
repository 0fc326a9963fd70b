package graph

import (
	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/kernel"
)

// distinct returns the points without copies, in the order of their values, and which of
// them each row is.
func distinct(p *knn.Points) (*knn.Points, *csr.Rows) {
	q, number := p.Distinct()
	return q, csr.NewRows(number, q.N(), nil)
}

// rowCount returns the number of rows, of which there are nodes different ones.
func rowCount(r *csr.Rows, nodes int) int {
	if r == nil {
		return nodes
	}
	return len(r.Node)
}

// nodeOf returns the node that row i is.
func nodeOf(r *csr.Rows, i int) int {
	if r == nil {
		return i
	}
	return int(r.Node[i])
}

// expanded lists the rows that row i is joined to, rising, given those of its node: edges to
// other nodes lead to all their rows, and copies of the row are joined by self.
func expanded(r *csr.Rows, i int, ind []int32, value []float64, self float64) ([]int32, []float64) {
	rows, values := rowsOfNodes(r, ind, value)
	for _, j := range r.Of(nodeOf(r, i)) {
		if int(j) != i {
			rows, values = append(rows, j), append(values, self)
		}
	}
	knn.SortRow(rows, values)
	return rows, values
}

// rowsOfNodes lists all rows of some nodes, each with the value of its node.
func rowsOfNodes(r *csr.Rows, nodes []int32, value []float64) (rows []int32, values []float64) {
	for e, u := range nodes {
		for _, j := range r.Of(int(u)) {
			rows, values = append(rows, j), append(values, value[e])
		}
	}
	return rows, values
}

// rowComponents numbers the components of the rows in the order of their first rows, given
// those of the nodes.
func rowComponents(r *csr.Rows, node []int, count int) ([]int, int) {
	if r == nil {
		return node, count
	}
	number := make([]int, count)
	for c := range number {
		number[c] = -1
	}
	id, found := make([]int, len(r.Node)), 0
	for i, u := range r.Node {
		// A row without a node is a component of its own.
		if u < 0 {
			id[i] = found
			found++
			continue
		}
		c := node[u]
		if number[c] < 0 {
			number[c] = found
			found++
		}
		id[i] = number[c]
	}
	return id, found
}

// Distinct returns the number of different rows that have neighbours, or could have: equal
// rows are one node, and neighbours are searched among nodes.
func (n *Neighbors) Distinct() int {
	n = n.orEmpty()
	if n.rows == nil || n.rows.Same == nil {
		return n.nodes()
	}
	count := 0
	for u, v := range n.rows.Same {
		if int(v) == u {
			count++
		}
	}
	return count
}

// Undefined returns the number of rows that have no distance to others: rows of zeros at
// the cosine distance. They have no neighbours.
func (n *Neighbors) Undefined() int { return n.orEmpty().rows.Apart() }

// Metric returns the distance by which they were found.
func (n *Neighbors) Metric() kernel.Metric { return n.orEmpty().points.Metric() }

// Cut returns the number of different rows of which more neighbours are as far as the k-th
// than a search takes in, 4k + 16.
func (n *Neighbors) Cut() int {
	n = n.orEmpty()
	if n.near == nil {
		return 0
	}
	return n.near.Cut
}
