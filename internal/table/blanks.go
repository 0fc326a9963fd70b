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
	if len(lines) < 2 || strings.ContainsAny(string(unquoted([]byte(lines[0]))), separators+"{<[") {
		return false
	}
	first, _ := blankCells(lines[0])
	n, rest := len(first), 0
	var records []sampled
	for _, line := range lines[1:] {
		// R writes the names of rows in front, without a name above them.
		cells, ok := blankCells(line)
		if !ok || len(cells) != n && len(cells) != n+1 || rest != 0 && len(cells) != rest {
			return false
		}
		rest = len(cells)
		records = append(records, sampled{cells: cells})
	}
	if rest == n+1 && !oneLonger(first, records) {
		return false
	}
	// One word above lines of two is more often a column of texts.
	return rest >= fewestBlanks && (n >= fewestBlanks || strings.Contains(lines[0], `"`))
}

// blankCells splits a line at blanks that are not in quotes. Within quotes a backslash takes the next character as it
// is, and two quotes are one. It reports whether all quotes are closed and stand around whole cells.
func blankCells(line string) (cells []string, ok bool) {
	if strings.IndexByte(line, '"') < 0 {
		return strings.Fields(line), true
	}
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		end := strings.IndexAny(line, " \t")
		if line[0] == '"' {
			cell, rest, closed := quotedCell(line)
			if !closed || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
				return nil, false
			}
			cells, line = append(cells, cell), rest
			continue
		}
		if end < 0 {
			end = len(line)
		}
		cells, line = append(cells, line[:end]), line[end:]
	}
	return cells, true
}

// quotedCell returns the text in the quotes at the beginning of a line, and what follows.
func quotedCell(line string) (cell, rest string, closed bool) {
	var b strings.Builder
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && (line[i+1] == '"' || line[i+1] == '\\'):
			i++
			b.WriteByte(line[i])
		case line[i] == '"' && i+1 < len(line) && line[i+1] == '"':
			i++
			b.WriteByte('"')
		case line[i] == '"':
			return b.String(), line[i+1:], true
		default:
			b.WriteByte(line[i])
		}
	}
	return "", "", false
}

// blanks reads lines whose cells are separated by blanks.
type blanks struct {
	how   Reading
	words bool        // a word and its vector in each line
	fixed *fixedWidth // cells stand below their names; nil: there is no other blank than between two cells
}

// split divides a line into cells.
func (k blanks) split(line string) (cells []string, ok bool) {
	switch {
	case strings.TrimSpace(line) == "":
		return nil, true
	case k.words:
		return strings.Fields(line), true
	case k.fixed != nil:
		return k.fixed.cells([]rune(strings.TrimRight(line, "\r\n")))
	}
	return blankCells(line)
}

// unclear is the error of a line that cannot be split.
func (k blanks) unclear(name string, line int) error {
	if k.fixed != nil {
		return &Error{File: name, Line: line, Reason: "a cell crosses the border of two columns of a fixed width",
			Hint: "separate cells by commas, or put each below the name of its column"}
	}
	return &Error{File: name, Line: line, Reason: "a quoted cell is not closed, or text stands after its closing quote",
		Hint: `end the cell with a quote, and put a backslash before quotes inside: "5\" pipe"`}
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
		cells, ok := k.split(text)
		if !ok {
			return nil, k.unclear(name, n)
		}
		if len(cells) > 0 && !first {
			all, at = append(all, sampled{cells: cells}), append(at, n)
			// Once here and once in the table.
			if no := checked.meter.Add(32 * len(cells)); no != nil {
				return nil, fileError(name, "read", no)
			}
		}
		if err == io.EOF {
			break
		}
	}
	return k.table(name, all, at)
}

// table makes a table of records and their lines.
func (k blanks) table(name string, all []sampled, at []int) (*Table, error) {
	b := builder{table: Table{Name: name},
		dialect: dialect{named: true, comma: ' ', decimal: k.how.Decimal, texts: k.how.Texts}}
	if !k.words && k.fixed == nil && len(all) > 1 && oneLonger(all[0].cells, all[1:]) {
		all[0].cells, b.index = append([]string{""}, all[0].cells...), true
	}
	n := len(all[0].cells)
	b.table.Notes = []string{"cells are separated by blanks; they are written with commas"}
	if k.fixed != nil {
		b.index = k.fixed.index
		b.table.Notes = []string{"columns have a fixed width, and cells that are blank are missing; they are written " +
			"with commas"}
	}
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
