package table

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// marketReader reads a Matrix Market file as rows to compare.
type marketReader struct {
	name    string
	line    int
	dense   bool // all values, column by column
	pattern bool // places alone, whose value is 1
	mirror  float64
	entries
	count, read int // of the entries or values that are announced, and that were read
}

const hintMarket = "its first line is: %%MatrixMarket matrix coordinate real general; the second the numbers of " +
	"rows, columns and entries; then ROW COLUMN VALUE, counted from 1"

// readMarketRows reads the rows of a matrix in the form of Matrix Market.
func readMarketRows(o *source, name string) (*Table, error) {
	m := &marketReader{name: name}
	in := bufio.NewReaderSize(o.reader(), 1<<16)
	for {
		text, err := in.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, fileError(name, "read", err)
		}
		m.line++
		if problem := m.take(strings.Fields(text)); problem != "" {
			return nil, &Error{File: name, Line: m.line, Reason: problem, Hint: hintMarket}
		}
		// As soon as the size is known.
		if m.count > 0 && m.read == 0 {
			if err := m.askFor(m.count, o.ask); err != nil {
				return nil, fileError(name, "read", err)
			}
		}
		if err == io.EOF {
			break
		}
	}
	// Fewer than announced: the file is not whole.
	if m.read != m.count {
		return nil, &Error{File: name, Line: m.line, Hint: "the file is cut short: get it again",
			Reason: fmt.Sprintf("%d entries, where %d are announced", m.read, m.count)}
	}
	return m.table(name, fmt.Sprintf("a Matrix Market file: %d rows are compared by %d columns (swap them where the "+
		"columns are the samples, as the cells of 10x are)", m.rows, m.cols))
}

// take takes a line. It returns what is wrong with it, or "".
func (m *marketReader) take(cells []string) string {
	switch {
	case m.line == 1:
		return m.banner(cells)
	case len(cells) == 0 || cells[0][0] == '%':
		return ""
	case m.rows == 0 && m.cols == 0:
		return m.size(cells)
	case m.read == m.count:
		return fmt.Sprintf("more than the %d entries that are announced", m.count)
	case m.dense:
		return m.value(cells)
	}
	return m.entry(cells)
}

// banner reads the first line: object, format, type of values, symmetry.
func (m *marketReader) banner(words []string) string {
	for k := range words {
		words[k] = strings.ToLower(words[k])
	}
	// By how an entry repeats on the other side of the diagonal.
	mirrors := map[string]float64{"general": 0, "symmetric": 1, "skew-symmetric": -1}
	known := len(words) == 5 && words[1] == "matrix" && slices.Contains([]string{"coordinate", "array"}, words[2]) &&
		slices.Contains([]string{"real", "double", "integer", "pattern"}, words[3])
	if known {
		m.dense, m.pattern = words[2] == "array", words[3] == "pattern"
		m.mirror, known = mirrors[words[4]]
	}
	if !known || m.dense && (m.pattern || m.mirror != 0) {
		return "no matrix of real numbers that can be read as rows"
	}
	return ""
}

// size reads the line: rows, columns, and of a sparse matrix entries.
func (m *marketReader) size(cells []string) string {
	n := make([]int, len(cells))
	for k, cell := range cells {
		var err error
		if n[k], err = strconv.Atoi(cell); err != nil || n[k] < 0 || n[k] > math.MaxInt32 {
			return quote(cell) + " is not a size"
		}
	}
	want := 3
	if m.dense {
		want = 2
	}
	if len(n) != want || n[0] == 0 || n[1] == 0 {
		return "not the size of a matrix"
	}
	m.rows, m.cols, m.count = n[0], n[1], n[0]*n[1]
	if !m.dense {
		m.count = n[2]
	}
	return m.shapeProblem(m.count)
}

// value takes the next value of a dense matrix, column by column.
func (m *marketReader) value(cells []string) string {
	v, err := strconv.ParseFloat(cells[0], 64)
	if err != nil || len(cells) != 1 {
		return quote(strings.Join(cells, " ")) + " is not a number"
	}
	i, j := m.read%m.rows, m.read/m.rows
	m.read++
	// A zero is no entry.
	if v == 0 {
		return ""
	}
	return m.add(i, j, v)
}

// entry takes an entry of a sparse matrix, and its mirror image, if there is one.
func (m *marketReader) entry(cells []string) string {
	// Of a pattern there is no value.
	want := 3
	if m.pattern {
		want = 2
	}
	if len(cells) != want {
		return fmt.Sprintf("%d numbers, where an entry has %d", len(cells), want)
	}
	i, err := strconv.Atoi(cells[0])
	j, err2 := strconv.Atoi(cells[1])
	v := 1.0
	var err3 error
	if !m.pattern {
		v, err3 = strconv.ParseFloat(cells[2], 64)
	}
	if err != nil || err2 != nil || err3 != nil {
		return quote(strings.Join(cells, " ")) + " is not an entry"
	}
	m.read++
	// Rows and columns count from 1.
	problem := m.add(i-1, j-1, v)
	if problem == "" && m.mirror != 0 && i != j {
		problem = m.add(j-1, i-1, m.mirror*v)
	}
	return problem
}
