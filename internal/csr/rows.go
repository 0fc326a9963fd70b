package csr

import (
	"slices"
	"sync"
)

// Rows says which node of a graph each row of a table is. Equal rows are one node, and nodes
// are numbered by their values, so that the order of the rows decides nothing. A nil Rows
// stands for rows that are nodes in the order given.
type Rows struct {
	// Node is the node of each row, -1 for a row that has no distance to any.
	Node []int32
	// Nodes is the number of nodes.
	Nodes int
	// Same is the first of the nodes that have equal rows, for each node; nil where equal
	// rows are one node.
	Same []int32

	once sync.Once
	end  []int32 // the rows of node u are row[end[u]:end[u+1]], rising
	row  []int32 //
}

// NewRows returns nil where the rows are the nodes in the order given.
func NewRows(node []int32, nodes int, same []int32) *Rows {
	// Every row is the node of its number, and no two are equal.
	asGiven := len(node) == nodes
	for i, u := range node {
		asGiven = asGiven && int(u) == i
	}
	for u, v := range same {
		asGiven = asGiven && int(v) == u
	}
	if asGiven {
		return nil
	}
	return &Rows{Node: node, Nodes: nodes, Same: same}
}

// Of returns the rows of node u, rising. O(rows) the first time.
func (r *Rows) Of(u int) []int32 {
	r.once.Do(r.list)
	return r.row[r.end[u]:r.end[u+1]]
}

// list sorts the rows by their nodes, by counting.
func (r *Rows) list() {
	// How many rows each node has, then where the rows of each begin.
	r.end = make([]int32, r.Nodes+1)
	for _, u := range r.Node {
		if u >= 0 {
			r.end[u+1]++
		}
	}
	for u := range r.Nodes {
		r.end[u+1] += r.end[u]
	}
	r.row = make([]int32, r.end[r.Nodes])
	// Rows come in order, so that those of a node rise.
	at := slices.Clone(r.end)
	for i, u := range r.Node {
		if u >= 0 {
			r.row[at[u]] = int32(i)
			at[u]++
		}
	}
}

// Copies reports whether some row equals another one.
func (r *Rows) Copies() bool {
	if r == nil {
		return false
	}
	// Copies that are nodes of their own.
	for u, v := range r.Same {
		if int(v) != u {
			return true
		}
	}
	// Copies that are one node.
	joined := 0
	for _, u := range r.Node {
		if u >= 0 {
			joined++
		}
	}
	return joined > r.Nodes
}

// Apart returns the number of rows that have no distance to any.
func (r *Rows) Apart() int {
	if r == nil {
		return 0
	}
	count := 0
	for _, u := range r.Node {
		if u < 0 {
			count++
		}
	}
	return count
}

// Sound reports whether the numbers fit together, with this number of nodes.
func (r *Rows) Sound(nodes int) bool {
	if r == nil {
		return true
	}
	if r.Nodes != nodes || r.Same != nil && len(r.Same) != nodes {
		return false
	}
	// Every node has a row, and no row leads outside.
	seen := make([]bool, nodes)
	for _, u := range r.Node {
		if u < -1 || int(u) >= nodes {
			return false
		}
		if u >= 0 {
			seen[u] = true
		}
	}
	// The first of equal nodes comes first.
	for u, v := range r.Same {
		if v < 0 || int(v) > u {
			return false
		}
	}
	return !slices.Contains(seen, false)
}
