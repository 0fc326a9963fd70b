package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
)

// FromNamedEdges is [FromEdges] for nodes with names, one a node, of which no two are equal.
// All that is computed runs over the nodes in the order of their names. So a permutation of
// the nodes and their names permutes every answer, bit for bit; that of FromEdges may change
// in its last bits.
//
// Errors: those of FromEdges, two equal names. Cost: O(e log e + n log n).
func FromNamedEdges(names []string, edges []Edge) (*Graph, error) {
	g, err := FromEdges(len(names), edges)
	if err != nil {
		return nil, err
	}
	order := make([]int32, len(names))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(names[a], names[b]) })
	for a := 1; a < len(order); a++ {
		if i, j := order[a-1], order[a]; names[i] == names[j] {
			return nil, fmt.Errorf("graph: nodes %d and %d have one name, %q", min(i, j), max(i, j), names[i])
		}
	}
	g.numberBy(order)
	return g, nil
}

// numberBy makes row order[a] node a, for all a.
func (g *Graph) numberBy(order []int32) {
	w := &g.weights
	node := make([]int32, len(order))
	for a, i := range order {
		node[i] = int32(a)
	}
	// The rows of the matrix in the new order, and their columns by the new numbers.
	start, ind, s := make([]int, 1, len(w.Start)), make([]int32, 0, len(w.Ind)), make([]float64, 0, len(w.S))
	for _, i := range order {
		columns, _, logs := w.Row(int(i))
		from := len(ind)
		for e, j := range columns {
			ind, s = append(ind, node[j]), append(s, logs[e])
		}
		knn.SortRow(ind[from:], s[from:])
		start = append(start, len(ind))
	}
	w.Start, w.Ind, w.S, w.Rows = start, ind, s, csr.NewRows(node, len(order), nil)
}
