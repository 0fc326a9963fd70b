package table

import (
	"bytes"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"strconv"

	"github.com/propagate-go/propagate/internal/memory"
)

// readJSONObject reads a text that begins with an object: lines of objects, or one object that holds a whole table, as
// pandas and web services write it.
func readJSONObject(r io.Reader, name string) (*Table, error) {
	text, checked, err := readWhole(r, name)
	if err != nil {
		return nil, err
	}
	if all := membersOf(withoutNaN(text)); all != nil {
		if err := askForValues(text, checked.meter.Ask); err != nil {
			return nil, fileError(name, "read", err)
		}
		if objects, note := recordsOf(all); objects != nil {
			return tableOf(objects, note, name, checked)
		}
	}
	// Memory is asked for lines as if they came from the file.
	return readJSONLines(asking{bytes.NewReader(text), checked.meter.Ask}, name)
}

// valueBytes is what a value takes while it stands by itself, twice where columns become rows.
const valueBytes = 64

// askForValues asks for the memory of the values of a text. One ends at each comma.
func askForValues(text []byte, ask memory.Ask) error {
	return ask.For(memory.Product(bytes.Count(text, []byte(",")), valueBytes), "its values")
}

// tableOf makes a table of objects that stand for its rows. They are made one after the other, as each has all names.
func tableOf(objects iter.Seq[[]byte], note, name string, checked *textReader) (*Table, error) {
	b := jsonBuilder{table: Table{Name: name, native: JSONL, Notes: []string{note}}, index: map[string]int{},
		meter: &checked.meter}
	for object := range objects {
		// The text has no lines of its own: rows are counted.
		b.line++
		if err := b.add(object); err != nil {
			return nil, err
		}
	}
	return b.complete()
}

// recordsOf returns an object for each row of a table that one object of these members holds, and a note on how it does
// so; nil: it holds none, such as the row of a table of one row.
func recordsOf(all []jsonMember) (objects iter.Seq[[]byte], note string) {
	for _, shape := range []struct {
		read func([]jsonMember) iter.Seq[[]byte]
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
func splitRecords(all []jsonMember) iter.Seq[[]byte] {
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
func wrappedRecords(all []jsonMember) iter.Seq[[]byte] {
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
	if found == nil {
		return nil
	}
	return func(yield func([]byte) bool) {
		for _, v := range found {
			var compact bytes.Buffer
			_ = json.Compact(&compact, v) // it has been read
			if !yield(compact.Bytes()) {
				return
			}
		}
	}
}

// columnRecords reads {"x": [1, 2], "y": [3, 4]} and {"x": {"0": 1, "1": 2}, "y": {"0": 3, "1": 4}}, and of the latter
// also the rows {"0": {"x": 1, "y": 3}, "1": {...}}.
func columnRecords(all []jsonMember) iter.Seq[[]byte] {
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

// objectsOf writes each row as an object.
func objectsOf(header []string, rows [][]json.RawMessage) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, row := range rows {
			if !yield(objectOf(header, row)) {
				return
			}
		}
	}
}

// objectOf writes a row as an object.
func objectOf(header []string, row []json.RawMessage) []byte {
	b := bytes.NewBufferString("{")
	for k, v := range row {
		if k > 0 {
			b.WriteByte(',')
		}
		b.WriteString(jsonText(header[k]) + ":")
		_ = json.Compact(b, v) // it has been read
	}
	b.WriteByte('}')
	return b.Bytes()
}

// isOneObject reports whether a text of one object or more begins with one that has no line of its own, or stands
// alone.
func isOneObject(head []byte) bool {
	first, rest, _ := bytes.Cut(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(bom))), newline)
	return len(bytes.TrimSpace(rest)) == 0 || !json.Valid(withoutNaN(bytes.TrimSpace(first)))
}
