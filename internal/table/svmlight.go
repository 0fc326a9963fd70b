package table

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Sparse holds features as compressed sparse rows: row i has Val[e] in column Ind[e] for Start[i] ≤ e < Start[i+1],
// of Cols columns.
type Sparse struct {
	Cols  int
	Start []int
	Ind   []int
	Val   []float64
}

// Sparse returns the features of a table of sparse rows, nil for any other table. They are not columns of the table.
func (t *Table) Sparse() *Sparse { return t.sparse }

// sparseLine is a line of SVMlight: a label, maybe a query, index:value pairs, maybe a comment.
var sparseLine = regexp.MustCompile(`^\S+([ \t]+qid:\d+)?([ \t]+\d+:[-+.\deE]+)+[ \t]*(#.*)?$`)

// isSVMLight reports whether the first line that is no comment is one of SVMlight.
func isSVMLight(head []byte) bool {
	text := string(head)
	for text != "" {
		line, rest, ended := strings.Cut(text, "\n")
		// The line may be cut within a pair: leave the last one out.
		if !ended && len(head) == headBytes { // the line goes on
			line = line[:strings.LastIndexAny(line, " \t")+1]
		}
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return sparseLine.MatchString(line)
		}
		text = rest
	}
	return false
}

const hintSparse = "SVMlight: a label and INDEX:VALUE pairs with rising indices, such as: 1 3:0.5 7:2"

// readSVMLight reads rows of SVMlight's format: the labels as a column of that name, comments, if
// there are any, as another, and the features apart.
func readSVMLight(r io.Reader, name string) (*Table, error) {
	checked, err := newTextReader(r, name)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	all := &rows{}
	t := &Table{Name: name, Header: []string{"label", "comment"}, store: all, sparse: &Sparse{Start: []int{0}}}
	lines := bufio.NewReaderSize(checked, 1<<16)
	commented := false
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, fileError(name, "read", err)
		}
		// Everything after # is a comment.
		text, comment, found := strings.Cut(line, "#")
		if fields := strings.Fields(text); len(fields) > 0 {
			commented = commented || found
			if no := checked.meter.Add(32*len(fields) + 64); no != nil {
				return nil, fileError(name, "read", no)
			}
			if problem := t.sparse.add(fields[1:]); problem != "" {
				return nil, &Error{File: name, Line: n, Reason: problem, Hint: hintSparse}
			}
			all.cells = append(all.cells, []string{fields[0], strings.TrimSpace(comment)})
			all.lines = append(all.lines, n)
		}
		if err == io.EOF {
			break
		}
	}
	// No line has a comment, so there is no such column.
	if !commented {
		t.Header = t.Header[:1]
		for i, row := range all.cells {
			all.cells[i] = row[:1]
		}
	}
	return t, nil
}

// add adds a row of index:value pairs. It returns what is wrong with them, or "".
func (s *Sparse) add(pairs []string) (problem string) {
	last := -1
	for _, pair := range pairs {
		index, value, ok := strings.Cut(pair, ":")
		// The number of a query is no feature.
		if index == "qid" {
			continue
		}
		i, err := strconv.ParseInt(index, 10, 32)
		v, err2 := strconv.ParseFloat(value, 64)
		switch {
		case !ok || err != nil || err2 != nil || i < 0 || i == math.MaxInt32:
			return quote(pair) + " is not INDEX:VALUE"
		case math.IsNaN(v) || math.IsInf(v, 0):
			return quote(pair) + " is not finite"
		// Indices rise, or the row would hold a column twice.
		case int(i) <= last:
			return fmt.Sprintf("index %d follows on %d", i, last)
		}
		last = int(i)
		s.Ind, s.Val, s.Cols = append(s.Ind, last), append(s.Val, v), max(s.Cols, last+1)
	}
	s.Start = append(s.Start, len(s.Ind))
	return ""
}
