package table

import (
	"bytes"
	"slices"
)

// dialect holds the choices that CSV leaves open.
type dialect struct {
	comma, comment, decimal byte
	trailing                int      // separators at the end of each line that begin no cell
	index                   bool     // the first column may have no name
	texts                   []string // columns that are not read as numbers
	shift                   int      // what is to be added to the number of a line
	named                   bool     // the first line names the columns, even if it holds numbers
}

// separators are those that are looked for, the likeliest first.
const separators = ",\t;|"

// sampledLines is how many lines after the first are looked at for the separator.
const sampledLines = 20

// separator finds the separator of a text by its first lines: the one of which most of them have
// as many as the header, and of those the most frequent.
func separator(head []byte, comment byte) byte {
	// The first line is the header, and the others vote.
	lines := firstLines(head, comment)
	if len(lines) == 0 {
		return ','
	}
	if s := besideDecimalCommas(lines); s != 0 {
		return s
	}
	best, agreeing, most := byte(','), -1, 0
	for _, s := range []byte(separators) {
		// How often the separator stands in the header.
		n := bytes.Count(lines[0], []byte{s})
		if n == 0 {
			continue
		}
		// How many lines have it exactly as often.
		agree := 0
		for _, line := range lines[1:] {
			if bytes.Count(line, []byte{s}) == n {
				agree++
			}
		}
		// Most agreement wins, then the greater number, then the likelier separator, which comes first.
		if agree > agreeing || agree == agreeing && n > most {
			best, agreeing, most = s, agree, n
		}
	}
	if agreeing < 0 {
		return rareSeparator(lines)
	}
	return best
}

// besideDecimalCommas returns the separator of lines in which all commas are decimal marks, as in 0,5;1,25; 0 if they
// are not. Without a header such commas are as many in each line as the separators, or more.
func besideDecimalCommas(lines [][]byte) byte {
	for _, s := range []byte(separators[1:]) {
		n, commas := bytes.Count(lines[0], []byte{s}), 0
		if n == 0 {
			continue
		}
		all := true
		for _, line := range lines {
			cells := bytes.Split(line, []byte{s})
			for _, cell := range cells {
				k := bytes.Count(cell, []byte{','})
				commas += k
				all = all && (k == 0 || withComma.Match(bytes.TrimSpace(cell)))
			}
			all = all && len(cells) == n+1
		}
		if all && commas >= len(lines) {
			return s
		}
	}
	return 0
}

// rareSeparators are looked for where no other stands in the header: Hive has control characters.
const rareSeparators = "\x01\x1f^~"

// rareSeparator finds one of which all lines have as many as the header; a comma where there is none.
func rareSeparator(lines [][]byte) byte {
	for _, s := range []byte(rareSeparators) {
		n := bytes.Count(lines[0], []byte{s})
		if n == 0 || len(lines) < 2 {
			continue
		}
		if !slices.ContainsFunc(lines, func(line []byte) bool { return bytes.Count(line, []byte{s}) != n }) {
			return s
		}
	}
	return ','
}

// firstLines returns lines that are neither blank nor comments, without what is in quotes.
func firstLines(head []byte, comment byte) [][]byte {
	var lines [][]byte
	for _, line := range bytes.Split(unquoted(bytes.TrimPrefix(head, []byte(bom))), newline) {
		line = bytes.TrimSuffix(line, carriageReturn)
		// Neither blank lines nor comments say anything about columns.
		if len(line) == 0 || comment != 0 && line[0] == comment {
			continue
		}
		if lines = append(lines, line); len(lines) > sampledLines {
			break
		}
	}
	return lines
}

// unquoted drops what stands between quotes, line breaks too, but not the quotes: a line that
// has nothing else is not blank.
func unquoted(text []byte) []byte {
	if bytes.IndexByte(text, '"') < 0 {
		return text
	}
	outside := make([]byte, 0, len(text))
	// Each quote toggles; a doubled quote toggles twice and changes nothing.
	quoted := false
	for _, c := range text {
		if c == '"' {
			quoted = !quoted
		}
		if c == '"' || !quoted {
			outside = append(outside, c)
		}
	}
	return outside
}
