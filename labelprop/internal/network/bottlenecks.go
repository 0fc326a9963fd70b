package network

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
)

// weakShare is the logarithm of the share of both degrees, 1e-8, below which an edge is
// a weak link. The potential of Poisson learning jumps at such an edge by the inverse of
// its weight, so that differences within either side are lost in the errors of a solution.
const weakShare = -8 * math.Ln10

// bottlenecks describes how the clusters that stronger edges form are connected where
// sources are signed. Clusters with labels are not connected: each is balanced by itself, as
// a component is. A cluster without a label is attached by the strongest link that leads,
// maybe through other such clusters, to a label. Nothing enters it and nothing ends in it: it
// has no sources, takes no share of a surplus, and no walk ends there. So it gets the scores of
// the node at the other end, whatever the weights inside it and that of the link are, and it
// changes nothing there. Its weights and the link's may be chosen freely: they are such that
// the degrees at both ends are alike, which makes the equation easy to solve.
type bottlenecks struct {
	cluster  []int                 // of each node: the first of its cluster
	labelled []bool                // of each node: whether its cluster has a label
	bridges  map[[2]int]lognum.Num // the links by which clusters are attached, with their new weights
	unit     []lognum.Num          // by first node: what the weights of a cluster are multiplied by
	anchor   []int                 // by first node: of an attached cluster, the node whose scores it gets
}

// link is a weak edge between nodes i < j.
type link struct {
	i, j int
	w    lognum.Num
}

// findBottlenecks replaces the components by parts of them, if weak links alone join some.
// O(edges), and sorting those links.
func (nw *Network) findBottlenecks() {
	// Only weak edges that alone join two clusters matter: inside a cluster stronger edges
	// carry the flow.
	weak, unsure := nw.weakEdges()
	if len(weak) == 0 {
		nw.unsureLinks = unsure
		return
	}
	parts := nw.strongParts()
	weak = slices.DeleteFunc(weak, func(e link) bool { return parts.Find(e.i) == parts.Find(e.j) })
	nw.unsureLinks = unsure
	if len(weak) == 0 {
		return
	}
	// The strongest first, as Kruskal's algorithm takes the edges of a spanning tree.
	slices.SortStableFunc(weak, func(a, b link) int { return cmp.Compare(nw.gamma.LogRatio(b.w, a.w), 0) })
	l := &bottlenecks{
		cluster: make([]int, len(parts)), labelled: make([]bool, len(parts)), bridges: map[[2]int]lognum.Num{},
	}
	// Clusters with a label are balanced by themselves.
	labelled := make([]bool, len(parts)) // by first node
	for _, u := range nw.Labels.Nodes {
		labelled[parts.Find(u)] = true
	}
	for u := range parts {
		l.cluster[u] = parts.Find(u)
		l.labelled[u] = labelled[l.cluster[u]]
	}
	// The others are attached to them, and each attached part becomes one component.
	kept := l.attach(parts, weak, labelled)
	l.measure(nw.degree, kept)
	nw.unsureLinks = nw.unsureLinks || nw.nearlyTied(weak, kept)
	nw.weak = l
	nw.renumber(parts)
}

// weakEdges lists the weak links, and reports whether rounding may have decided of any edge
// whether it is one.
func (nw *Network) weakEdges() (list []link, unsure bool) {
	weak := make([][]link, par.Chunks(len(nw.degree), chunkRows))
	near, within := make([]bool, len(weak)), nw.weightError()
	par.For(len(nw.degree), chunkRows, func(c, lo, hi int) {
		for u := lo; u < hi; u++ {
			w := nw.Weights(u)
			for e, v := range nw.Neighbors(u) {
				// Each edge stands in two rows; one of them is enough.
				if int(v) < u {
					continue
				}
				if nw.isWeak(w[e], u, int(v)) {
					weak[c] = append(weak[c], link{u, int(v), w[e]})
				}
				// The larger share decides, and its logarithm is right to weightError.
				off := math.Abs(nw.largerShare(w[e], u, int(v)) - weakShare)
				near[c] = near[c] || !(off > within+4*unit*math.Abs(weakShare))
			}
		}
	})
	return slices.Concat(weak...), slices.Contains(near, true)
}

// nearlyTied reports whether a link that attaches a cluster weighs as much as another, up to
// rounding: then the one that is taken is not known to be the strongest. weak is sorted.
func (nw *Network) nearlyTied(weak, kept []link) bool {
	within := 2 * nw.weightError()
	at := 0
	for _, e := range kept {
		// kept is a part of weak, in the same order.
		for weak[at] != e {
			at++
		}
		for _, by := range []int{at - 1, at + 1} {
			if by >= 0 && by < len(weak) && !(math.Abs(nw.gamma.LogRatio(weak[by].w, e.w)) > within) {
				return true
			}
		}
	}
	return false
}

// isWeak reports whether an edge of weight w from u to v is a weak link.
func (nw *Network) isWeak(w lognum.Num, u, v int) bool { return nw.largerShare(w, u, v) < weakShare }

// largerShare returns the logarithm of the larger of the shares that an edge of weight w has of
// the degrees of its ends, u and v.
func (nw *Network) largerShare(w lognum.Num, u, v int) float64 {
	return max(nw.gamma.LogRatio(w, nw.degree[u]), nw.gamma.LogRatio(w, nw.degree[v]))
}

// strongParts joins what the other edges join.
func (nw *Network) strongParts() forest.Forest {
	parts := forest.New(len(nw.degree))
	for u := range parts {
		w := nw.Weights(u)
		for e, v := range nw.Neighbors(u) {
			if !nw.isWeak(w[e], u, int(v)) {
				parts.Union(u, int(v))
			}
		}
	}
	return parts
}

// attach joins the clusters without a label to others, the strongest links first, and
// returns those.
func (l *bottlenecks) attach(parts forest.Forest, weak []link, labelled []bool) (kept []link) {
	for _, e := range weak {
		// Two clusters with labels stay apart, and a cluster is attached once.
		a, b := parts.Find(e.i), parts.Find(e.j)
		if a == b || labelled[a] && labelled[b] {
			continue
		}
		parts.Union(a, b)
		// The union is named by its smaller end, and a label of either is one of it.
		labelled[min(a, b)] = labelled[a] || labelled[b]
		kept = append(kept, e)
	}
	return kept
}

// measure sets the units of the clusters and the weights of the links, from the
// clusters with labels outwards.
func (l *bottlenecks) measure(degree []lognum.Num, kept []link) {
	ends := map[int][][2]int{} // of each cluster: its own end of a link, and the other
	for _, e := range kept {
		ends[l.cluster[e.i]] = append(ends[l.cluster[e.i]], [2]int{e.i, e.j})
		ends[l.cluster[e.j]] = append(ends[l.cluster[e.j]], [2]int{e.j, e.i})
	}
	l.unit, l.anchor = make([]lognum.Num, len(degree)), make([]int, len(degree))
	seen := make([]bool, len(degree))
	var queue []int
	// Breadth first from the clusters with labels, whose unit is 1.
	for u, c := range l.cluster {
		if u == c && l.labelled[u] {
			queue, seen[c] = append(queue, c), true
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, e := range ends[queue[0]] {
			c := l.cluster[e[1]]
			if seen[c] {
				continue
			}
			// The bridge takes the degree of its near end, and the unit of the far cluster is
			// such that both ends have the same degree: then scores pass over unchanged.
			w := degree[e[0]].Mul(l.unit[queue[0]])
			l.bridges[[2]int{min(e[0], e[1]), max(e[0], e[1])}] = w
			l.unit[c] = w.Div(degree[e[1]])
			// Its scores are those of the near end, which may be in an attached cluster itself.
			if l.anchor[c] = e[0]; !l.labelled[queue[0]] {
				l.anchor[c] = l.anchor[queue[0]]
			}
			queue, seen[c] = append(queue, c), true
		}
	}
}

// renumber makes each part a component.
func (nw *Network) renumber(parts forest.Forest) {
	number := map[int]int{}
	for u := range parts {
		first := parts.Find(u)
		// Parts are numbered in the order of their first nodes.
		if _, ok := number[first]; !ok {
			number[first] = len(number)
		}
		nw.Component[u] = number[first]
	}
	nw.Reached = make([]bool, len(number))
	for _, u := range nw.Labels.Nodes {
		nw.Reached[nw.Component[u]] = true
	}
}

// cuts reports whether the edge from u to v does not count.
func (l *bottlenecks) cuts(u, v int) bool {
	if l == nil || l.cluster[u] == l.cluster[v] {
		return false
	}
	_, kept := l.bridges[[2]int{min(u, v), max(u, v)}]
	return !kept
}

// attached reports whether node u is in a cluster without a label, attached to another.
func (l *bottlenecks) attached(u int) bool { return l != nil && !l.labelled[u] }

// reweigh gives the edges of node u, w, their new weights.
func (l *bottlenecks) reweigh(u int, ind []int32, w []lognum.Num) {
	for e, at := range ind {
		v := int(at)
		if l.cluster[u] == l.cluster[v] {
			// Inside a cluster all weights change by the same factor; bridges have a weight of
			// their own.
			w[e] = w[e].Mul(l.unit[l.cluster[u]])
		} else if by, ok := l.bridges[[2]int{min(u, v), max(u, v)}]; ok {
			w[e] = by
		}
	}
}
