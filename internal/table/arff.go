package table

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"
)

var arffLine = regexp.MustCompile(`(?im)^\s*@(relation|attribute)\s`)

const hintARFF = "an ARFF file: lines @attribute NAME TYPE, then @data, then a row a line, separated by commas"

// isARFF reports whether a text is one of Weka's files: its first line that is no comment is @relation.
func isARFF(head []byte) bool {
	for _, line := range wholeLines(head) {
		if line = strings.TrimSpace(line); line[0] != '%' {
			return arffLine.MatchString(line)
		}
	}
	return false
}

// readARFF reads Weka's format. A cell ? is missing, and so is read as an empty one.
func readARFF(r io.Reader, name string) (*Table, error) {
	checked, err := newTextReader(r, name)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	b := builder{table: Table{Name: name, Header: []string{}}, meter: &checked.meter}
	lines, data := bufio.NewReaderSize(checked, 64<<10), false
	for n := 1; ; n++ {
		text, err := lines.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, fileError(name, "read", err)
		}
		if line := strings.TrimSpace(text); line != "" && line[0] != '%' {
			if no := b.meter.Add(b.arffBytes(data)); no != nil {
				return nil, fileError(name, "read", no)
			}
			var problem string
			if data, problem = b.arff(n, line, data); problem != "" {
				return nil, &Error{File: name, Line: n, Reason: problem, Hint: hintARFF}
			}
		}
		if err == io.EOF {
			break
		}
	}
	if len(b.table.Header) == 0 {
		return nil, &Error{File: name, Reason: "no attributes", Hint: hintARFF}
	}
	note := "an ARFF file, written as CSV"
	if b.sparse {
		note += "; an attribute that a row in braces does not list is 0, or the first of its values"
	}
	b.table.Notes = append([]string{note}, distinct(b.table.Header, false)...)
	if err := checkNames(&Error{File: name}, b.table.Header); err != nil {
		return nil, err
	}
	return &b.table, b.complete()
}

// arffBytes is about what a line takes besides its text. A row in braces is short, and as wide as all others.
func (b *builder) arffBytes(data bool) int {
	if data {
		return 16*len(b.table.Header) + 32
	}
	return int(headerBytes(1))
}

// arff adds a line that is no comment. It returns whether rows have begun, and what is wrong with the line.
func (b *builder) arff(n int, line string, data bool) (bool, string) {
	// The first word tells what a line of the header is.
	word, rest, _ := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	switch {
	case data:
		cells, problem := arffCells(line)
		if line[0] == '{' {
			cells, problem = b.sparseARFF(line)
		}
		if problem == "" && len(cells) != len(b.table.Header) {
			problem = "not as many cells as there are attributes"
		}
		if problem != "" {
			return data, problem
		}
		b.rows.cells, b.rows.lines = append(b.rows.cells, cells), append(b.rows.lines, n)
		return data, ""
	case strings.EqualFold(word, "@data"):
		return true, ""
	case strings.EqualFold(word, "@attribute"):
		name := arffName(strings.TrimSpace(rest))
		if name == "" {
			return data, "an attribute without a name"
		}
		b.table.Header = append(b.table.Header, name)
		b.unlisted = append(b.unlisted, arffUnlisted(rest))
		return data, ""
	case strings.EqualFold(word, "@relation"):
		return data, ""
	}
	return data, quote(line) + " is neither @attribute nor @data"
}

// arffName returns the name at the beginning of a text, which may be in quotes.
func arffName(text string) string {
	if text != "" && (text[0] == '\'' || text[0] == '"') {
		if end := strings.IndexByte(text[1:], text[0]); end >= 0 {
			return text[1 : 1+end]
		}
	}
	name, _, _ := strings.Cut(text, " ")
	return name
}

// arffCells splits a row. Cells may be in quotes of either kind, with a backslash before a quote inside.
func arffCells(line string) (cells []string, problem string) {
	for {
		cell, rest, problem := arffCell(line)
		if problem != "" {
			return nil, problem
		}
		cells = append(cells, cell)
		if rest == "" {
			return cells, ""
		}
		line = rest[1:]
	}
}

// arffCell returns the first cell of a line, and what follows: nothing, or a comma and more.
func arffCell(line string) (cell, rest, problem string) {
	line = strings.TrimSpace(line)
	if line != "" && (line[0] == '\'' || line[0] == '"') {
		cell, rest, closed := arffQuoted(line)
		rest = strings.TrimSpace(rest)
		switch {
		case !closed:
			return "", "", "a quoted cell is not closed"
		case rest != "" && rest[0] != ',':
			return "", "", "text after the closing quote of a cell"
		}
		return cell, rest, ""
	}
	end := strings.IndexByte(line, ',')
	if end < 0 {
		end = len(line)
	}
	// Without quotes a question mark is no text, but a missing value.
	if cell = strings.TrimSpace(line[:end]); cell == "?" {
		cell = ""
	}
	return cell, line[end:], ""
}

// arffQuoted returns the text in the quotes at the beginning of a line, and what follows.
func arffQuoted(line string) (cell, rest string, closed bool) {
	// A backslash takes the next character as it is.
	var b bytes.Buffer
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line):
			i++
			b.WriteByte(line[i])
		case line[i] == line[0]:
			return b.String(), line[i+1:], true
		default:
			b.WriteByte(line[i])
		}
	}
	return "", "", false
}
