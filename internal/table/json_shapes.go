package table

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strconv"
)

// readJSONObject reads a text that begins with an object: lines of objects, or one object that holds a whole table, as
// pandas and web services write it.
func readJSONObject(r io.Reader, name string) (*Table, error) {
	text, checked, err := readWhole(r, name)
	if err != nil {
		return nil, err
	}
	objects, note := recordsOf(withoutNaN(text))
	if objects == nil {
		return readJSONLines(bytes.NewReader(text), name)
	}
	return tableOf(objects, note, name, checked)
}

var openingArrays = regexp.MustCompile(`^\s*\[\s*\[`)

// isJSONArrays reports whether a text begins as an array of arrays does.
func isJSONArrays(head []byte) bool { return openingArrays.Match(bytes.TrimPrefix(head, []byte(bom))) }

// readJSONArrays reads an array of rows, the first of which may name the columns.
func readJSONArrays(r io.Reader, name string) (*Table, error) {
	text, checked, err := readWhole(r, name)
	if err != nil {
		return nil, err
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

// tableOf makes a table of objects that stand for its rows.
func tableOf(objects [][]byte, note, name string, checked *textReader) (*Table, error) {
	b := jsonBuilder{table: Table{Name: name, native: JSONL, Notes: []string{note}}, index: map[string]int{},
		meter: &checked.meter}
	for k, object := range objects {
		// The text has no lines of its own: rows are counted.
		b.line = k + 1
		if err := b.add(object); err != nil {
			return nil, err
		}
	}
	return b.complete()
}

// jsonMember is one of an object.
type jsonMember struct {
	name  string
	value json.RawMessage
}

// membersOf returns the members of a text that is one object, in their order; nil for any other text.
func membersOf(text []byte) []jsonMember {
	d := json.NewDecoder(bytes.NewReader(text))
	if first, err := d.Token(); err != nil || first != json.Delim('{') {
		return nil
	}
	var all []jsonMember
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil
		}
		m := jsonMember{name: key.(string)}
		if d.Decode(&m.value) != nil {
			return nil
		}
		all = append(all, m)
	}
	// Nothing but the object.
	if _, err := d.Token(); err != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil
	}
	return all
}

// recordsOf returns an object for each row of a table that one object holds, and a note on how it does so; nil: it
// holds none, such as the row of a table of one row.
func recordsOf(text []byte) (objects [][]byte, note string) {
	all := membersOf(text)
	if len(all) == 0 {
		return nil, ""
	}
	for _, shape := range []struct {
		read func([]jsonMember) [][]byte
		note string
	}{
		{splitRecords, "a JSON object with the names of the columns and the rows, as pandas writes by orient=split"},
		{wrappedRecords, "a JSON object that holds an array of rows"},
		{columnRecords, "a JSON object with a member for each column"},
	} {
		if objects := shape.read(all); objects != nil {
			return objects, shape.note + "; it is written as JSON lines"
		}
	}
	return nil, ""
}

// splitRecords reads {"columns": [names], "data": [rows]}.
func splitRecords(all []jsonMember) [][]byte {
	var header []string
	var rows [][]json.RawMessage
	for _, m := range all {
		switch m.name {
		case "columns":
			if json.Unmarshal(m.value, &header) != nil {
				return nil
			}
		case "data":
			if json.Unmarshal(m.value, &rows) != nil {
				return nil
			}
		}
	}
	if len(header) == 0 || len(rows) == 0 || slices.ContainsFunc(rows, func(r []json.RawMessage) bool {
		return len(r) != len(header)
	}) {
		return nil
	}
	return objectsOf(header, rows)
}

// wrappedRecords reads {"data": [{...}, {...}], ...}: one member is an array of two objects or more.
func wrappedRecords(all []jsonMember) [][]byte {
	var found []json.RawMessage
	for _, m := range all {
		var some []json.RawMessage
		if json.Unmarshal(m.value, &some) != nil || len(some) < 2 ||
			slices.ContainsFunc(some, func(v json.RawMessage) bool { return v[0] != '{' }) {
			continue
		}
		// Two of them would be two tables.
		if found != nil {
			return nil
		}
		found = some
	}
	var objects [][]byte
	for _, v := range found {
		var compact bytes.Buffer
		_ = json.Compact(&compact, v) // it has been read
		objects = append(objects, compact.Bytes())
	}
	return objects
}

// columnRecords reads {"x": [1, 2], "y": [3, 4]} and {"x": {"0": 1, "1": 2}, "y": {"0": 3, "1": 4}}, and of the latter
// also the rows {"0": {"x": 1, "y": 3}, "1": {...}}.
func columnRecords(all []jsonMember) [][]byte {
	if len(all) < 2 {
		return nil
	}
	columns, keys := make([][]json.RawMessage, len(all)), []string(nil)
	for k, m := range all {
		if json.Unmarshal(m.value, &columns[k]) == nil && m.value[0] == '[' {
			continue
		}
		// A member for each row, whose names must be those of all other columns.
		inner := membersOf(m.value)
		var names []string
		for _, v := range inner {
			names, columns[k] = append(names, v.name), append(columns[k], v.value)
		}
		if inner == nil || k > 0 && !slices.Equal(names, keys) {
			return nil
		}
		keys = names
	}
	n := len(columns[0])
	if n < 2 || slices.ContainsFunc(columns, func(c []json.RawMessage) bool { return len(c) != n }) {
		return nil
	}
	var header []string
	for _, m := range all {
		header = append(header, m.name)
	}
	// Numbers name rows. Where they stand outside, rows hold members.
	if keys != nil && !allWhole(keys) {
		if !allWhole(header) {
			return nil
		}
		return objectsOf(keys, columns)
	}
	return objectsOf(header, transposed(columns))
}

// allWhole reports whether all names are whole numbers.
func allWhole(names []string) bool {
	return !slices.ContainsFunc(names, func(s string) bool {
		_, err := strconv.Atoi(s)
		return err != nil
	})
}

// transposed turns columns of one length into rows.
func transposed(columns [][]json.RawMessage) [][]json.RawMessage {
	rows := make([][]json.RawMessage, len(columns[0]))
	for i := range rows {
		for _, c := range columns {
			rows[i] = append(rows[i], c[i])
		}
	}
	return rows
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

// objectsOf writes each row as an object.
func objectsOf(header []string, rows [][]json.RawMessage) [][]byte {
	objects := make([][]byte, len(rows))
	for i, row := range rows {
		b := bytes.NewBufferString("{")
		for k, v := range row {
			if k > 0 {
				b.WriteByte(',')
			}
			b.WriteString(jsonText(header[k]) + ":")
			_ = json.Compact(b, v) // it has been read
		}
		b.WriteByte('}')
		objects[i] = b.Bytes()
	}
	return objects
}

// isOneObject reports whether a text of one object or more begins with one that has no line of its own, or stands
// alone.
func isOneObject(head []byte) bool {
	first, rest, _ := bytes.Cut(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(bom))), newline)
	return len(bytes.TrimSpace(rest)) == 0 || !json.Valid(withoutNaN(bytes.TrimSpace(first)))
}
