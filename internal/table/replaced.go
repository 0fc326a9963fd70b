package table

import (
	"strings"
)

// WithColumn returns the table with other cells in a column, one for each row, for writing. Closing it closes t.
// Columns of Parquet and Arrow are then written by their values, not with the types that they had.
//
// Errors: that of reading the file, and of a JSON object that cannot be read again.
func (t *Table) WithColumn(col int, cells []string) (*Table, error) {
	other := *t
	other.store, other.arrow, other.parquet, other.objects = &replaced{t.store, col, cells}, nil, nil, nil
	// A name such as a.b is that of a member of a member: those objects are written anew.
	if strings.Contains(t.Header[col], ".") {
		return &other, nil
	}
	before, err := t.Strings(col)
	if err != nil {
		return nil, err
	}
	for i, with := range t.objects {
		// An object whose cell stays keeps it as it is written.
		if cells[i] != before[i] {
			if with, err = withMember(with, t.Header[col], cells[i]); err != nil {
				return nil, &Error{File: t.Name, Err: err,
					Reason: "an object cannot be read again: " + oneLine(err.Error())}
			}
		}
		other.objects = append(other.objects, with)
	}
	return &other, nil
}

// withMember returns the text of an object with another value of a member; the others stay as they are written.
func withMember(object, name, cell string) (string, error) {
	rest, err := withoutMembers(object, []string{name})
	if err != nil {
		return "", err
	}
	member := jsonText(name) + ": " + jsonValue(cell)
	if rest == "{}" {
		return "{" + member + "}", nil
	}
	return strings.TrimSuffix(rest, "}") + ", " + member + "}", nil
}

// replaced is a store with other cells in one column.
type replaced struct {
	store
	col   int
	cells []string
}

func (r *replaced) strings(cols []int) ([][]string, error) {
	all, err := r.store.strings(cols)
	for k, j := range cols {
		if err == nil && j == r.col {
			all[k] = r.cells
		}
	}
	return all, err
}

func (r *replaced) records() ([][]string, error) {
	all, err := r.store.records()
	some := make([][]string, len(all))
	for i, cells := range all {
		some[i] = r.with(i, cells)
	}
	return some, err
}

func (r *replaced) each(f func(i int, line []byte, cells []string) error) error {
	return r.store.each(func(i int, line []byte, cells []string) error {
		// The line holds the cell that was there.
		if line != nil {
			cells = texts(split(line, nil))
		}
		return f(i, nil, r.with(i, cells))
	})
}

// with returns the cells of a row with the other one among them. They may belong to the store: the result does not.
func (r *replaced) with(row int, cells []string) []string {
	cells = append([]string(nil), cells...)
	cells[r.col] = r.cells[row]
	return cells
}
