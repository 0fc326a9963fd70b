package graph

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
)

// Gamma returns a first guess of γ for k: at it, an edge as long as the median distance to
// the 7th neighbour has the weight exp(-10). It is 1 if that median is 0 or k is not a
// kernel.Exponential, and always above 0 and finite. Only the type of k counts, not its
// own γ. O(edges·log k).
func (n *Neighbors) Gamma(k kernel.Kernel) float64 {
	gamma, err := gammaOf(k, 10, n.orEmpty().medianWidth(distanceRank))
	if err != nil {
		return 1
	}
	return gamma
}

// NeighborGamma returns the γ of k at which the median of the distances to the
// rank-th neighbour is the width σ of exp(-(d/σ)ᵖ): γ = 1/σᵖ. Each copy of a row counts as one
// neighbour. Rows with fewer neighbours take part with their farthest. Of n rows the rank is at most (n-1)/2, so that
// weights tell two groups of rows from one. Where the median is 0 or k is not a
// kernel.Exponential it is 1. O(edges·log k).
//
// Errors: rank < 1.
func (n *Neighbors) NeighborGamma(k kernel.Kernel, rank int) (float64, error) {
	if rank < 1 {
		return 0, fmt.Errorf("graph: width by neighbour %d: they are counted from 1", rank)
	}
	n = n.orEmpty()
	// Of few rows the width lies inside the larger of two groups, see fewrows.go.
	return gammaOf(k, 1, n.medianWidth(min(rank, max(1, (n.N()-1)/2))))
}

// ErrOneClass is returned where no edge joins two classes.
var ErrOneClass = errors.New("graph: no edge joins labels of two classes, directly or by way of shorter edges")

// TreeGamma returns the γ of k by the spanning-tree rule of [zhu2002]. Edges are added by
// rising length [kruskal1956]. Let d₀ be the length of the first one that joins two parts
// with labels of different classes. Then σ = d₀/3, that is γ = (3/d₀)ᵖ, so that this edge
// has the weight exp(-3ᵖ) and labels hardly pass it. Edges of length 0 do not count. y is
// the class of each row, negative for none. The paper takes the edges of [Complete]; here
// they are those of n.
//
// Errors: a y of another length, ErrOneClass. O(edges·log edges).
func (n *Neighbors) TreeGamma(k kernel.Kernel, y []int) (float64, error) {
	n = n.orEmpty()
	if len(y) != n.N() {
		return 0, fmt.Errorf("graph: %d labels for %d rows", len(y), n.N())
	}
	// Kruskal: edges by rising length, each joining two trees or closing a circle.
	trees, class := forest.New(n.nodes()), n.nodeClasses(y)
	for _, e := range n.edgesByLength() {
		a, b := trees.Find(e.i), trees.Find(e.j)
		if a == b {
			continue
		}
		// The class of a tree is kept at its lowest row.
		apart := class[a] >= 0 && class[b] >= 0 && class[a] != class[b]
		if apart && e.d2 > 0 {
			// d₀, and σ = d₀/3.
			return gammaOf(k, 1, math.Ldexp(math.Sqrt(e.d2), n.points.Exp())/3)
		}
		trees.Union(a, b)
		joined := max(class[a], class[b])
		if apart {
			joined = math.MaxInt // duplicates with labels of several classes
		}
		class[min(a, b)] = joined
	}
	return 0, ErrOneClass
}

// nodeClasses returns the class of each node, given those of the rows: negative for none, and
// one that no row has where copies of the row have several.
func (n *Neighbors) nodeClasses(y []int) []int {
	if n.rows == nil {
		return slices.Clone(y)
	}
	class := slices.Repeat([]int{-1}, n.nodes())
	for i, u := range n.rows.Node {
		switch {
		case u < 0 || y[i] < 0:
		case class[u] >= 0 && class[u] != y[i]:
			class[u] = math.MaxInt
		default:
			class[u] = y[i]
		}
	}
	return class
}

// edgesByLength lists every edge once, the shortest first.
func (n *Neighbors) edgesByLength() []pairEdge {
	n.list()
	all := make([]pairEdge, 0, n.Edges())
	for i := range n.nodes() {
		for e := n.start[i]; e < n.start[i+1]; e++ {
			// Rows list an edge twice; once is enough.
			if j := int(n.ind[e]); i < j {
				all = append(all, pairEdge{i: i, j: j, d2: n.d2[e]})
			}
		}
	}
	slices.SortFunc(all, compareEdges)
	return all
}

// medianWidth returns the median over the rows of the distance to the rank-th neighbour,
// copies being neighbours at the distance 0.
func (n *Neighbors) medianWidth(rank int) float64 {
	width := n.localWidths(rank, 1)
	if n.rows.Copies() && n.rows.Same == nil {
		width = n.copiedWidths(width, rank)
	}
	if len(width) == 0 {
		return 0
	}
	// The upper median.
	slices.Sort(width)
	return math.Ldexp(math.Sqrt(width[len(width)/2]), n.points.Exp())
}

// copiedWidths returns σ² of each row that has a node: the squared distance to the rank-th of its neighbours, all
// copies of a neighbour being as many, and its own copies the first of them; where these are rank or more, the least
// distance above 0.
func (n *Neighbors) copiedWidths(width []float64, rank int) []float64 {
	var all []float64
	for u, w := range width {
		copies := n.rows.Of(u)
		if left := rank - (len(copies) - 1); left > 0 {
			w = n.countedWidth(u, left, w)
		} else if least := smallestPositive(n.d2[n.start[u]:n.start[u+1]]); least > 0 {
			w = least
		}
		for range copies {
			all = append(all, w)
		}
	}
	return all
}

// countedWidth returns the squared distance of node u to the rank-th row of other nodes, or to the farthest if there
// are fewer; w where there is none.
func (n *Neighbors) countedWidth(u, rank int, w float64) float64 {
	ind, d2 := n.ind[n.start[u]:n.start[u+1]], n.d2[n.start[u]:n.start[u+1]]
	if n.search.kind == byRank {
		// Of k nearest neighbours the row's own list counts.
		ind, d2 = n.nearest(u)
	}
	order := make([]int, len(d2))
	for e := range order {
		order[e] = e
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(d2[a], d2[b]) })
	for _, e := range order {
		w = d2[e]
		// Each neighbour stands for all of its copies.
		if rank -= len(n.rows.Of(int(ind[e]))); rank <= 0 {
			break
		}
	}
	return w
}

// gammaOf returns at/widthᵖ for an exponential kernel and a width above 0, and else 1.
func gammaOf(k kernel.Kernel, at, width float64) (gamma float64, err error) {
	defer par.Catch(&err, "graph")
	defer par.Blame("the kernel %v", k)
	e, ok := k.(kernel.Exponential)
	if !ok || width == 0 {
		return 1, nil
	}
	// at/widthᵖ by one division after the other: width² may overflow.
	gamma = at / width
	if _, power := e.Decay(); power == 2 {
		gamma /= width
	}
	return min(max(gamma, math.SmallestNonzeroFloat64), math.MaxFloat64), nil
}

// localWidths returns σ², the squared distance of each row to its rank-th nearest
// neighbour, or to its farthest if it has fewer; 0 becomes a share of the smallest
// positive one, and stays 0 only where all are 0.
func (n *Neighbors) localWidths(rank int, share float64) []float64 {
	width := make([]float64, n.nodes())
	n.list()
	for i := range width {
		// Of k nearest neighbours the row's own list counts, not those that list it.
		joined := n.d2[n.start[i]:n.start[i+1]]
		listed := joined
		if n.search.kind == byRank {
			_, listed = n.nearest(i)
		}
		width[i] = rankedWidth(listed, rank)
		if width[i] == 0 || share < 1 && n.copied(i, rank) {
			// All rank nearest are duplicates: the nearest row that is not.
			width[i] = share * nearestApart(listed, joined)
		}
	}
	return width
}

// rankedWidth returns the squared distance to the rank-th, 0 for an empty list.
func rankedWidth(listed []float64, rank int) float64 {
	if len(listed) == 0 {
		return 0
	}
	// Fewer than rank neighbours: the farthest.
	sorted := slices.Sorted(slices.Values(listed))
	return sorted[min(rank, len(sorted))-1]
}

// nearestApart returns the smallest squared distance above 0 of the row's own list, else of
// the edges that others have joined it by.
func nearestApart(listed, joined []float64) float64 {
	if w := smallestPositive(listed); w > 0 {
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

// listWidths returns σ² of each list, as [Neighbors.localWidths] does.
func listWidths(l *knn.Lists, rank int, share float64) []float64 {
	width := make([]float64, len(l.End))
	for i := range width {
		_, d2 := l.Row(i)
		if width[i] = rankedWidth(d2, rank); width[i] == 0 {
			width[i] = share * smallestPositive(d2)
		}
	}
	return width
}
