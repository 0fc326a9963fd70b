package labelprop

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
)

// weakShare is the logarithm of the share of both degrees, 1e-8, below which an edge is
// a weak link. What Poisson learning sends through it lifts the one side over the other
// by the inverse, so that the differences within a side drown in the errors of a solution.
const weakShare = -8 * math.Ln10

// weakLinks says how the clusters that stronger edges make hang together where sources
// are signed. Clusters with labels do not: each is balanced by itself, as a component
// is. One without a label hangs on the strongest link that leads, maybe through others
// like it, to a label: it has no sources, and gets the scores of the row there, whatever
// the unit of its weights is. So they get one in which degrees are alike at both ends.
type weakLinks struct {
	cluster []int                 // of each node: the first of its cluster
	sunk    []bool                // of each node: whether its cluster has a label
	kept    map[[2]int]lognum.Num // the links by which clusters hang, with their new weights
	unit    []lognum.Num          // by first node: what the weights of a cluster are multiplied by
}

// link is a weak edge between nodes i < j.
type link struct {
	i, j int
	w    lognum.Num
}

// cutWeakLinks replaces the components by parts of them, if weak links alone join some.
// O(edges), and sorting those links.
func (p *problem) cutWeakLinks() {
	weak := p.weakEdges()
	if len(weak) == 0 {
		return
	}
	parts := p.strongParts()
	weak = slices.DeleteFunc(weak, func(e link) bool { return parts.Find(e.i) == parts.Find(e.j) })
	if len(weak) == 0 {
		return
	}
	slices.SortStableFunc(weak, func(a, b link) int { return cmp.Compare(p.rate.LogRatio(b.w, a.w), 0) })
	l := &weakLinks{cluster: make([]int, len(parts)), sunk: make([]bool, len(parts)), kept: map[[2]int]lognum.Num{}}
	labelled := make([]bool, len(parts)) // by first node
	for _, u := range p.seeds.nodes {
		labelled[parts.Find(u)] = true
	}
	for u := range parts {
		l.cluster[u] = parts.Find(u)
		l.sunk[u] = labelled[l.cluster[u]]
	}
	l.measure(p.degree, l.hang(parts, weak, labelled))
	p.links = l
	p.renumber(parts)
}

// weakEdges lists the weak links.
func (p *problem) weakEdges() []link {
	weak := make([][]link, par.Chunks(len(p.degree), chunkRows))
	par.For(len(p.degree), chunkRows, func(c, lo, hi int) {
		for u := lo; u < hi; u++ {
			w := p.weights(u)
			for e, v := range p.neighbors(u) {
				if u < int(v) && p.isWeak(w[e], u, int(v)) {
					weak[c] = append(weak[c], link{u, int(v), w[e]})
				}
			}
		}
	})
	return slices.Concat(weak...)
}

// isWeak reports whether an edge of weight w from u to v is a weak link.
func (p *problem) isWeak(w lognum.Num, u, v int) bool {
	return p.rate.LogRatio(w, p.degree[u]) < weakShare && p.rate.LogRatio(w, p.degree[v]) < weakShare
}

// strongParts joins what the other edges join.
func (p *problem) strongParts() forest.Forest {
	parts := forest.New(len(p.degree))
	for u := range parts {
		w := p.weights(u)
		for e, v := range p.neighbors(u) {
			if !p.isWeak(w[e], u, int(v)) {
				parts.Union(u, int(v))
			}
		}
	}
	return parts
}

// hang joins the clusters without a label to others, the strongest links first, and
// returns those.
func (l *weakLinks) hang(parts forest.Forest, weak []link, labelled []bool) (kept []link) {
	for _, e := range weak {
		a, b := parts.Find(e.i), parts.Find(e.j)
		if a == b || labelled[a] && labelled[b] {
			continue
		}
		parts.Union(a, b)
		labelled[min(a, b)] = labelled[a] || labelled[b]
		kept = append(kept, e)
	}
	return kept
}

// measure sets the units of the clusters and the weights of the links, from the
// clusters with labels outwards.
func (l *weakLinks) measure(degree []lognum.Num, kept []link) {
	ends := map[int][][2]int{} // of each cluster: its own end of a link, and the other
	for _, e := range kept {
		ends[l.cluster[e.i]] = append(ends[l.cluster[e.i]], [2]int{e.i, e.j})
		ends[l.cluster[e.j]] = append(ends[l.cluster[e.j]], [2]int{e.j, e.i})
	}
	l.unit = make([]lognum.Num, len(degree))
	seen := make([]bool, len(degree))
	var queue []int
	for u, c := range l.cluster {
		if u == c && l.sunk[u] {
			queue, seen[c] = append(queue, c), true
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, e := range ends[queue[0]] {
			c := l.cluster[e[1]]
			if seen[c] {
				continue
			}
			w := degree[e[0]].Mul(l.unit[queue[0]])
			l.kept[[2]int{min(e[0], e[1]), max(e[0], e[1])}] = w
			l.unit[c] = w.Div(degree[e[1]])
			queue, seen[c] = append(queue, c), true
		}
	}
}

// renumber makes each part a component.
func (p *problem) renumber(parts forest.Forest) {
	number := map[int]int{}
	for u := range parts {
		first := parts.Find(u)
		if _, ok := number[first]; !ok {
			number[first] = len(number)
		}
		p.component[u] = number[first]
	}
	p.reached = make([]bool, len(number))
	for _, u := range p.seeds.nodes {
		p.reached[p.component[u]] = true
	}
}

// cuts reports whether the edge from u to v does not count.
func (l *weakLinks) cuts(u, v int) bool {
	if l == nil || l.cluster[u] == l.cluster[v] {
		return false
	}
	_, kept := l.kept[[2]int{min(u, v), max(u, v)}]
	return !kept
}

// sinks reports whether node u takes a share of what its component has too much.
func (l *weakLinks) sinks(u int) bool { return l == nil || l.sunk[u] }

// reweigh gives the edges of node u, w, their new weights.
func (l *weakLinks) reweigh(u int, ind []int32, w []lognum.Num) {
	for e, at := range ind {
		v := int(at)
		if l.cluster[u] == l.cluster[v] {
			w[e] = w[e].Mul(l.unit[l.cluster[u]])
		} else if by, ok := l.kept[[2]int{min(u, v), max(u, v)}]; ok {
			w[e] = by
		}
	}
}
