package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// fewestBare is the least length of a list without brackets: shorter ones may be a telephone number or a date.
const fewestBare = 8

// isList reports whether a cell looks like a list of numbers: [0.1, 0.2] or [0.1 0.2], (0.1, 0.2) and {0.1,0.2}, or
// many numbers without brackets.
func isList(cell string) bool {
	s := strings.TrimSpace(cell)
	if len(s) < 3 || !strings.ContainsAny(s, "0123456789") {
		return false
	}
	switch first, last := s[0], s[len(s)-1]; {
	case first == '[' && last == ']', first == '{' && last == '}':
		return true
	// (1,234) is a negative number: the lists of Python have a blank behind the comma.
	case first == '(' && last == ')':
		return strings.Contains(s, ", ")
	case len(s) < 2*fewestBare-1 || !isDigit(last) || !strings.ContainsAny(s[:2], "0123456789"):
		return false
	}
	return len(listOf(s)) >= fewestBare
}

// listOf returns the numbers of such a cell, nil if some are none.
func listOf(cell string) []string {
	s := strings.TrimSpace(cell)
	if strings.IndexByte("[({", s[0]) >= 0 {
		s = s[1 : len(s)-1]
	}
	all := strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ';' || c == '|' || unicode.IsSpace(c) })
	if slices.ContainsFunc(all, func(s string) bool { return !isNumber(s) }) {
		return nil
	}
	return all
}

// expandLists makes a column for each number of lists that have the same length in all rows. An empty cell is a list
// of empty ones.
func (r *rows) expandLists(t *Table, d dialect) {
	// From the last column on, so that the places of those before it stay.
	for j := len(t.Header) - 1; j >= 0; j-- {
		name := strings.TrimSpace(t.Header[j])
		// An index names rows, whatever is in it.
		if contains(d.texts, name) || t.IsIndex(j) {
			continue
		}
		width, problem := r.listWidth(j)
		if problem != "" {
			t.Notes = append(t.Notes, fmt.Sprintf("lists that are not read as numbers: %s (%s)",
				oneLine(name), problem))
		}
		if width == 0 {
			continue
		}
		names := make([]string, width)
		for k := range names {
			names[k] = name + "." + strconv.Itoa(k)
			// The name of another column.
			if t.Find(names[k]) >= 0 {
				width = 0
			}
		}
		if width == 0 {
			continue
		}
		t.Header = slices.Replace(slices.Clone(t.Header), j, j+1, names...)
		t.Notes = append(t.Notes, fmt.Sprintf("%s holds lists of %d numbers, which are read and written as columns %s",
			oneLine(name), width, list(names)))
		for i, row := range r.cells {
			numbers := make([]string, width)
			if isList(row[j]) {
				numbers = listOf(row[j])
			}
			r.cells[i] = slices.Replace(slices.Clone(row), j, j+1, numbers...)
		}
	}
}

// listWidth returns the number of numbers in each list of a column, 0 if it has no lists or not only, and what is in
// the way of reading it as lists.
func (r *rows) listWidth(j int) (width int, problem string) {
	for _, row := range r.cells {
		if strings.TrimSpace(row[j]) == "" {
			continue
		}
		if !isList(row[j]) {
			return 0, ""
		}
		n := len(listOf(row[j]))
		switch {
		case n == 0:
			return 0, "not only numbers"
		case width != 0 && n != width:
			return 0, fmt.Sprintf("%d numbers in some rows, and %d in others", width, n)
		}
		width = n
	}
	return width, ""
}
