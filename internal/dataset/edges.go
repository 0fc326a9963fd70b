package dataset

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
)

// readGraph makes a graph of the edges that were read, whose nodes are the rows of the table, and nodes without a row
// after them.
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
	facts := &r.data.Prep.EdgeFacts
	list := edges.List
	if header := headerEdge(list, node); header {
		facts.Header = list[0].From + ", " + list[0].To
		list = list[1:]
	}
	// A first line without a number names columns, unless the nodes are called so.
	if h := edges.Heading; h != nil && !namesColumns(*h, list, node) {
		// Two names and no weight are an edge, else.
		if h.Weight == 0 || len(edges.LeftOut) > 0 {
			return edges.BadHeading()
		}
		list = append([]table.Edge{*h}, list...)
	}
	facts.LeftOut, facts.FoundCommas = edges.LeftOut, edges.FoundCommas
	if err := askForEdges(edges.Name, len(list), r.options.Memory); err != nil {
		return err
	}
	if err := r.addAuxiliary(list, node); err != nil {
		return err
	}
	joined, err := r.joinEdges(list, node)
	if err != nil {
		return err
	}
	if edges.AreDistances {
		joined = graph.WeighDistances(r.table.Len()+len(facts.Auxiliary), joined)
	} else {
		facts.Distances = edges.NamedDistances || lookLikeDistances(joined)
	}
	r.data.Prep.Edges = edges.Name
	r.data.Graph, err = r.graphOf(joined)
	return err
}

// NodeNames returns the names of the nodes of edges, in the order of the file, where labels, with ids in a column, are
// all that is known of them besides. A first line that names columns names no nodes.
func NodeNames(e *Edges, labels *table.Table, id string) ([]string, error) {
	if e.Numbered && e.Nodes > 0 {
		names := make([]string, e.Nodes)
		for i := range names {
			names[i] = strconv.Itoa(i + 1)
		}
		return names, nil
	}
	col, err := labels.Column(id)
	if err != nil {
		return nil, fmt.Errorf("Columns.ID: %w", err)
	}
	ids, err := labels.Strings(col)
	if err != nil {
		return nil, err
	}
	// What has a label is a node, whatever it is called.
	known, list := map[string]int{}, e.List
	for i, name := range trimmed(ids) {
		known[name] = i
	}
	if headerEdge(list, known) {
		list = list[1:]
	}
	if h := e.Heading; h != nil && !namesColumns(*h, list, known) {
		list = slices.Concat([]table.Edge{*h}, list)
	}
	var names []string
	seen := map[string]bool{}
	for _, edge := range list {
		for _, name := range []string{edge.From, edge.To} {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names, nil
}

// headerEdge reports whether the first line names columns rather than nodes.
func headerEdge(list []table.Edge, node map[string]int) bool {
	return len(list) >= 2 && list[0].Line != 0 && namesColumns(list[0], list[1:], node)
}

// namesColumns reports whether a first line names columns: neither of its names is a row, or occurs in the rest. Two
// numbers are no names of columns.
func namesColumns(first table.Edge, rest []table.Edge, node map[string]int) bool {
	if numeric([]string{first.From, first.To}) {
		return false
	}
	for _, name := range []string{first.From, first.To} {
		if _, row := node[name]; row {
			return false
		}
		if slices.ContainsFunc(rest, func(e table.Edge) bool { return e.From == name || e.To == name }) {
			return false
		}
	}
	return true
}

// addAuxiliary numbers the nodes without a row, after the rows. Where no node has a row, the names are wrong.
func (r *reader) addAuxiliary(list []table.Edge, node map[string]int) error {
	facts, rows := &r.data.Prep.EdgeFacts, 0
	for _, e := range list {
		for _, name := range []string{e.From, e.To} {
			at, known := node[name]
			if !known {
				at = r.table.Len() + len(facts.Auxiliary)
				node[name] = at
				facts.Auxiliary = append(facts.Auxiliary, name)
			}
			if at < r.table.Len() {
				rows++
			}
		}
	}
	if rows > 0 || len(list) == 0 {
		return nil
	}
	return &table.Error{File: r.options.Edges.Name, Line: list[0].Line,
		Reason: fmt.Sprintf("no row is called %q, and none is called as any other node; rows are called %s",
			list[0].From, firstNames(node, r.table.Len())),
		Hint: "Columns.ID names the column of the table that holds what the edges call the rows"}
}

// firstNames lists the names of the first of some rows.
func firstNames(node map[string]int, rows int) string {
	names := make([]string, min(3, rows))
	// Nodes without a row are numbered behind the rows.
	for name, at := range node {
		if at < len(names) {
			names[at] = strconv.Quote(name)
		}
	}
	return strings.Join(names, ", ")
}

// joinEdges returns each pair of nodes once. Edges have no direction: a file may list every pair in both, which is the
// same graph. Any other edge that is listed again adds to the weight of the pair, or is an error.
func (r *reader) joinEdges(list []table.Edge, node map[string]int) ([]graph.Edge, error) {
	facts := &r.data.Prep.EdgeFacts
	at := make(map[[2]int]int, len(list))
	var joined []graph.Edge
	times, first := []int{}, []table.Edge{}
	mirrored := true
	for _, e := range list {
		from, to := node[e.From], node[e.To]
		// A loop joins a node with itself, and changes nothing.
		if from == to {
			continue
		}
		pair := [2]int{min(from, to), max(from, to)}
		k, seen := at[pair]
		if !seen {
			at[pair] = len(joined)
			joined = append(joined, graph.Edge{From: from, To: to, Weight: e.Weight})
			times, first = append(times, 1), append(first, e)
			continue
		}
		before := first[k]
		mirrored = mirrored && times[k] == 1 && before.From == e.To && before.Weight == e.Weight
		if times[k]++; r.options.Repeated == RepeatedError && !(before.From == e.To && before.Weight == e.Weight) {
			return nil, repeatedEdge(r.options.Edges, e, before)
		}
		joined[k].Weight += e.Weight
	}
	// A file with every pair in both directions means one edge each.
	facts.Mirrored = mirrored && len(joined) > 0 && !slices.Contains(times, 1)
	for k, n := range times {
		switch {
		case n == 1:
		// Distances do not add up.
		case facts.Mirrored || r.options.Repeated == RepeatedError:
			joined[k].Weight = first[k].Weight
		case r.options.Edges.AreDistances:
			joined[k].Weight /= float64(n)
			facts.Averaged = true
			facts.Repeated++
		default:
			facts.Repeated++
		}
		if math.IsInf(joined[k].Weight, 1) {
			return nil, tooLarge(r.options.Edges.Name, first[k])
		}
	}
	return joined, nil
}

// tooLarge is the error of an edge that is listed with weights whose sum is beyond all numbers.
func tooLarge(file string, e table.Edge) error {
	return &table.Error{File: file, Line: e.Line, Hint: "give them in another unit",
		Reason: fmt.Sprintf("the weights of %s and %s add up to more than a 64-bit number holds", e.From, e.To)}
}

func repeatedEdge(edges *Edges, e, before table.Edge) error {
	return &table.Error{File: edges.Name, Line: e.Line,
		Reason: fmt.Sprintf("%s and %s are joined by weight %g, and on line %d by %g", e.From, e.To, e.Weight,
			before.Line, before.Weight),
		Hint: "edges have no direction: give each pair one line | use Options.Repeated add to add the weights"}
}

// graphOf makes a graph of the rows, which are computed in the order of their ids, if they have some: the order
// of the table decides nothing then.
func (r *reader) graphOf(list []graph.Edge) (*graph.Graph, error) {
	auxiliary := r.data.Prep.EdgeFacts.Auxiliary
	if r.data.Columns.ID < 0 || r.byNumber {
		return graph.FromEdges(r.table.Len()+len(auxiliary), list)
	}
	ids, err := r.table.Strings(r.data.Columns.ID)
	if err != nil {
		return nil, err
	}
	return graph.FromNamedEdges(slices.Concat(ids, auxiliary), list)
}

// nodes returns the row of each name that edges may use: its id, or its number from 1 on.
func (r *reader) nodes() (map[string]int, error) {
	// With ids, edges use these; a Matrix Market file and a matrix number their nodes from 1 on.
	t, edges := r.table, r.options.Edges
	node := make(map[string]int, t.Len())
	if r.data.Columns.ID >= 0 {
		if err := r.nodesByID(node); err != nil || !edges.Numbered {
			return node, err
		}
		// Ids that are no numbers of nodes only name the rows in what is written.
		if slices.ContainsFunc(edges.List, func(e table.Edge) bool { _, is := node[e.From]; return is }) {
			return node, nil
		}
		clear(node)
		r.byNumber = true
	}
	switch {
	case !edges.Numbered:
		return nil, Optionf("name the column that holds what the edges call the rows", "Options.Edges needs Columns.ID")
	case edges.Nodes != t.Len():
		return nil, &table.Error{File: edges.Name, Reason: fmt.Sprintf("%d nodes for the %d rows of %s", edges.Nodes,
			t.Len(), t.Name),
			Hint: "the i-th row of the table is the i-th node"}
	}
	// The i-th node is the i-th row.
	for i := range t.Len() {
		node[strconv.Itoa(i+1)] = i
	}
	return node, nil
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
