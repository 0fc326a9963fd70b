package table

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/memory"
)

// isColumnar reports whether a file holds columns with types: Parquet or Arrow.
func isColumnar(head []byte) bool {
	return begins(head, magicParquet) || begins(head, magicArrow) || isArrowStream(head)
}

// columnEdges reads edges from a file of Parquet, Arrow or JSON: two columns of nodes, and maybe one of weights; or a
// full matrix. An index of pandas does not count. In arrays of JSON the first row may be names, or an edge.
func (how Reading) columnEdges(path string, arrays bool) (*Edges, error) {
	if edges, found, err := how.matrixEdges(path, false); found || err != nil {
		return edges, err
	}
	t, err := how.File(path)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	cols := slices.DeleteFunc(columnsTo(len(t.Header)), t.IsIndex)
	names := make([]string, len(cols))
	for k, col := range cols {
		names[k] = t.Header[col]
	}
	byName, others, found := edgeColumnsOf(names)
	switch {
	case found && byName.weight >= 0:
		cols = []int{cols[byName.from], cols[byName.to], cols[byName.weight]}
	case found:
		cols = []int{cols[byName.from], cols[byName.to]}
	case len(cols) != 2 && len(cols) != 3:
		return nil, &Error{File: path, Reason: fmt.Sprintf("%d columns, not two or three", len(cols)),
			Hint: "an edge is a row: two nodes, and maybe a weight above 0; with more columns their names tell those " +
				"that count: from, to, weight"}
	}
	all, err := t.StringsOf(cols)
	if err != nil {
		return nil, err
	}
	b := edgeBuilder{edges: Edges{Name: path, AreDistances: how.Distances, LeftOut: others},
		distances: how.Distances, meter: &memory.Meter{Ask: how.Memory, What: "the edges"}}
	if arrays && !found && len(cols) == 2 {
		b.edges.Heading = &Edge{From: names[0], To: names[1], Weight: 1, Line: 1}
	}
	b.edges.NamedDistances = len(cols) == 3 && distanceName.MatchString(t.Header[cols[2]])
	// A row is the line of an edge in a text.
	for i := range t.Len() {
		b.line = t.Line(i)
		cells := make([]string, len(cols))
		for k := range cols {
			cells[k] = all[k][i]
		}
		if err := b.add(cells); err != nil {
			return nil, err
		}
	}
	return &b.edges, nil
}

// columnsTo lists the first n columns.
func columnsTo(n int) []int {
	all := make([]int, n)
	for j := range all {
		all[j] = j
	}
	return all
}
