package table

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// marketMagic is what a Matrix Market file begins with.
const marketMagic = "%%MatrixMarket"

// matrixMarket reads a sparse matrix of coordinates.
func (b *edgeBuilder) matrixMarket(r io.Reader) error {
	buffered := bufio.NewReader(r)
	banner, err := buffered.ReadString('\n')
	b.line = 1
	// The banner: object, format, type of values, symmetry.
	words := strings.Fields(strings.ToLower(banner))
	known := len(words) == 5 && words[1] == "matrix" && words[2] == "coordinate" &&
		slices.Contains([]string{"real", "integer", "pattern"}, words[3]) &&
		slices.Contains([]string{"symmetric", "general"}, words[4])
	if err != nil || !known {
		return &Error{File: b.edges.Name, Line: 1, Reason: "not a Matrix Market file of an undirected graph",
			Hint: "its first line is: %%MatrixMarket matrix coordinate real symmetric"}
	}
	b.edges.Numbered = true
	entries := -1
	err = b.each(buffered, func(line string) error {
		cells := strings.Fields(line)
		// The first line after the comments holds the sizes.
		if entries < 0 {
			entries, err = b.size(cells)
			return err
		}
		// Nodes are numbered from 1.
		for _, cell := range cells[:min(2, len(cells))] {
			if i, err := strconv.Atoi(cell); err != nil || i < 1 || i > b.edges.Nodes {
				return b.wrong("%s is not a node from 1 to %d", quote(cell), b.edges.Nodes)
			}
		}
		return b.add(cells)
	})
	// Fewer entries than announced: the file is not whole.
	if err == nil && len(b.edges.List) != max(0, entries) {
		err = &Error{File: b.edges.Name, Line: b.line, Hint: "the file is cut short: get it again",
			Reason: fmt.Sprintf("%d entries, where %d are announced", len(b.edges.List), entries)}
	}
	return err
}

// size reads the line: rows, columns, entries.
func (b *edgeBuilder) size(cells []string) (entries int, err error) {
	// Rows, columns and entries; an adjacency matrix is square.
	var n [3]int
	for k := range min(3, len(cells)) {
		if n[k], err = strconv.Atoi(cells[k]); err != nil || n[k] < 0 {
			return 0, b.wrong("%s is not a size", quote(cells[k]))
		}
	}
	if len(cells) != 3 || n[0] != n[1] {
		return 0, b.wrong("the sizes are not those of a square matrix")
	}
	b.edges.Nodes = n[0]
	return n[2], nil
}
