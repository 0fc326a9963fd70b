package dataset

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
)

// readGraph makes a graph of the edges that were read, whose nodes are the rows of the table.
func (r *reader) readGraph() error {
	edges := r.options.Edges
	if edges == nil {
		return nil
	}
	// Edges name their ends; the graph numbers them by the rows of the table.
	node, err := r.nodes()
	if err != nil {
		return err
	}
	// Both directions of an edge have the same key, the smaller row first.
	list := make([]graph.Edge, 0, len(edges.List))
	seen := make(map[[2]int]table.Edge, len(edges.List))
	for _, e := range edges.List {
		from, to, err := ends(e, node, edges.Name)
		if err != nil {
			return err
		}
		// Edges have no direction. The same one twice is no error, but two weights of one edge are.
		pair := [2]int{min(from, to), max(from, to)}
		switch before, ok := seen[pair]; {
		case ok && before.Weight != e.Weight:
			return twoWeights(edges.Name, e, before)
		case !ok:
			seen[pair] = e
			list = append(list, graph.Edge{From: from, To: to, Weight: e.Weight})
		}
	}
	r.data.Prep.Edges = edges.Name
	r.data.Graph, err = r.graphOf(list)
	return err
}

// graphOf makes a graph of the rows, which are computed in the order of their ids, if they have some: the order
// of the table decides nothing then.
func (r *reader) graphOf(list []graph.Edge) (*graph.Graph, error) {
	if r.data.Columns.ID < 0 {
		return graph.FromEdges(r.table.Len(), list)
	}
	ids, err := r.table.Strings(r.data.Columns.ID)
	if err != nil {
		return nil, err
	}
	return graph.FromNamedEdges(ids, list)
}

func twoWeights(file string, e, before table.Edge) error {
	return &table.Error{File: file, Line: e.Line,
		Reason: fmt.Sprintf("%s and %s are joined by weight %g, but on line %d by %g", e.From, e.To, e.Weight,
			before.Line, before.Weight),
		Hint: "edges have no direction: give each pair one weight"}
}

// nodes returns the row of each name that edges may use: its id, or its number from 1 on.
func (r *reader) nodes() (map[string]int, error) {
	// With ids, edges use these; a Matrix Market file numbers its nodes from 1 on.
	t, edges := r.table, r.options.Edges
	node := make(map[string]int, t.Len())
	switch {
	case r.data.Columns.ID >= 0:
		return node, r.nodesByID(node)
	case edges.Numbered && edges.Nodes != t.Len():
		return nil, &table.Error{File: edges.Name, Reason: fmt.Sprintf("%d nodes for the %d rows of %s", edges.Nodes,
			t.Len(), t.Name),
			Hint: "the i-th row of the table is the i-th node"}
	// The i-th node is the i-th row.
	case edges.Numbered:
		for i := range t.Len() {
			node[strconv.Itoa(i+1)] = i
		}
		return node, nil
	}
	return nil, Optionf("name the column that holds what the edges call the rows", "Options.Edges needs Columns.ID")
}

func (r *reader) nodesByID(node map[string]int) error {
	t := r.table
	ids, err := t.Strings(r.data.Columns.ID)
	if err != nil {
		return err
	}
	// Two rows of one id could not be told apart by an edge.
	for i, id := range ids {
		id = strings.TrimSpace(id)
		if first, seen := node[id]; seen {
			return &table.Error{File: t.File(i), Line: t.Line(i), Column: r.options.Columns.ID,
				Reason: fmt.Sprintf("%q is on line %s too", id, t.Place(first)),
				Hint:   "edges name rows by this column: every id must be another"}
		}
		node[id] = i
	}
	return nil
}

// ends returns the rows that an edge joins.
func ends(e table.Edge, node map[string]int, file string) (from, to int, err error) {
	// Name the end that is unknown, the first one if both are.
	from, ok := node[e.From]
	to, too := node[e.To]
	if ok && too {
		return from, to, nil
	}
	name := e.From
	if ok {
		name = e.To
	}
	return 0, 0, &table.Error{File: file, Line: e.Line, Reason: fmt.Sprintf("no row is called %q", name),
		Hint: "Columns.ID names the column of the table that holds what the edges call the rows"}
}
