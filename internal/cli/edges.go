package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/spf13/pflag"
)

// searchFlags do not go with a graph that is there already.
var searchFlags = []string{"features", "categorical", "missing", "scale", "graph", "neighbors", "radius", "mutual", "recall", "connect", "metric", "kernel", "gamma"}

// checkEdges checks that no flag is about a graph to be built if one is brought.
func (p *plan) checkEdges(flags *pflag.FlagSet) error {
	if p.edges == "" {
		return nil
	}
	for _, name := range searchFlags {
		if flags.Changed(name) {
			return usagef("leave one of the two out", "--edges brings the graph, so %s has nothing to do", written(flags.Lookup(name)))
		}
	}
	return nil
}

// readGraph reads the graph that --edges brings, whose nodes are the rows of the table.
func (p *plan) readGraph(t *table.Table, in *input) error {
	if p.edges == "" {
		return nil
	}
	edges, err := table.ReadEdges(p.edges)
	if err != nil {
		return err
	}
	node, err := p.nodes(t, in, edges)
	if err != nil {
		return err
	}
	list := make([]graph.Edge, 0, len(edges.List))
	seen := make(map[[2]int]table.Edge, len(edges.List))
	for _, e := range edges.List {
		from, to, err := ends(e, node, edges.Name)
		if err != nil {
			return err
		}
		pair := [2]int{min(from, to), max(from, to)}
		switch before, ok := seen[pair]; {
		case ok && before.Weight != e.Weight:
			return &table.Error{File: edges.Name, Line: e.Line, Reason: fmt.Sprintf("%s and %s are joined by weight %g, but on line %d by %g", e.From, e.To, e.Weight, before.Line, before.Weight),
				Hint: "edges have no direction: give each pair one weight"}
		case !ok:
			seen[pair] = e
			list = append(list, graph.Edge{From: from, To: to, Weight: e.Weight})
		}
	}
	in.graph, err = graph.FromEdges(t.Len(), list)
	return err
}

// nodes returns the row of each name.
func (p *plan) nodes(t *table.Table, in *input, edges *table.Edges) (map[string]int, error) {
	node := make(map[string]int, t.Len())
	switch {
	case in.columns.id >= 0:
		ids, err := t.Strings(in.columns.id)
		if err != nil {
			return nil, err
		}
		for i, id := range ids {
			id = strings.TrimSpace(id)
			if first, seen := node[id]; seen {
				return nil, &table.Error{File: t.File(i), Line: t.Line(i), Column: p.id, Reason: fmt.Sprintf("%q is on line %s too", id, t.Place(first)), Hint: "edges name rows by this column: every id must be another"}
			}
			node[id] = i
		}
	case edges.Numbered && edges.Nodes != t.Len():
		return nil, &table.Error{File: edges.Name, Reason: fmt.Sprintf("%d nodes for the %d rows of %s", edges.Nodes, t.Len(), t.Name), Hint: "the i-th row of the table is the i-th node"}
	case edges.Numbered:
		for i := range t.Len() {
			node[strconv.Itoa(i+1)] = i
		}
	default:
		return nil, usagef("name the column that holds what the edges call the rows", "--edges needs --id")
	}
	return node, nil
}

// ends returns the rows that an edge joins.
func ends(e table.Edge, node map[string]int, file string) (from, to int, err error) {
	from, ok := node[e.From]
	to, too := node[e.To]
	if ok && too {
		return from, to, nil
	}
	name := e.From
	if ok {
		name = e.To
	}
	return 0, 0, &table.Error{File: file, Line: e.Line, Reason: fmt.Sprintf("no row is called %q", name), Hint: "--id names the column of the table that holds what the edges call the rows"}
}
