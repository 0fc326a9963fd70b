package table

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
)

var openingArrays = regexp.MustCompile(`^\s*\[\s*\[`)

// isJSONArrays reports whether a text begins as an array of arrays does.
func isJSONArrays(head []byte) bool { return openingArrays.Match(bytes.TrimPrefix(head, []byte(bom))) }

// readJSONArrays reads an array of rows, the first of which may name the columns.
func readJSONArrays(r io.Reader, name string) (*Table, error) {
	text, checked, err := readWhole(r, name)
	if err != nil {
		return nil, err
	}
	if err := askForValues(text, checked.meter.Ask); err != nil {
		return nil, fileError(name, "read", err)
	}
	rows, err := arraysIn(withoutNaN(text))
	if err != nil || len(rows) < 2 {
		return nil, &Error{File: name, Err: err, Hint: hintArray, Reason: "not a JSON array of rows of one width"}
	}
	header, made := namesIn(rows[0])
	note := "rows of a JSON array, the first of which names the columns; they are written as JSON lines"
	if made {
		note = "rows of a JSON array without names: columns are called column1, column2, ...; " +
			"they are written as JSON lines"
	} else {
		rows = rows[1:]
	}
	return tableOf(objectsOf(header, rows), note, name, checked)
}

// arraysIn returns the rows of a text that is an array of arrays of one length.
func arraysIn(text []byte) ([][]json.RawMessage, error) {
	var rows [][]json.RawMessage
	if err := json.Unmarshal(text, &rows); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(rows, func(r []json.RawMessage) bool { return len(r) != len(rows[0]) }) {
		return nil, nil
	}
	return rows, nil
}

// namesIn returns the names in a first row of texts, or made ones.
func namesIn(row []json.RawMessage) (names []string, made bool) {
	names = make([]string, len(row))
	for k, v := range row {
		if json.Unmarshal(v, &names[k]) != nil || names[k] == "" || isNumber(names[k]) {
			return madeNames(len(row)), true
		}
	}
	return names, false
}
