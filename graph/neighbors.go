package graph

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/memory"
)

// Neighbors is an undirected graph of n rows whose edges have distances;
// [Neighbors.Weigh] turns it into a weighted [Graph]. It keeps the rows, for
// [Neighbors.Connect], [Neighbors.Link] and exact solves, and does not copy them if it need
// not: do not change the matrix while the neighbours are in use.
type Neighbors struct {
	pairs
	search   search
	rows     *csr.Rows  // which node each row is; nil: its number
	near     *knn.Lists // of k nearest neighbours: the lists before they were joined, see nearlists.go; else nil
	added    []pairEdge // by Connect, of nodes
	implicit *implicit  // set where the pairs are all pairs, listed on first use

	observe func(done, total int) // is told of the weighing; nil: nobody is
}

// pairs holds, for each row, others near it and the squared distances to them.
type pairs struct {
	start  []int
	ind    []int32
	d2     []float64   // in units of 4^points.Exp()
	points *knn.Points // the rows that ind names

	scratch memory.Scratch // where they stand, and weights of them will
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

// orEmpty lets nil and the zero value be neighbours of no rows.
func (n *Neighbors) orEmpty() *Neighbors {
	if n == nil || n.points == nil {
		return &Neighbors{pairs: pairs{points: knn.Empty()}}
	}
	return n
}

// N returns the number of rows.
func (n *Neighbors) N() int {
	n = n.orEmpty()
	return rowCount(n.rows, n.nodes())
}

// nodes returns the number of nodes: the rows without their copies.
func (n *Neighbors) nodes() int { return max(0, len(n.start)-1) }

// K returns how many nearest neighbours were searched for, 0 if it was not by k.
func (n *Neighbors) K() int {
	n = n.orEmpty()
	if n.search.kind != byRank {
		return 0
	}
	return n.search.k
}

// Edges returns the number of undirected edges between different rows; copies of a row are
// joined besides.
func (n *Neighbors) Edges() int {
	n = n.orEmpty()
	if n.implicit != nil {
		return n.nodes() * (n.nodes() - 1) / 2
	}
	return len(n.ind) / 2
}

// Recall returns the share of the true k nearest neighbours that the search found, of
// a sample of rows; 1 after an exact one.
func (n *Neighbors) Recall() float64 {
	n = n.orEmpty()
	if n.search.kind != byRank {
		return 1
	}
	return n.search.recall
}

// Row returns the rows joined to row i, rising, and the distances to them, none where there is
// no row i; copies of the row are at the distance 0. The first slice may be the neighbours' own: do not write to it.
func (n *Neighbors) Row(i int) (ind []int32, distance []float64) {
	n = n.orEmpty().list()
	if i < 0 || i >= n.N() {
		return nil, nil
	}
	u := nodeOf(n.rows, i)
	if u < 0 {
		return nil, nil
	}
	lo, hi := n.start[u], n.start[u+1]
	// Distances are kept as squares in scaled units.
	distance = make([]float64, hi-lo)
	for e := lo; e < hi; e++ {
		distance[e-lo] = n.distance(e)
	}
	if n.rows != nil {
		return expanded(n.rows, i, n.ind[lo:hi], distance, 0)
	}
	return n.ind[lo:hi], distance
}

// distance returns the distance of entry e.
func (p *pairs) distance(e int) float64 { return math.Ldexp(math.Sqrt(p.d2[e]), p.points.Exp()) }

// Components numbers the connected components from 0, in the order of their
// first rows, and returns each row's number and how many there are. O(n + edges).
func (n *Neighbors) Components() (id []int, count int) {
	n = n.orEmpty()
	id, count = n.nodeComponents()
	return rowComponents(n.rows, id, count)
}

// nodeComponents is Components for the nodes.
func (n *Neighbors) nodeComponents() (id []int, count int) {
	if n.implicit != nil {
		// All pairs are joined.
		return make([]int, n.nodes()), 1
	}
	return components(n.nodes(), n.start, n.ind)
}

func (n *Neighbors) String() string {
	n = n.orEmpty()
	found := ""
	if r := n.Recall(); r < 1 {
		found = fmt.Sprintf(" (recall %.3f)", r)
	}
	rows := fmt.Sprintf("%d rows", n.N())
	if d := n.Distinct(); d < n.N() {
		rows += fmt.Sprintf(", %d of them distinct", d)
	}
	return fmt.Sprintf("%s%s by %v distance: %s, %d edges", n.search, found, n.points.Metric(), rows, n.Edges())
}

// chunkRows is the number of rows a worker takes at a time.
const chunkRows = 64

// pairsOf returns the lists, of neighbours in p, as rows behind one start.
func pairsOf(l *knn.Lists, p *knn.Points) pairs {
	return pairs{start: append([]int{0}, l.End...), ind: l.Ind, d2: l.D2, points: p}
}
