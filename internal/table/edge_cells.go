package table

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
)

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
	line, _, _ := bytes.Cut(text, newline)
	aligned := comma == '\t' && bytes.Contains(text, []byte("\t\t"))
	if len(lines) > 0 && bytes.IndexByte(line, comma) < 0 || aligned {
		return blankFields
	}
	return func(line string) []string { return splitCells(line, comma) }
}

// blankFields divides a line at blanks; an arrow or a dash between two nodes is no cell.
func blankFields(line string) []string {
	cells := strings.Fields(line)
	if len(cells) > 2 && slices.Contains([]string{"->", "<-", "--", "<->", "-->", "→"}, cells[1]) {
		cells = slices.Delete(cells, 1, 2)
	}
	return cells
}

// splitCells divides a line at separators that are not in quotes.
func splitCells(line string, comma byte) []string {
	if !strings.Contains(line, `"`) {
		return strings.Split(line, string(comma))
	}
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace = rune(comma), true, comma != '\t'
	cells, err := r.Read()
	// Whatever is no CSV is divided as it stands.
	if err != nil {
		return strings.Split(line, string(comma))
	}
	return cells
}

// weightsHaveCommas reports whether the weights of some lines are numbers with a decimal comma, and none has a point.
func weightsHaveCommas(lines [][]byte) bool {
	fields, found := fieldsOf(bytes.Join(lines, newline), false), false
	for _, line := range lines {
		// The weight is the last of three cells, mostly.
		for _, cell := range fields(string(line)) {
			found = found || withComma.MatchString(cell)
			if strings.Contains(cell, ".") && isNumber(cell) {
				return false
			}
		}
	}
	return found
}

// graphFormats are formats of graphs that are not read, by what they begin with, in small letters.
var graphFormats = []otherFile{
	{"graph [", "a graph in GML", hintNetworkx}, {"*vertices", "a graph of Pajek", hintNetworkx},
	{"graph {", "a graph in DOT", hintNetworkx}, {"digraph", "a graph in DOT", hintNetworkx},
	{"strict graph", "a graph in DOT", hintNetworkx}, {"strict digraph", "a graph in DOT", hintNetworkx},
	{"creator \"", "a graph in GML", hintNetworkx}, {"dl n", "a graph of UCINET", hintNetworkx},
}

const hintNetworkx = "write an edge a line instead, such as with write_weighted_edgelist of networkx"

// nodeLink matches a member of a graph in JSON, and neighbourList a node with a colon behind it, and its neighbours.
var (
	nodeLink      = regexp.MustCompile(`"(nodes|links|edges)"\s*:\s*\[`)
	neighbourList = regexp.MustCompile(`^[^\s:'"{}\x00]+:([ \t]+\S+)+\s*$`)
)

// graphOfOtherProgram returns an error that names a format of graphs that is not read, or what else is no list of
// edges; or nil.
func graphOfOtherProgram(head []byte, name string) error {
	if isJSON(head) && isOneObject(head) && nodeLink.Match(head) {
		return &Error{File: name, Reason: "a graph in JSON, one object with nodes and links, which is not read",
			Hint: "write its links one a line, such as: jq -c '.links[]' FILE > edges.jsonl"}
	}
	if lines := firstLines(head, '#'); len(lines) > 0 && neighbourList.Match(lines[0]) {
		return &Error{File: name, Reason: "lists of neighbours, which are not read", Hint: hintNetworkx}
	}
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(bom))))
	for k := range graphFormats {
		if f := &graphFormats[k]; bytes.HasPrefix(text, []byte(f.magic)) {
			return &Error{File: name, Reason: f.is + ", which is not read", Hint: f.hint}
		}
	}
	for _, format := range []string{"graphml", "gexf"} {
		if text = text[:min(1000, len(text))]; bytes.Contains(text, []byte("<"+format)) {
			return &Error{File: name, Reason: "a graph in " + strings.ToUpper(format[:1]) + format[1:] +
				", which is not read", Hint: hintNetworkx}
		}
	}
	return ofOtherProgram(head, name)
}
