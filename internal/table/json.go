package table

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/memory"
)

var opening = regexp.MustCompile(`^\s*\{\s*"`)

const hintObject = "one object a line, such as {\"x\": 1, \"label\": null}"

// isJSON reports whether a text begins as JSON lines do.
func isJSON(head []byte) bool {
	return opening.Match(bytes.TrimPrefix(head, []byte(bom)))
}

// jsonBuilder collects objects into a table with a column for each member that any object has.
type jsonBuilder struct {
	table Table
	rows  rows
	index map[string]int
	row   []string
	line  int
	depth int // of what is being read
	meter *memory.Meter
}

// deepest is how deep arrays and objects may be nested: names of columns are paths.
const deepest = 100

// readJSONLines reads objects, one a line. Values inside arrays and objects become columns of
// their own, such as embedding.0 and embedding.1; null and what is not there are empty cells.
func readJSONLines(r io.Reader, name string) (*Table, error) {
	checked, err := newTextReader(r, name)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	b := jsonBuilder{table: Table{Name: name, native: JSONL}, index: map[string]int{}, meter: &checked.meter}
	lines := bufio.NewReaderSize(checked, 64<<10)
	for {
		text, err := lines.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return nil, fileError(name, "read", err)
		}
		// Lines are counted whether blank or not.
		b.line++
		if text = withoutNaN(bytes.TrimSpace(text)); len(text) > 0 {
			if err := b.add(text); err != nil {
				return nil, err
			}
		}
		if err == io.EOF {
			return b.complete()
		}
	}
}

var openingArray = regexp.MustCompile(`^\s*\[\s*(\{|\]|$)`)

// isJSONArray reports whether a text begins as an array of objects does.
func isJSONArray(head []byte) bool { return openingArray.Match(bytes.TrimPrefix(head, []byte(bom))) }

// readJSONArray reads an array of objects as [readJSONLines] reads lines of them.
func readJSONArray(r io.Reader, name string) (*Table, error) {
	text, checked, err := readWhole(r, name)
	if err != nil {
		return nil, err
	}
	text = withoutNaN(text)
	b := jsonBuilder{table: Table{Name: name, native: JSONL, array: true}, index: map[string]int{},
		meter: &checked.meter}
	d := json.NewDecoder(bytes.NewReader(text))
	// The opening bracket, then one object after the other, then the closing bracket.
	_, err = d.Token()
	for err == nil && d.More() {
		var object json.RawMessage
		if err = d.Decode(&object); err == nil {
			// The object ends here and begins so many lines before. Each is kept on one line.
			b.line = 1 + bytes.Count(text[:d.InputOffset()], newline) - bytes.Count(object, newline)
			var compact bytes.Buffer
			_ = json.Compact(&compact, object) // it has been read
			err = b.add(compact.Bytes())
		}
	}
	if err == nil {
		_, err = d.Token()
	}
	if err == nil && len(bytes.TrimSpace(text[d.InputOffset():])) > 0 {
		err = errors.New("text after the end of the array")
	}
	switch problem := new(Error); {
	case errors.As(err, &problem):
		return nil, err
	case err != nil:
		line := 1 + bytes.Count(text[:d.InputOffset()], newline)
		return nil, &Error{File: name, Line: line, Err: err, Hint: hintArray,
			Reason: "not a JSON array of objects: " + oneLine(err.Error())}
	case len(b.rows.cells) == 0:
		return nil, &Error{File: name, Reason: "an empty array", Hint: hintArray}
	}
	return b.complete()
}

const hintArray = "an array of objects, such as [{\"x\": 1, \"label\": null}]"

// add adds an object as a row.
func (b *jsonBuilder) add(text []byte) error {
	// Members that are not there stay empty cells.
	if err := b.meter.Add(16*len(b.table.Header) + 2*len(text)); err != nil {
		return fileError(b.table.Name, "read", err)
	}
	b.row, b.depth = make([]string, len(b.table.Header)), 0
	d := json.NewDecoder(bytes.NewReader(withHalvesKept(text)))
	// Numbers keep their digits: a float64 would change long ones.
	d.UseNumber()
	if first, err := d.Token(); err != nil || first != json.Delim('{') {
		return b.syntax(text, err, "not an object")
	}
	if err := b.object(d, ""); err != nil {
		return b.syntax(text, err, "")
	}
	// Only one object on a line.
	if _, err := d.Token(); err != io.EOF {
		return b.syntax(text, nil, "more than one object on the line")
	}
	b.rows.cells = append(b.rows.cells, b.row)
	b.rows.lines = append(b.rows.lines, b.line)
	b.table.objects = append(b.table.objects, string(text))
	return nil
}

// object reads the members of an object that has begun.
func (b *jsonBuilder) object(d *json.Decoder, prefix string) error {
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		// The name of a nested member is the path to it.
		if err := b.value(d, prefix+key.(string)); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func (b *jsonBuilder) value(d *json.Decoder, name string) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch v := token.(type) {
	case json.Delim:
		if b.depth++; b.depth > deepest {
			return fmt.Errorf("arrays and objects within one another, more than %d deep", deepest)
		}
		defer func() { b.depth-- }()
		// Members of an object and elements of an array become columns of their own.
		if v == '{' {
			return b.object(d, name+".")
		}
		for i := 0; d.More(); i++ {
			if err := b.value(d, name+"."+strconv.Itoa(i)); err != nil {
				return err
			}
		}
		_, err := d.Token()
		return err
	case nil:
		return b.set(name, "")
	case string:
		return b.set(name, v)
	}
	return b.set(name, fmt.Sprint(token))
}

func (b *jsonBuilder) set(name, cell string) error {
	// A member that is new makes a column.
	k, ok := b.index[strings.TrimSpace(name)]
	if !ok {
		k = len(b.table.Header)
		// The name, in the header and in the index, and its place in the row.
		if err := b.meter.Add(len(name) + 100); err != nil {
			return err
		}
		b.index[strings.TrimSpace(name)] = k
		b.table.Header = append(b.table.Header, name)
	}
	// The row was begun before the column was known.
	for k >= len(b.row) {
		b.row = append(b.row, "")
	}
	if b.row[k] != "" {
		return fmt.Errorf("%s stands there twice", quote(name))
	}
	b.row[k] = cell
	return nil
}

// syntax explains what is wrong with a line.
func (b *jsonBuilder) syntax(text []byte, err error, reason string) error {
	if refused(err) != nil {
		return fileError(b.table.Name, "read", err)
	}
	e := &Error{File: b.table.Name, Line: b.line, Reason: reason, Err: err, Hint: "JSON lines: " + hintObject}
	// A syntax error knows its byte, an early end does not.
	var s *json.SyntaxError
	switch {
	case errors.As(err, &s):
		e.Reason = fmt.Sprintf("not JSON (byte %d of the line): %s", s.Offset, oneLine(s.Error()))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		e.Reason = "the object does not end on its line"
	case err != nil && reason == "":
		e.Reason = oneLine(err.Error())
	}
	return e
}

// complete checks the names and fills up the rows that have not all members.
func (b *jsonBuilder) complete() (*Table, error) {
	t := &b.table
	if err := checkNames(&Error{File: t.Name, Line: b.rows.lines[0]}, t.Header); err != nil {
		return nil, err
	}
	// Rows that came before a column are made longer, one by one.
	what := fmt.Sprintf("%d objects with %d members in all", len(b.rows.cells), len(t.Header))
	if err := b.meter.Ask.For(b.missing(), what); err != nil {
		return nil, fileError(t.Name, "read", err)
	}
	for i, row := range b.rows.cells {
		// Columns that appeared later than the row.
		for len(row) < len(t.Header) {
			row = append(row, "")
		}
		b.rows.cells[i] = row
	}
	t.store = &b.rows
	if len(t.Header) == 0 {
		return nil, &Error{File: t.Name, Reason: "objects without members", Hint: hintObject}
	}
	return t, nil
}

// missing returns the bytes of the cells that rows lack.
func (b *jsonBuilder) missing() int64 {
	count := 0
	for _, row := range b.rows.cells {
		if len(row) < len(b.table.Header) {
			count += len(b.table.Header)
		}
	}
	return memory.Product(count, 16)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
