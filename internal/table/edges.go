package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/propagate-go/propagate/internal/memory"
)

// Edge joins two nodes that a file of edges names.
type Edge struct {
	From, To string
	Weight   float64
	Line     int
}

// Edges are those of a file.
type Edges struct {
	Name     string
	List     []Edge
	Numbered bool // nodes are called by their numbers from 1 on, as in a Matrix Market file
	Nodes    int  // their number, if the file states it

	AreDistances   bool // weights are distances, which may be 0
	NamedDistances bool // the column of weights is called so

	// Heading is a first line that was left out because its weight is a word. It is an edge with a wrong weight
	// if the rest calls nodes so: see [Edges.BadHeading].
	Heading *Edge
	word    string // that weight
}

// Edges reads a graph: a Matrix Market file of coordinates, a full matrix of all pairs, Parquet or Arrow with an edge a
// row, or text with an edge a line,
// two nodes and maybe a weight above 0, separated by spaces or as [Reading] finds. A first line
// that names columns (from, source, ..., or a weight that is no number) and lines that begin with # or % are left out.
// Files may be packed. If the decimal mark is a comma, commas separate no cells. Distances may be 0.
func (how Reading) Edges(path string) (*Edges, error) {
	edges, err := how.edges(path)
	if edges != nil {
		edges.AreDistances = how.Distances
	}
	return edges, err
}

func (how Reading) edges(path string) (*Edges, error) {
	o, err := openSource(path, how.Memory)
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	defer o.close()
	// Files may be packed, as tables may.
	text, err := o.unpacked(path)
	if err != nil {
		return nil, err
	}
	// The first bytes tell a matrix, columns, and what is neither.
	head, err := text.head()
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	if err := ofOtherProgram(head, path); err != nil {
		return nil, err
	}
	switch {
	case isNumPy(head):
		edges, _, err := how.matrixEdges(path, true)
		return edges, err
	case isColumnar(head):
		return how.columnEdges(path)
	}
	if text, _, err = how.inUTF8(text, path); err != nil {
		return nil, fileError(path, "read", err)
	}
	return how.textEdges(text, path)
}

// textEdges reads the edges of a text: a Matrix Market file, a full matrix, or an edge a line.
func (how Reading) textEdges(text source, path string) (*Edges, error) {
	head, err := text.head()
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	// A line of an edge has three cells at most.
	lines := firstLines(head, '#')
	if len(lines) > leastMatrix && len(fieldsOf(head, false)(string(lines[0]))) > leastMatrix {
		if edges, found, err := how.matrixEdges(path, false); found || err != nil {
			return edges, err
		}
	}
	checked, err := newTextReader(text.reader(), path)
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	b := edgeBuilder{edges: Edges{Name: path, AreDistances: how.Distances},
		comma: how.Decimal == ',', distances: how.Distances, meter: &checked.meter}
	if bytes.HasPrefix(head, []byte("%%MatrixMarket")) {
		err = b.matrixMarket(checked)
	} else {
		err = b.lines(checked, fieldsOf(head, b.comma))
	}
	if err == nil && len(b.edges.List) == 0 {
		if b.edges.Heading != nil {
			return nil, b.edges.BadHeading()
		}
		err = &Error{File: path, Reason: "no edges", Hint: hintEdge}
	}
	return &b.edges, err
}

const hintEdge = "an edge a line: two nodes, and maybe a weight above 0"

// fieldsOf returns what divides a line into cells, by the first lines.
func fieldsOf(head []byte, decimalComma bool) func(string) []string {
	// Comments begin with # or %, and must not vote for a separator.
	lines := slices.DeleteFunc(firstLines(head, '#'), func(line []byte) bool { return line[0] == '%' })
	text := bytes.Join(lines, newline)
	if decimalComma {
		// A comma is no separator.
		text = bytes.ReplaceAll(text, []byte{','}, []byte{'.'})
	}
	comma := separator(text, 0)
	// No separator in the first line: cells are separated by spaces or tabs.
	if line, _, _ := bytes.Cut(text, newline); len(lines) > 0 && bytes.IndexByte(line, comma) < 0 || comma == '\t' {
		return strings.Fields
	}
	return func(line string) []string { return strings.Split(line, string(comma)) }
}

// edgeBuilder collects edges.
type edgeBuilder struct {
	edges Edges
	line  int
	comma bool // weights have a decimal comma

	distances bool // weights are distances, and may be 0

	meter *memory.Meter // of the list
}

const (
	// edgeBytes is what an edge takes in a list that doubles, besides its names.
	edgeBytes = 96
	// longestEdge is the length of a line of two names and a number.
	longestEdge = 1 << 20
)

// each calls f with the lines that are neither blank nor comments.
func (b *edgeBuilder) each(r io.Reader, f func(line string) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, longestEdge)
	for s.Scan() {
		b.line++
		// Lines are counted before blank ones and comments are left out, for errors to name the right line.
		line := strings.TrimSpace(s.Text())
		if line == "" || line[0] == '#' || line[0] == '%' {
			continue
		}
		if err := f(line); err != nil {
			return err
		}
	}
	if errors.Is(s.Err(), bufio.ErrTooLong) {
		b.line++
		return b.wrong("a line of more than a megabyte")
	}
	return fileError(b.edges.Name, "read", s.Err())
}

func (b *edgeBuilder) wrong(format string, args ...any) error {
	return &Error{File: b.edges.Name, Line: b.line, Reason: fmt.Sprintf(format, args...), Hint: hintEdge}
}

// headings are how a first line may begin that names columns.
var headings = []string{"from", "source", "src", "u", "i", "node1", "id1", "head", "from_node", "source_id"}

func (b *edgeBuilder) lines(r io.Reader, fields func(string) []string) error {
	first := true
	return b.each(r, func(line string) error {
		cells := fields(line)
		// Only the first line may name columns.
		known := slices.Contains(headings, strings.ToLower(strings.Trim(cells[0], `" `)))
		heading := first && (known || b.names(cells))
		if first = false; heading {
			if !known {
				b.keepHeading(cells)
			}
			b.edges.NamedDistances = len(cells) == 3 && distanceName.MatchString(cells[2])
			return nil
		}
		return b.add(cells)
	})
}

// keepHeading keeps a first line whose only sign of a heading is the word in place of a weight: whoever knows the
// nodes decides.
func (b *edgeBuilder) keepHeading(cells []string) {
	from, to := strings.Trim(cells[0], `" `), strings.Trim(cells[1], `" `)
	b.edges.Heading, b.edges.word = &Edge{From: from, To: to, Line: b.line}, strings.Trim(cells[2], `" `)
}

// BadHeading is the error of a heading that names nodes: its weight is not a number.
func (e *Edges) BadHeading() error {
	what := "weight"
	if e.AreDistances {
		what = "distance"
	}
	return &Error{File: e.Name, Line: e.Heading.Line, Hint: hintEdge,
		Reason: fmt.Sprintf("the %s %s is not a number above 0", what, quote(e.word))}
}

// distanceName is what a column of distances is called.
var distanceName = regexp.MustCompile(`(?i)^\W*(d|dist|distance|distances|length|dissimilarity)\W*$`)

// names reports whether the third cell of a first line is the name of a column of weights.
func (b *edgeBuilder) names(cells []string) bool {
	return len(cells) == 3 && nameOfWeights().MatchString(strings.Trim(cells[2], `" `))
}

// nameOfWeights is made when it is first asked for, as all letters make a long expression.
var nameOfWeights = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\pL[\pL_ ]*$`) })

// add adds an edge of two or three cells.
func (b *edgeBuilder) add(cells []string) error {
	if len(cells) != 2 && len(cells) != 3 {
		return b.wrong("%d cells, not two or three", len(cells))
	}
	for k := range cells {
		// Quotes around a name are no part of it.
		cells[k] = strings.Trim(strings.TrimSpace(cells[k]), `"`)
	}
	if cells[0] == "" || cells[1] == "" {
		return b.wrong("a node without a name")
	}
	// Two cells are an edge of weight 1.
	e := Edge{From: cells[0], To: cells[1], Weight: 1, Line: b.line}
	if len(cells) == 3 {
		if b.comma {
			cells[2] = strings.Replace(cells[2], ",", ".", 1)
		}
		w, err := strconv.ParseFloat(cells[2], 64)
		// The comparison is false for NaN, too.
		if err != nil && withComma.MatchString(cells[2]) {
			return &Error{File: b.edges.Name, Line: b.line, Reason: quote(cells[2]) + " has a comma",
				Hint: "write weights with a point | use --decimal comma"}
		}
		if err == nil && b.distances && w == 0 {
			w = 0 // of two nodes that are alike
		} else if err != nil || !(w > 0) || math.IsInf(w, 1) {
			return b.wrong("the %s %s is not a number above 0", b.what(), quote(cells[2]))
		}
		e.Weight = w
	}
	b.edges.List = append(b.edges.List, e)
	return fileError(b.edges.Name, "read", b.meter.Add(edgeBytes))
}

// what is what the third cell of a line holds.
func (b *edgeBuilder) what() string {
	if b.distances {
		return "distance"
	}
	return "weight"
}
