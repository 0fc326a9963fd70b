package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

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

	// Heading is a first line that was left out because it seems to name columns. If the rest calls nodes so, it is
	// an edge: of weight 1, or with a wrong one, see [Edges.BadHeading].
	Heading *Edge
	word    string   // that weight
	LeftOut []string // columns that are no part of an edge

	FoundCommas bool // weights have a decimal comma, which nobody said
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
	if err := graphOfOtherProgram(head, path); err != nil {
		return nil, err
	}
	switch {
	case isNumPy(head):
		edges, _, err := how.matrixEdges(path, true)
		return edges, err
	case isColumnar(head), isJSON(head) && !isOneObject(head), isJSONArray(head), isJSONArrays(head):
		return how.columnEdges(path, isJSONArrays(head))
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
	// A line of an edge has three cells at most; the first line of a Matrix Market file has five.
	market := bytes.HasPrefix(head, []byte(marketMagic))
	lines := firstLines(head, '#')
	if !market && len(lines) > leastMatrix && len(fieldsOf(head, false)(string(lines[0]))) > leastMatrix {
		if edges, found, err := how.matrixEdges(path, false); found || err != nil {
			return edges, err
		}
	}
	checked, err := newTextReader(text.reader(), path)
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	commas := how.Decimal == 0 && weightsHaveCommas(lines)
	b := edgeBuilder{edges: Edges{Name: path, AreDistances: how.Distances, FoundCommas: commas},
		comma: how.Decimal == ',' || commas, distances: how.Distances, meter: &checked.meter}
	if market {
		err = b.matrixMarket(checked)
	} else {
		err = b.lines(checked, fieldsOf(head, b.comma))
	}
	if err == nil && len(b.edges.List) == 0 {
		if b.edges.Heading != nil && b.cols == nil {
			return nil, b.edges.BadHeading()
		}
		err = &Error{File: path, Reason: "no edges", Hint: hintEdge}
	}
	return &b.edges, err
}

const hintEdge = "an edge a line: two nodes, and maybe a weight above 0"

// edgeBuilder collects edges.
type edgeBuilder struct {
	edges Edges
	line  int
	comma bool // weights have a decimal comma

	distances bool         // weights are distances, and may be 0
	cols      *edgeColumns // by the names in the first line; nil: two nodes and maybe a weight

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

func (b *edgeBuilder) wrong(format string, args ...any) *Error {
	return &Error{File: b.edges.Name, Line: b.line, Reason: fmt.Sprintf(format, args...), Hint: hintEdge}
}

func (b *edgeBuilder) lines(r io.Reader, fields func(string) []string) error {
	first := true
	return b.each(r, func(line string) error {
		cells := fields(line)
		for k := range cells {
			// Quotes around a name are no part of it.
			cells[k] = strings.Trim(strings.TrimSpace(cells[k]), `"`)
		}
		// Only the first line may name columns.
		heading := first && b.heading(cells)
		if first = false; heading {
			return nil
		}
		return b.add(cells)
	})
}

// pick returns the cells that make an edge: by the names of the columns, or two or three as they stand.
func (b *edgeBuilder) pick(cells []string) ([]string, error) {
	switch c := b.cols; {
	case c == nil:
	case len(cells) <= max(c.from, c.to), len(cells) > c.width:
		return nil, b.wrong("%d cells, where the first line names %d columns", len(cells), c.width)
	case c.weight >= 0 && c.weight < len(cells):
		return []string{cells[c.from], cells[c.to], cells[c.weight]}, nil
	default:
		return []string{cells[c.from], cells[c.to]}, nil
	}
	if len(cells) != 2 && len(cells) != 3 {
		err := b.wrong("%d cells, not two or three", len(cells))
		err.Hint = hintEdge + "; with more columns the first line names those that count: from, to, weight"
		return nil, err
	}
	return cells, nil
}

// add adds an edge of two or three cells.
func (b *edgeBuilder) add(cells []string) error {
	cells, err := b.pick(cells)
	if err != nil {
		return err
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
