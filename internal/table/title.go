package table

import (
	"bytes"
	"slices"
)

// title returns where the header begins, behind lines of one cell with a title.
func (how Reading) title(head []byte, l *layout) int64 {
	const most = 5
	at := l.from
	var skipped [][]byte
	for range most {
		line, rest, more := bytes.Cut(head[at:], newline)
		// Quotes and NUL bytes, which are no text, are left to the reader of CSV, and comments to the caller.
		comment := how.Comment != 0 && len(line) > 0 && line[0] == how.Comment
		if !more || comment || bytes.ContainsAny(line, "\"\x00") {
			break
		}
		at += int64(len(line)) + 1
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		skipped = append(skipped, line)
		comma := l.comma
		if comma == 0 {
			comma = separator(rest, how.Comment)
		}
		// A title is one cell above lines that have the same number of cells, which is more than one.
		lines := firstLines(rest, how.Comment)
		if len(lines) > 0 && sharesSeparator(line, lines[0]) {
			break
		}
		if sameCells(lines, comma) && hasCells(lines[0], comma) {
			if slices.ContainsFunc(skipped, func(line []byte) bool {
				return hasCells(line, comma) || isSparseRow(line, lines[0], comma)
			}) {
				break
			}
			return at
		}
	}
	return l.from
}

// sharesSeparator reports whether two lines have the same number of cells by some separator: the first is no title.
func sharesSeparator(line, next []byte) bool {
	for _, s := range []byte(separators) {
		// One name behind a separator is that of the column beside an index.
		named := hasCells(line, s) || line[0] == s && bytes.Count(line, []byte{s}) == 1
		if named && bytes.Count(line, []byte{s}) == bytes.Count(next, []byte{s}) {
			return true
		}
	}
	return false
}

// hasCells reports whether a line has more than one cell that is not empty.
func hasCells(line []byte, comma byte) bool {
	return bytes.IndexByte(bytes.Trim(line, string(rune(comma))+" "), comma) >= 0
}

// sameCells reports whether lines, two at least, have the same number of cells, which is more than one.
func sameCells(lines [][]byte, comma byte) bool {
	if len(lines) < 2 {
		return false
	}
	n := bytes.Count(lines[0], []byte{comma})
	for _, line := range lines[:len(lines)-1] {
		if bytes.Count(line, []byte{comma}) != n {
			return false
		}
	}
	return n > 0
}

// isSparseRow reports whether a line is a number in front of empty cells, as many as there are in another line: no
// title, but a row, such as the first of half a matrix.
func isSparseRow(line, other []byte, comma byte) bool {
	sep := []byte{comma}
	first, _, _ := bytes.Cut(line, sep)
	return bytes.Count(line, sep) == bytes.Count(other, sep) && isNumber(string(bytes.TrimSpace(first)))
}
