package graph

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// Neighbors says which rows are near which, and how far: an undirected graph of
// squared distances that [Neighbors.Weigh] turns into a weighted one. It keeps
// the rows, for [Neighbors.Connect], [Neighbors.Link] and exact solves, and does not
// copy them if it need not: leave the matrix as it is while the neighbours are in use.
type Neighbors struct {
	pairs
	search search
	near   *lists // of k nearest neighbours: the lists before they were joined; else nil

	unlisted *unlisted // set where the pairs are all pairs, which list lists
}

// pairs holds, for each row, others near it and the squared distances to them.
type pairs struct {
	start  []int
	ind    []int32
	d2     []float64 // in units of 4^points.exp
	points *points   // the rows that ind names
}

// search is how the neighbours of a row are found.
type search struct {
	kind   searchKind
	k      int
	radius float64
	mutual bool
	recall float64 // of k nearest: the share found of the true ones, 1 if exact
}

type searchKind int

const (
	byRank searchKind = iota
	byRadius
	byPairs
)

func (s search) String() string {
	switch {
	case s.kind == byPairs:
		return "given pairs"
	case s.kind == byRank && s.mutual:
		return fmt.Sprintf("%d mutual nearest neighbours", s.k)
	case s.kind == byRank:
		return fmt.Sprintf("%d nearest neighbours", s.k)
	case math.IsInf(s.radius, 1):
		return "complete graph"
	}
	return fmt.Sprintf("neighbours within %g", s.radius)
}

// N returns the number of rows.
func (n *Neighbors) N() int { return max(0, len(n.start)-1) }

// K returns how many nearest neighbours were searched for, 0 if it was not by k.
func (n *Neighbors) K() int {
	if n.search.kind != byRank {
		return 0
	}
	return n.search.k
}

// Edges returns the number of undirected edges.
func (n *Neighbors) Edges() int {
	if n.unlisted != nil {
		return n.N() * (n.N() - 1) / 2
	}
	return len(n.ind) / 2
}

// Recall returns the share of the true k nearest neighbours that the search found, of
// a sample of rows; 1 after an exact one.
func (n *Neighbors) Recall() float64 {
	if n.search.kind != byRank {
		return 1
	}
	return n.search.recall
}

// Row returns the rows joined to row i, rising, and the distances to them. The
// first slice is the neighbours' own: do not write to it.
func (n *Neighbors) Row(i int) (ind []int32, distance []float64) {
	n.list()
	lo, hi := n.start[i], n.start[i+1]
	distance = make([]float64, hi-lo)
	for e := lo; e < hi; e++ {
		distance[e-lo] = n.distance(e)
	}
	return n.ind[lo:hi], distance
}

// distance returns the distance of entry e.
func (p *pairs) distance(e int) float64 { return math.Ldexp(math.Sqrt(p.d2[e]), p.points.exp) }

// Components numbers the connected components from 0, in the order of their
// first rows, and returns each row's number and how many there are. O(n + edges).
func (n *Neighbors) Components() (id []int, count int) {
	if n.unlisted != nil {
		return make([]int, n.N()), 1
	}
	return components(n.N(), n.start, n.ind)
}

func (n *Neighbors) String() string {
	found := ""
	if r := n.Recall(); r < 1 {
		found = fmt.Sprintf(" (recall %.3f)", r)
	}
	return fmt.Sprintf("%s%s by %v distance: %d rows, %d edges", n.search, found, n.points.metric, n.N(), n.Edges())
}

// symmetric joins the lists into an undirected graph of n rows: a pair is kept
// where either lists the other, or, if mutual, where both do.
func (l *lists) symmetric(n int, mutual bool) *Neighbors {
	in := l.transposed(n)
	start := make([]int, n+1)
	par.For(n, mergedRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			out, _ := l.row(i)
			back, _ := in.row(i)
			start[i+1] = mergedSize(out, back, mutual)
		}
	})
	cumulate(start)
	all := pairs{start: start, ind: make([]int32, start[n]), d2: make([]float64, start[n])}
	par.For(n, mergedRows, func(_, lo, hi int) {
		var ind []int32
		var d2 []float64
		part := lists{ind: all.ind[start[lo]:start[lo]], d2: all.d2[start[lo]:start[lo]]}
		for i := lo; i < hi; i++ {
			out, outd := l.row(i)
			ind, d2 = append(ind[:0], out...), append(d2[:0], outd...)
			sortRow(ind, d2)
			back, backd := in.row(i)
			part.merge(ind, d2, back, backd, mutual)
		}
	})
	return &Neighbors{pairs: all, near: l}
}

// mergedRows is the number of rows a worker joins at a time.
const mergedRows = 4096

// mergedSize returns how many rows merge leaves.
func mergedSize(a, b []int32, mutual bool) int {
	both := 0
	for _, i := range b {
		if slices.Contains(a, i) {
			both++
		}
	}
	if mutual {
		return both
	}
	return len(a) + len(b) - both
}

// merge appends the union of two rising lists, or their intersection.
func (l *lists) merge(a []int32, ad []float64, b []int32, bd []float64, mutual bool) {
	x, y := 0, 0
	for x < len(a) || y < len(b) {
		switch {
		case x < len(a) && y < len(b) && a[x] == b[y]:
			l.ind, l.d2 = append(l.ind, a[x]), append(l.d2, min(ad[x], bd[y]))
			x++
			y++
		case y == len(b) || x < len(a) && a[x] < b[y]:
			if !mutual {
				l.ind, l.d2 = append(l.ind, a[x]), append(l.d2, ad[x])
			}
			x++
		default:
			if !mutual {
				l.ind, l.d2 = append(l.ind, b[y]), append(l.d2, bd[y])
			}
			y++
		}
	}
}

// transposed lists, for each of n rows, the rows that list it, rising.
func (l *lists) transposed(n int) *lists {
	t := &lists{end: make([]int, n), ind: make([]int32, len(l.ind)), d2: make([]float64, len(l.d2))}
	for _, j := range l.ind {
		t.end[j]++
	}
	at := make([]int, n)
	sum := 0
	for i := range n {
		at[i] = sum
		sum += t.end[i]
		t.end[i] = sum
	}
	for i := range n {
		ind, d2 := l.row(i)
		for e, j := range ind {
			t.ind[at[j]], t.d2[at[j]] = int32(i), d2[e]
			at[j]++
		}
	}
	return t
}

// localWidths returns σ², the squared distance of each row to its rank-th nearest
// neighbour, or to its farthest if it has fewer; 0 becomes the smallest positive
// one, and stays 0 only where all are 0.
func (n *Neighbors) localWidths(rank int) []float64 {
	width := make([]float64, n.N())
	n.list()
	for i := range width {
		joined := n.d2[n.start[i]:n.start[i+1]]
		listed := joined
		if n.search.kind == byRank {
			_, listed = n.near.row(i)
		}
		width[i] = rankedWidth(listed, joined, rank)
	}
	return width
}

func rankedWidth(listed, joined []float64, rank int) float64 {
	if len(listed) == 0 {
		return smallestPositive(joined)
	}
	sorted := slices.Sorted(slices.Values(listed))
	if w := sorted[min(rank, len(sorted))-1]; w > 0 {
		return w
	}
	if w := smallestPositive(sorted); w > 0 {
		return w
	}
	return smallestPositive(joined)
}

// smallestPositive returns the smallest value above 0, or 0 if there is none.
func smallestPositive(values []float64) float64 {
	least := math.Inf(1)
	for _, v := range values {
		if v > 0 && v < least {
			least = v
		}
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}
