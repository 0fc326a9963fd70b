package labelprop

import (
	"cmp"
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
	rows := b.rows // what the folder needs besides is not kept
	f.rows = &rows
	if slices.ContainsFunc(b.mass, func(m float64) bool { return m != 1 }) {
		f.mass = b.mass
	}
	f.g = b.graph(f.mass)
	f.foldSeeds(b.same)
	return f, nil
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
