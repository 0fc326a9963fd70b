package table

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// edgeColumns are the places of the parts of an edge among the cells of a line; weight is -1 where there is none.
type edgeColumns struct{ from, to, weight, width int }

// edgeEnds are what columns of the ends of edges are called, in small letters. Each has its counterpart at the same
// place.
var edgeEnds = [2][]string{
	{"from", "source", "src", "u", "i", "node1", "id1", "head", "from_node", "source_id", "node_1", "start", "node_a",
		"sender", "origin", "from_id", "von", "de"},
	{"to", "target", "dst", "v", "j", "node2", "id2", "tail", "to_node", "target_id", "node_2", "end", "node_b",
		"receiver", "destination", "to_id", "nach", "à"},
}

var (
	// distanceName is what a column of distances is called.
	distanceName = regexp.MustCompile(`(?i)^\W*(d|dist|distance|distances|length|dissimilarity|abstand|distanz)\W*$`)
	// weightName is what a column of weights is called.
	weightName = regexp.MustCompile(`(?i)^\W*(w|weights?|similarity|strength|value|gewicht|poids|peso)\W*$`)
	// timeName is what a column of times is called, which are no weights.
	timeName = regexp.MustCompile(`(?i)^\W*(time|times|timestamp|date|datetime|ts|epoch|year|month|day|when|` +
		`created|created_at|datum|zeit)\W*$`)
)

// nameOfWeights is what may be the name of a column of weights: words. It is made when it is first asked for, as all
// letters make a long expression.
var nameOfWeights = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\pL[\pL_ ]*$`) })

// edgeColumnsOf finds the parts of an edge by the names of the columns, and lists the names of those that are none.
func edgeColumnsOf(names []string) (cols edgeColumns, others []string, found bool) {
	lower := make([]string, len(names))
	for k, name := range names {
		lower[k] = strings.ToLower(strings.Trim(name, `" `))
	}
	cols.weight, cols.width = -1, len(names)
	for k, from := range edgeEnds[0] {
		cols.from, cols.to = slices.Index(lower, from), slices.Index(lower, edgeEnds[1][k])
		if found = cols.from >= 0 && cols.to >= 0; found {
			break
		}
	}
	if !found {
		return cols, nil, false
	}
	cols.weight = weightColumn(lower, cols)
	for k, name := range names {
		if k != cols.from && k != cols.to && k != cols.weight {
			others = append(others, strings.Trim(name, `" `))
		}
	}
	return cols, others, true
}

// weightColumn returns the column of the weights: one that is called so, or the only one besides the ends, unless it
// is called as a time.
func weightColumn(names []string, cols edgeColumns) int {
	for _, called := range []*regexp.Regexp{weightName, distanceName} {
		if k := slices.IndexFunc(names, called.MatchString); k >= 0 && k != cols.from && k != cols.to {
			return k
		}
	}
	if len(names) == 3 {
		// The places of the three are 0, 1 and 2.
		if k := 3 - cols.from - cols.to; !timeName.MatchString(names[k]) {
			return k
		}
	}
	return -1
}

// heading reports whether the cells of the first line name columns, and keeps what they say.
func (b *edgeBuilder) heading(cells []string) bool {
	// An edge may join nodes that are called as columns are, but its weight is a number.
	if slices.ContainsFunc(cells[min(2, len(cells)):], isNumber) {
		return false
	}
	cols, others, found := edgeColumnsOf(cells)
	word := ""
	switch {
	case found:
		b.cols, b.edges.LeftOut = &cols, others
		b.edges.NamedDistances = cols.weight >= 0 && distanceName.MatchString(cells[cols.weight])
		if cols.weight >= 0 {
			word = cells[cols.weight]
		}
	case len(cells) == 3 && nameOfWeights().MatchString(strings.Trim(cells[2], `" `)):
		b.edges.NamedDistances, word = distanceName.MatchString(cells[2]), cells[2]
	default:
		return false
	}
	b.edges.Heading = &Edge{From: cells[max(0, cols.from)], To: cells[max(1, cols.to)], Line: b.line}
	// Two names alone may be an edge, as whoever knows the nodes can tell.
	if b.edges.word = word; len(cells) == 2 {
		b.edges.Heading.Weight = 1
	}
	return true
}

// BadHeading is the error of a heading that names nodes: its weight is not a number.
func (e *Edges) BadHeading() error {
	what := "weight"
	if e.AreDistances {
		what = "distance"
	}
	return &Error{File: e.Name, Line: e.Heading.Line, Hint: hintEdge,
		Reason: "the " + what + " " + quote(e.word) + " is not a number above 0"}
}
