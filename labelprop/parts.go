package labelprop

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/csr"
)

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
			"use another method, or remove copies", 24*entries/1e9)
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
