package table

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
)

// fewestBlanks is the least number of cells of lines that blanks separate.
const fewestBlanks = 2

// wholeLines returns the first lines that are not blank, without the last, which may be cut.
func wholeLines(head []byte) []string {
	rest := bytes.TrimPrefix(head, []byte(bom))
	var lines []string
	for len(lines) <= sampledLines {
		// A line without an end may go on.
		line, after, ended := bytes.Cut(rest, newline)
		if !ended {
			break
		}
		if text := bytes.TrimRight(line, "\r"); len(bytes.TrimSpace(text)) > 0 {
			lines = append(lines, string(text))
		}
		rest = after
	}
	return lines
}

// isWordVectors reports whether lines are a word and at least three numbers each, separated by blanks, as those of
// GloVe and word2vec are. The word may be a comma or a quote, so this is asked before a separator is looked for.
func isWordVectors(head []byte) bool {
	lines := wholeLines(head)
	if len(lines) > 1 && isVectorCount(lines[0]) {
		lines = lines[1:]
	}
	// The first line gives the width that all others must have.
	width, words := 0, false
	for _, line := range lines {
		cells := strings.Fields(line)
		if width == 0 {
			width = len(cells)
		}
		if len(cells) != width || width < 4 {
			return false
		}
		// Numbers only, but for the word.
		if slices.ContainsFunc(cells[1:], func(s string) bool { return !isNumber(s) }) {
			return false
		}
		words = words || !isNumber(cells[0])
	}
	return words && len(lines) > 1
}

// isVectorCount reports whether a line is the first of a file of word2vec: how many vectors there are, and their width.
func isVectorCount(line string) bool {
	cells := strings.Fields(line)
	return len(cells) == 2 && !slices.ContainsFunc(cells, func(s string) bool {
		n, err := strconv.Atoi(s)
		return err != nil || n < 1
	})
}

// isAligned reports whether cells are separated by blanks: no other separator stands in the header, and the lines have
// the same number of cells.
func isAligned(head []byte) bool {
	lines := wholeLines(head)
	if len(lines) < 2 || strings.ContainsAny(lines[0], separators+"\"{<[") {
		return false
	}
	n := len(strings.Fields(lines[0]))
	return n >= fewestBlanks && !slices.ContainsFunc(lines[1:], func(line string) bool {
		return len(strings.Fields(line)) != n || strings.Contains(line, `"`)
	})
}

// blanks reads lines whose cells are separated by blanks.
type blanks struct {
	how   Reading
	words bool // a word and its vector in each line
}

// read reads a text of such lines.
func (k blanks) read(r io.Reader, name string) (*Table, error) {
	checked, err := newTextReader(r, name)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	lines := bufio.NewReaderSize(checked, 64<<10)
	var all []sampled
	var at []int
	for n := 1; ; n++ {
		text, err := lines.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, fileError(name, "read", err)
		}
		first := len(all) == 0 && k.words && isVectorCount(text)
		if cells := strings.Fields(text); len(cells) > 0 && !first {
			all, at = append(all, sampled{cells: cells}), append(at, n)
		}
		if err == io.EOF {
			break
		}
	}
	return k.table(name, all, at)
}

// table makes a table of records and their lines.
func (k blanks) table(name string, all []sampled, at []int) (*Table, error) {
	n := len(all[0].cells)
	b := builder{table: Table{Name: name},
		dialect: dialect{named: true, comma: ' ', decimal: k.how.Decimal, texts: k.how.Texts}}
	b.table.Notes = []string{"cells are separated by blanks; they are written with commas"}
	looks := rowLike(all[0].cells, all[1:min(len(all), sampledRecords)], ' ')
	switch {
	case k.words:
		b.table.Header = vectorNames(n)
		b.table.Notes = []string{"word vectors, written with commas: the columns are called word, v1 to v" +
			strconv.Itoa(n-1)}
	case k.how.Header == HeaderNone || k.how.Header == HeaderAuto && looks == isRow:
		b.table.Header = madeNames(n)
		b.table.Notes = append(b.table.Notes, k.how.madeNote(n))
		b.table.hint = hintNumbered
	case k.how.Header == HeaderAuto && looks == maybeRow:
		b.table.Notes = append(b.table.Notes, maybeNote(all[0].cells))
	}
	for i, record := range all {
		cells := record.cells
		// A word may hold blanks itself.
		if k.words && len(cells) > n {
			cells = append([]string{strings.Join(cells[:len(cells)-n+1], " ")}, cells[len(cells)-n+1:]...)
		}
		if len(cells) != n {
			return nil, &Error{File: name, Line: at[i],
				Hint: "separate cells by commas, and put quotes around a cell with a blank in it",
				Reason: "the number of cells is " + strconv.Itoa(len(cells)) + ", but the first line has " +
					strconv.Itoa(n)}
		}
		if err := b.add(at[i], cells); err != nil {
			return nil, err
		}
	}
	return &b.table, b.complete()
}

func vectorNames(n int) []string {
	names := []string{"word"}
	for j := 1; j < n; j++ {
		names = append(names, "v"+strconv.Itoa(j))
	}
	return names
}
