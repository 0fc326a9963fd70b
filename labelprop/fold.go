package labelprop

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
)

// Equal rows are one node of a graph, and their labels may differ. The answer is that of the
// graph of the rows, in which copies are joined with each other at the distance 0, and every
// copy of a row with every copy of its neighbours. By symmetry copies without a label, or with
// the same one, have the same answer, so that they need not all be there:
//
//   - A part stands for a copy, or for m/2 of m copies that are alike. Between parts of a and
//     b copies the weight is ab·w. Two parts of m/2 copies each are joined by (m/2)(m-1)·w₀,
//     w₀ being the weight at the distance 0: then the degree of each is m/2 times that of a
//     copy, and a balance that holds for the parts holds for the rows.
//   - Methods that depend on the degrees and weights of a graph and on nothing else have the
//     answers of the rows. Those with D^-½WD^-½ have √a times them.
//
// Parts are numbered by the values of the rows and by their labels. So a permutation of the
// rows permutes the answer, bit for bit.

// folded is a graph of parts with the seeds of the parts.
type folded struct {
	g     *graph.Graph
	seeds *Seeds

	given *Seeds    // of the rows
	rows  *rowParts // nil: parts are rows, in the order given
	mass  []float64 // how many copies a part stands for; nil: 1
	label []int     // of each given label: its place among those of seeds; nil: itself
	alike []int     // of each label of seeds: the first that is alike; nil: itself
}

// rowParts says which part each row is.
type rowParts struct {
	own []int32 // of each row: its part
	row []int32 // of each part: a row
	rowOrder
}

// copiesOf tells which copies may share a part.
type copiesOf struct {
	free   bool               // copies without a label
	labels bool               // copies with the same label
	few    bool               // even where there are few
	differ func(a, b int) int // what else sets two equal rows apart; nil: nothing
}

const (
	// fewCopies is the number of alike copies up to which each has a part.
	fewCopies = 3
	// fewEntries is up to how many edges of rows, counted at both ends, each copy has a part.
	fewEntries = 1 << 18
	// mostEntries is the most that a graph of parts may have: 6 GB.
	mostEntries = 1 << 28
)

// copiesFor tells which copies may share a part where a method is to be solved.
func copiesFor(m Method) copiesOf {
	d := m.describe()
	return copiesOf{free: d.Copies, labels: d.Copies && d.Clamps, differ: differOf(m)}
}

// foldLabels folds a graph for a method, with a part for every label.
func foldLabels(g *graph.Graph, seeds *Seeds, m Method) (*folded, error) {
	return foldBy(g, seeds, copiesOf{free: m.describe().Copies, differ: differOf(m)})
}

// differOf compares rows by what a method knows of them.
func differOf(m Method) func(a, b int) int {
	if p, ok := m.(ProperlyWeighted); ok && p.Distance != nil {
		return func(a, b int) int { return cmp.Compare(p.Distance[a], p.Distance[b]) }
	}
	return nil
}

// method returns the method for the parts.
func (f *folded) method(m Method) Method {
	if p, ok := m.(ProperlyWeighted); ok && p.Distance != nil && f.rows != nil {
		distance := make([]float64, len(f.rows.row))
		for a, i := range f.rows.row {
			distance[a] = p.Distance[i]
		}
		p.Distance = distance
		return p
	}
	return m
}

func foldBy(g *graph.Graph, seeds *Seeds, how copiesOf) (*folded, error) {
	f := &folded{g: g, seeds: seeds, given: seeds}
	w := csr.Of(g)
	if w.Rows == nil {
		return f, nil
	}
	b := &folder{w: w, at: seeds.index(), seeds: seeds, how: how}
	if err := b.choose(); err != nil {
		return nil, err
	}
	b.divide()
	f.rows = &b.rows
	if slices.ContainsFunc(b.mass, func(m float64) bool { return m != 1 }) {
		f.mass = b.mass
	}
	f.g = b.graph(f.mass)
	f.foldSeeds(b.same)
	return f, nil
}

// folder divides the nodes of a graph into parts.
type folder struct {
	w     *csr.Weights
	seeds *Seeds
	at    []int // of each row: its place among the labels, or -1
	how   copiesOf

	rows rowParts
	node []int32   // of each part, -1 for none
	mass []float64 // of each part
	same []int32   // of each part: the first of those alike
	size []float64 // of each part: how many copies are alike
	part []int     // the parts of node u are part[u] to part[u+1]
}

// choose lets copies share a part only where there are many.
func (b *folder) choose() error {
	entries := b.entries()
	if entries <= fewEntries && !b.how.few {
		b.how.free, b.how.labels = false, false
	}
	if !b.how.free && entries > mostEntries && b.w.Implicit == nil {
		return fmt.Errorf("the rows have so many copies that this method would need %.0f GB: "+
			"use harmonic, spreading or poisson, or remove copies", 24*entries/1e9)
	}
	return nil
}

// entries counts the edges of the rows at both ends.
func (b *folder) entries() float64 {
	r := b.w.Rows
	if r.Same != nil || b.w.Implicit != nil {
		return 0
	}
	sum := 0.0
	for u := range r.Nodes {
		own := float64(len(r.Of(u)))
		around := own - 1
		ind, _, _ := b.w.Row(u)
		for _, v := range ind {
			around += float64(len(r.Of(int(v))))
		}
		sum += own * around
	}
	return sum
}

// compare orders equal rows: those without a label first, then by what is given of them.
func (b *folder) compare(i, j int32) int {
	s, k, l := b.seeds, b.at[i], b.at[j]
	if k < 0 || l < 0 {
		// Both may be without.
		if c := cmp.Compare(min(k, 0), min(l, 0)); c != 0 {
			return c
		}
	} else if c := cmp.Or(slices.Compare(s.row(k), s.row(l)), cmp.Compare(s.weight(k), s.weight(l))); c != 0 {
		return c
	}
	if b.how.differ != nil {
		return b.how.differ(int(i), int(j))
	}
	return 0
}

// divide makes the parts, node by node.
func (b *folder) divide() {
	r := b.w.Rows
	n := len(r.Node)
	b.rows.own, b.rows.first = make([]int32, n), make([]int32, n)
	b.part = make([]int, 1, r.Nodes+1)
	for u := 0; u < r.Nodes; {
		// Nodes of equal rows stand side by side, where there are several.
		next := u + 1
		for r.Same != nil && next < r.Nodes && int(r.Same[next]) == u {
			next++
		}
		var rows []int32
		for v := u; v < next; v++ {
			rows = append(rows, r.Of(v)...)
		}
		b.divideNode(u, rows)
		for u++; ; u++ {
			b.part = append(b.part, len(b.node))
			if u >= next {
				break
			}
		}
	}
	b.divideRest()
}

// divideNode makes the parts of the equal rows of node u.
func (b *folder) divideNode(u int, rows []int32) {
	slices.SortStableFunc(rows, b.compare)
	for len(rows) > 0 {
		m := 1
		for m < len(rows) && b.compare(rows[0], rows[m]) == 0 {
			m++
		}
		b.add(u, rows[:m])
		rows = rows[m:]
	}
}

// add makes the parts of rows that are alike, of node u or of none.
func (b *folder) add(u int, rows []int32) {
	first, m := int32(len(b.node)), len(rows)
	share := b.how.free
	if b.at[rows[0]] >= 0 {
		share = b.how.labels
	}
	parts, mass := m, 1.0
	switch {
	case u < 0 && b.at[rows[0]] < 0:
		parts = 1 // nothing leads there
	case u >= 0 && share && m > fewCopies:
		parts, mass = 2, float64(m)/2
	}
	for k := range parts {
		b.node, b.mass = append(b.node, int32(u)), append(b.mass, mass)
		b.same, b.size = append(b.same, first), append(b.size, float64(m))
		b.rows.row = append(b.rows.row, rows[k])
	}
	for k, i := range rows {
		b.rows.first[i], b.rows.own[i] = first, first
		if parts == m {
			b.rows.own[i] = first + int32(k)
		}
	}
	b.rows.order = append(b.rows.order, rows...)
}

// divideRest makes the parts of the rows without a node.
func (b *folder) divideRest() {
	var rest []int32
	for i, u := range b.w.Rows.Node {
		if u < 0 {
			rest = append(rest, int32(i))
		}
	}
	b.divideNode(-1, rest)
}

// graph returns the graph of the parts; mass is nil where all are 1.
func (b *folder) graph(mass []float64) *graph.Graph {
	r := b.w.Rows
	// A part for each node: the graph as it is.
	if len(b.node) == r.Nodes {
		return csr.Wrap(b.w).(*graph.Graph)
	}
	w := &csr.Weights{Gamma: b.w.Gamma, TError: b.w.TError, SError: b.w.SError, Mass: mass, Start: []int{0}}
	if b.w.S != nil || b.w.Self != nil || mass != nil {
		w.S = []float64{}
	}
	for a, u := range b.node {
		if u >= 0 {
			b.addRow(w, a, int(u))
		}
		w.Start = append(w.Start, len(w.Ind))
	}
	if mass == nil && b.w.Points != nil {
		w.Points = partPoints{b.w.Points, b.node}
	}
	if mass != nil {
		b.boundErrors(w)
	}
	return csr.Wrap(w).(*graph.Graph)
}

// addRow adds the edges of part a of node u to w, by rising part.
func (b *folder) addRow(w *csr.Weights, a, u int) {
	ind, t, s := b.w.Row(u)
	own := false
	for e := 0; e <= len(ind); e++ {
		// The other parts of the node come where their numbers belong.
		if !own && (e == len(ind) || int(ind[e]) > u) {
			self := 0.0
			if b.w.Self != nil {
				self = b.w.Self[u]
			}
			b.addParts(w, a, u, 0, self)
			own = true
		}
		if e < len(ind) {
			log := 0.0
			if s != nil {
				log = s[e]
			}
			b.addParts(w, a, int(ind[e]), t[e], log)
		}
	}
}

// addParts adds the edges from part a to the parts of node v, of the weight exp(s-γt) a pair.
func (b *folder) addParts(w *csr.Weights, a, v int, t, s float64) {
	for c := b.part[v]; c < b.part[v+1]; c++ {
		if c == a || math.IsInf(s, -1) {
			continue // no edge
		}
		w.Ind, w.T = append(w.Ind, int32(c)), append(w.T, t)
		if w.S == nil {
			continue
		}
		// As many pairs as the product of the masses, and m-1 for each of m/2 copies alike.
		other := b.mass[c]
		if b.same[a] == b.same[c] && b.mass[c] != 1 {
			other = b.size[a] - 1
		}
		w.S = append(w.S, s+(math.Log(b.mass[a])+math.Log(other)))
	}
}

// boundErrors bounds the error of S, to which logarithms of masses were added.
func (b *folder) boundErrors(w *csr.Weights) {
	before, after := 0.0, 0.0
	for e := range w.S {
		after = max(after, math.Abs(w.S[e]))
	}
	for e := range b.w.S {
		before = max(before, math.Abs(b.w.S[e]))
	}
	for _, s := range b.w.Self {
		before = max(before, math.Abs(s))
	}
	most := math.Log(slices.Max(b.size))
	// Two logarithms, off by a few units each, and two sums.
	absolute := before*b.w.SError + 8*unit*(before+2*most)
	if after > 0 {
		w.SError = absolute / after
	}
}

// partPoints are the coordinates of parts.
type partPoints struct {
	csr.Points
	node []int32
}

func (p partPoints) Point(a int) []float64 {
	if p.node[a] < 0 {
		return nil
	}
	return p.Points.Point(int(p.node[a]))
}

// foldSeeds brings the seeds to the parts; same is, of each part, the first of those alike.
func (f *folded) foldSeeds(same []int32) {
	given, r := f.given, f.rows
	at := make([]int, len(r.row)) // of each part: a given label, or -1
	for a := range at {
		at[a] = -1
	}
	for l, i := range given.nodes {
		at[r.own[i]] = l
	}
	// The second of two parts that share copies has the label of the first.
	for a, first := range same {
		if at[a] < 0 {
			at[a] = at[first]
		}
	}
	s := &Seeds{kind: given.kind, n: len(r.row), c: given.c, unit: given.unit}
	place := make([]int, len(r.row)) // of each part among the labels
	for a, l := range at {
		if place[a] = -1; l < 0 {
			continue
		}
		place[a] = len(s.nodes)
		s.nodes, s.y = append(s.nodes, a), append(s.y, given.row(l)...)
		if given.weights != nil {
			s.weights = append(s.weights, given.weights[l])
		}
		f.alike = append(f.alike, place[same[a]])
	}
	f.seeds, f.label = s, make([]int, len(given.nodes))
	for l, i := range given.nodes {
		f.label[l] = place[r.own[i]]
	}
}

// rowOf returns a row of part a.
func (f *folded) rowOf(a int) int {
	if f.rows == nil {
		return a
	}
	return int(f.rows.row[a])
}
