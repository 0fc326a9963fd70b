package graph

import (
	"fmt"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Pairs joins the given pairs of rows of x (n×d), whatever their distance: for a
// graph whose edges are known and whose weights are to come from the rows. A pair
// may be listed again; self-loops are dropped. Rows are nodes in the order given, equal ones
// too: a permutation of the rows permutes every answer up to the last bits of its scores.
//
// Errors: a value that is not finite, a row number outside [0, n). Cost: O(d) for
// each pair.
func Pairs(x mat.Matrix, list [][2]int, o *SearchOptions) (found *Neighbors, err error) {
	defer par.Catch(&err, "graph")
	p, err := knn.NewPoints(x, o.orDefault().Metric)
	if err != nil {
		return nil, err
	}
	var links []pairEdge
	ruler := knn.NewRuler(p, p)
	seen := make(map[[2]int]bool, len(list))
	for k, e := range list {
		// Each pair once, lower row first.
		i, j := min(e[0], e[1]), max(e[0], e[1])
		if i < 0 || j >= p.N() {
			return nil, fmt.Errorf("graph: pair %d: joins %d and %d: rows are numbered from 0 to %d",
				k, e[0], e[1], p.N()-1)
		}
		if i == j || seen[[2]int{i, j}] {
			continue
		}
		seen[[2]int{i, j}] = true
		d2, err := ruler.Distance(i, j)
		if err != nil {
			return nil, err
		}
		links = append(links, pairEdge{i: i, j: j, d2: d2})
	}
	// The pairs are added to a graph without edges.
	none := &Neighbors{pairs: pairs{points: p, start: make([]int, p.N()+1)}, search: search{kind: byPairs}}
	return none.with(links), nil
}
