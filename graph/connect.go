package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/par"
)

// Connect returns the neighbours with the edges added that join the components
// into one: those of the minimum spanning tree between components, the shortest
// that will do [boruvka1926]. Of several, the values of their rows
// decide. A graph that is connected already is returned as it is.
//
// Errors: that of ctx when it is cancelled.
// Cost: O(n²d) for each of at most log₂(components) rounds.
func (n *Neighbors) Connect(ctx context.Context) (connected *Neighbors, err error) {
	defer par.Catch(&err, "graph")
	n, ctx = n.orEmpty(), orBackground(ctx)
	id, count := n.nodeComponents()
	if count <= 1 {
		return n, nil
	}
	var added []pairEdge
	// Borůvka: each round joins every component to its nearest other one, so their number halves.
	for count > 1 {
		found, err := n.shortestEdges(ctx, id, count)
		if err != nil {
			return nil, err
		}
		groups := forest.New(count)
		for _, e := range found {
			// Two components may each have found the other, or a third: an edge that closes a circle is left out.
			if groups.Union(id[e.i], id[e.j]) {
				added = append(added, e)
			}
		}
		for i := range id {
			// Components that were joined share a number from now on.
			id[i] = groups.Find(id[i])
		}
		count = renumber(id)
	}
	return n.with(added), nil
}

// pairEdge is an edge found between rows i < j.
type pairEdge struct {
	i, j int
	d2   float64
}

func compareEdges(a, b pairEdge) int {
	return cmp.Or(cmp.Compare(a.d2, b.d2), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
}

// shortestEdges returns the shortest edge out of each component, in order.
func (n *Neighbors) shortestEdges(ctx context.Context, id []int, count int) ([]pairEdge, error) {
	p := n.points
	own := make([]pairEdge, p.N()) // of each row, the nearest row of another component
	err := par.Try(p.N(), chunkRows, func(_, lo, hi int) error {
		d2 := make([]float64, p.N())
		for i := lo; i < hi; i++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			// The nearest row of another component, by all distances of row i.
			p.Distances(i, d2)
			best := pairEdge{j: -1}
			for j, d := range d2 {
				if id[j] != id[i] && (best.j < 0 || d < best.d2) {
					best = pairEdge{i: i, j: j, d2: d}
				}
			}
			own[i] = pairEdge{i: min(i, best.j), j: max(i, best.j), d2: best.d2}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Of each component the shortest of these. Ties are decided by the indices, so that no
	// circle of equal edges arises.
	best := make([]pairEdge, count)
	seen := make([]bool, count)
	for i, e := range own {
		if c := id[i]; !seen[c] || compareEdges(e, best[c]) < 0 {
			best[c], seen[c] = e, true
		}
	}
	slices.SortFunc(best, compareEdges)
	return best, nil
}

// with returns the neighbours with edges added.
func (n *Neighbors) with(added []pairEdge) *Neighbors {
	// Each edge belongs to both of its rows.
	extra := make([][]pairEdge, n.nodes())
	for _, e := range added {
		extra[e.i] = append(extra[e.i], e)
		extra[e.j] = append(extra[e.j], pairEdge{i: e.j, j: e.i, d2: e.d2})
	}
	var all merger
	start := make([]int, 1, n.nodes()+1)
	for i := range n.nodes() {
		var ind []int32
		var d2 []float64
		slices.SortFunc(extra[i], func(a, b pairEdge) int { return cmp.Compare(a.j, b.j) })
		for _, e := range extra[i] {
			ind, d2 = append(ind, int32(e.j)), append(d2, e.d2)
		}
		// The edges of the row and the added ones, merged by rising index.
		lo, hi := n.start[i], n.start[i+1]
		all.merge(n.ind[lo:hi], n.d2[lo:hi], ind, d2, false)
		start = append(start, len(all.ind))
	}
	joined := pairs{start: start, ind: all.ind, d2: all.d2, points: n.points}
	return &Neighbors{pairs: joined, search: n.search, rows: n.rows, near: n.near, added: added}
}

// renumber makes the numbers in id consecutive from 0 and returns how many there are.
func renumber(id []int) int {
	number := map[int]int{}
	for i, c := range id {
		k, ok := number[c]
		if !ok {
			k = len(number)
			number[c] = k
		}
		id[i] = k
	}
	return len(number)
}
