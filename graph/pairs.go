package graph

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// Pairs joins the given pairs of rows of x (n×d), whatever their distance: for a
// graph whose edges are known and whose weights are to come from the rows. A pair
// may be listed again; self-loops are dropped.
//
// Errors: a value that is not finite, a row number outside [0, n). Cost: O(d) for
// each pair.
func Pairs(x mat.Matrix, list [][2]int, o *SearchOptions) (*Neighbors, error) {
	p, err := newPoints(x, o.orDefault().Metric)
	if err != nil {
		return nil, err
	}
	var links []link
	seen := make(map[[2]int]bool, len(list))
	d2 := make([]float64, 1)
	for k, e := range list {
		i, j := min(e[0], e[1]), max(e[0], e[1])
		if i < 0 || j >= p.n {
			return nil, fmt.Errorf("graph: pair %d: joins %d and %d: rows are numbered from 0 to %d", k, e[0], e[1], p.n-1)
		}
		if i == j || seen[[2]int{i, j}] {
			continue
		}
		seen[[2]int{i, j}] = true
		measure(p, i, p.only(j), d2)
		if err := p.checkDistance(i, j, d2[0]); err != nil {
			return nil, err
		}
		links = append(links, link{i: i, j: j, d2: d2[0]})
	}
	none := &Neighbors{pairs: pairs{points: p, start: make([]int, p.n+1)}, search: search{kind: byPairs}}
	return none.with(links), nil
}

// only returns row j of p alone.
func (p *points) only(j int) *points {
	one := *p
	one.n = 1
	if p.dense != nil {
		one.dense = p.dense[j*p.d : (j+1)*p.d]
	} else {
		one.start = p.start[j : j+2]
	}
	if p.zero != nil {
		one.zero = p.zero[j : j+1]
	}
	return &one
}
