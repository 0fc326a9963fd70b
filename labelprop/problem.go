package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
)

// chunkRows is the number of rows a worker takes at a time.
const chunkRows = 512

// problem is one method on one graph with its seeds: who is free, and how each
// free node balances.
type problem struct {
	graph  *graph.Graph
	w      *csr.Weights // of graph
	seeds  *Seeds
	method Method
	rate   lognum.Rate

	component []int  // of each node
	reached   []bool // by component: whether it has a label
	seedAt    []int  // of each node: its place among the seeds, or -1
	degree    []lognum.Num
	density   []lognum.Num // degrees that the weights are divided by, or nil
	boost     []float64    // weights count (boostᵤ+boostᵥ) times, or nil
	links     *weakLinks   // where they do not count as they are, or nil

	rooted bool  // whether the answer is √d times the unknown
	free   []int // the nodes to solve for, rising unless there are very many
	all    *allPairs
	place  []int32 // of each node: its place in free, or -1
}

func newProblem(g *graph.Graph, s *Seeds, m Method) *problem { return problemOn(g, s, m, nil) }

// problemOn is newProblem with the weights of all pairs at hand, or nil.
func problemOn(g *graph.Graph, s *Seeds, m Method, all *allPairs) *problem {
	w := csr.Of(g)
	p := &problem{graph: g, w: w, all: all, seeds: s, method: m, rate: w.Rate, seedAt: s.index(), rooted: m.rule(0).rooted}
	var count int
	p.component, count = g.Components()
	p.reached = make([]bool, count)
	for _, i := range s.nodes {
		p.reached[p.component[i]] = true
	}
	p.degree = p.degrees()
	if prop, ok := m.(Propagation); ok && prop.Columns {
		p.density = p.degree
		p.degree = p.degrees()
	}
	if m, ok := m.(reweigher); ok {
		p.boost = m.boost(p)
		p.degree = p.degrees()
	}
	if isSigned(m) {
		p.cutWeakLinks()
	}
	p.findFree(p.inOrder())
	return p
}

// findFree lists the nodes to solve for in the order of all: reachable, joined to
// others, and not held at a given label.
func (p *problem) findFree(order []int) {
	p.place, p.free = make([]int32, p.graph.N()), nil
	for _, i := range order {
		p.place[i] = -1
		l := p.seedAt[i]
		held := l >= 0 && p.method.clamps() && p.seeds.weight(l) == 1
		if p.reached[p.component[i]] && !held && !p.degree[i].IsZero() {
			p.place[i] = int32(len(p.free))
			p.free = append(p.free, i)
		}
	}
}

// inOrder lists all nodes, in large graphs those near each other one after another.
func (p *problem) inOrder() []int {
	n := p.graph.N()
	if n >= orderedNodes && p.all == nil {
		return nearby(p.graph, regionNodes)
	}
	return byNumber(n)
}

func (p *problem) neighbors(u int) []int32 {
	ind, _, _ := p.w.Row(u)
	return ind
}

// weights returns the weights of node u's edges, in the order of neighbors.
func (p *problem) weights(u int) []lognum.Num {
	_, t, s := p.w.Row(u)
	w := make([]lognum.Num, len(t))
	for e := range t {
		w[e].T = t[e]
		if s != nil {
			w[e].S = s[e]
		}
	}
	if p.density != nil {
		return p.columnNormalized(u, w)
	}
	if p.boost != nil {
		p.boosted(u, w)
	}
	if p.links != nil {
		p.links.reweigh(u, p.neighbors(u), w)
	}
	return w
}

// boosted multiplies the weights of node u by the boosts of both ends.
func (p *problem) boosted(u int, w []lognum.Num) {
	for e, v := range p.neighbors(u) {
		w[e] = w[e].Times(math.Log(p.boost[u] + p.boost[v]))
	}
}

// reshaped reports whether the weights are not those of the graph.
func (p *problem) reshaped() bool { return p.density != nil || p.boost != nil }

// columnNormalized returns the weights wᵢⱼ/(dᵢdⱼ) of node u.
func (p *problem) columnNormalized(u int, w []lognum.Num) []lognum.Num {
	for e, v := range p.neighbors(u) {
		w[e] = w[e].Div(p.density[u]).Div(p.density[v])
	}
	return w
}

// labelWeight returns the trust in the label of node u, 0 if it has none.
func (p *problem) labelWeight(u int) float64 {
	if l := p.seedAt[u]; l >= 0 {
		return p.seeds.weight(l)
	}
	return 0
}

// degrees returns the row sums of the weights by log-sum-exp: each sum is taken
// relative to its largest term, so that no row of weights can underflow to zero.
func (p *problem) degrees() []lognum.Num {
	if p.all != nil {
		return p.all.degree
	}
	d := make([]lognum.Num, p.graph.N())
	par.For(len(d), chunkRows, func(_, lo, hi int) {
		for u := lo; u < hi; u++ {
			d[u] = p.rate.Sum(p.weights(u))
		}
	})
	return d
}

// columns is the number of right sides.
func (p *problem) columns() int { return p.seeds.c }

// isolatedScore returns the answer for a node without edges that has a label.
func (p *problem) isolatedScore(l int) []float64 {
	row := append([]float64(nil), p.seeds.row(l)...)
	if m, ok := p.method.(Spreading); ok {
		for k := range row {
			row[k] *= (1 - m.alpha()) * p.seeds.weight(l)
		}
	}
	return row
}

// weightError bounds the relative error of a normalised weight and of a right
// side, with respect to the exact inputs of the graph: the rounding of t and s,
// and that of the normaliser (see package pair).
func (p *problem) weightError() float64 {
	tError, sError := p.w.TError, p.w.SError
	longest, largest := p.extent()
	way := p.rate.Times(longest)
	input := 2 * (way*tError + largest*sError)
	if p.reshaped() {
		input *= 3
		largest += 40
	}
	rounding := 2*min(way, 745) + 40*(1+largest) + 14*math.Log(float64(p.graph.N()))
	return input + rounding*unit
}

// extent returns the largest |t| and |s| of any edge.
func (p *problem) extent() (t, s float64) {
	for u := range p.graph.N() {
		_, ts, ss := p.w.Row(u)
		for e := range ts {
			t = max(t, math.Abs(ts[e]))
			if ss != nil {
				s = max(s, math.Abs(ss[e]))
			}
		}
	}
	return t, s
}
