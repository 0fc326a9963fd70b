package labelprop

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/pair"
	"github.com/propagate-go/propagate/internal/par"
)

// weakShare is the logarithm of the share of both degrees, 1e-8, below which an edge is
// a weak link. What Poisson learning sends through it lifts the one side over the other
// by the inverse, so that the differences within a side drown in the errors of a solution.
const weakShare = -8 * math.Ln10

// weakLinks says how the clusters that stronger edges make hang together where sources
// are signed. Clusters with labels do not: each is balanced by itself, as a component
// is. One without a label hangs on the strongest link that leads, maybe through others
// like it, to a label: it has no sources, and gets the scores of the row there.
type weakLinks struct {
	cluster []int  // of each node: the first of its cluster
	sunk    []bool // of each node: whether its cluster has a label
	kept    map[[2]int]bool
}

// link is a weak edge between nodes i < j.
type link struct {
	i, j int
	w    pair.Num
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
	l := &weakLinks{cluster: make([]int, len(parts)), sunk: make([]bool, len(parts)), kept: map[[2]int]bool{}}
	labelled := make([]bool, len(parts)) // by first node
	for _, u := range p.seeds.nodes {
		labelled[parts.Find(u)] = true
	}
	for u := range parts {
		l.cluster[u] = parts.Find(u)
		l.sunk[u] = labelled[l.cluster[u]]
	}
	l.hang(parts, weak, labelled)
	if l.drowns(p, parts) {
		return
	}
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
func (p *problem) isWeak(w pair.Num, u, v int) bool {
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

// hang joins the clusters without a label to others, the strongest links first.
func (l *weakLinks) hang(parts forest.Forest, weak []link, labelled []bool) {
	for _, e := range weak {
		a, b := parts.Find(e.i), parts.Find(e.j)
		if a == b || labelled[a] && labelled[b] {
			continue
		}
		parts.Union(a, b)
		labelled[min(a, b)] = labelled[a] || labelled[b]
		l.kept[[2]int{e.i, e.j}] = true
	}
}

// faintCluster is the logarithm of the degrees of a cluster with labels beside those of what
// hangs on it, below which float64 cannot hold both.
const faintCluster = -200

// drowns reports whether some cluster with labels is as faint as that.
func (l *weakLinks) drowns(p *problem, parts forest.Forest) bool {
	top := map[int][2]pair.Num{} // of each part: the largest degree, and that of the nodes with sources
	for u, d := range p.degree {
		first := parts.Find(u)
		t, ok := top[first]
		if !ok {
			t = [2]pair.Num{pair.Zero(), pair.Zero()}
		}
		if p.rate.LogRatio(d, t[0]) > 0 {
			t[0] = d
		}
		if l.sunk[u] && p.rate.LogRatio(d, t[1]) > 0 {
			t[1] = d
		}
		top[first] = t
	}
	for _, t := range top {
		if !t[1].IsZero() && p.rate.LogRatio(t[1], t[0]) < faintCluster {
			return true
		}
	}
	return false
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
	return l != nil && l.cluster[u] != l.cluster[v] && !l.kept[[2]int{min(u, v), max(u, v)}]
}

// sinks reports whether node u takes a share of what its component has too much.
func (l *weakLinks) sinks(u int) bool { return l == nil || l.sunk[u] }

// strengthened gives the links by which clusters hang the smaller degree of their
// ends as weight: where there are no sources behind a link, any will do.
func (p *problem) strengthened(u int, w []pair.Num) {
	for e, v := range p.neighbors(u) {
		if p.links.cluster[u] == p.links.cluster[v] {
			continue
		}
		if w[e] = p.degree[u]; p.rate.LogRatio(p.degree[v], w[e]) < 0 {
			w[e] = p.degree[v]
		}
	}
}
