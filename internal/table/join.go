package table

import (
	"errors"
	"fmt"
	"slices"
	"sort"

	"github.com/propagate-go/propagate/internal/spell"
)

// Join returns one table of the rows of several, in order. The columns are those of the first, which
// all must have, in any order, and no others. It is written in the format of the first. Closing it closes all.
//
// A column of the name mayLack may be absent in some of them: its cells there are empty. An empty name is no column.
//
// One table is returned as it is. Floats needs the memory of its numbers once more than the tables do.
func Join(tables []*Table, mayLack string) (*Table, error) {
	tables = withColumn(tables, mayLack)
	first := tables[0]
	if len(tables) == 1 {
		return first, nil
	}
	// Rows stay where they are. The joined store knows which table holds which rows.
	j := &joined{tables: tables, first: []int{0}}
	name := fmt.Sprintf("%s and %d more", first.Name, len(tables)-1)
	t := &Table{Name: name, Header: first.Header, native: first.native, comma: first.comma, store: j,
		writes: first.writes, index: first.index, indexes: first.indexes,
		asked: wishes{float32: first.asked.float32}}
	for _, part := range tables {
		// Tables may have the columns in another order.
		cols, err := sameColumns(first, part)
		// One column more or less may be that of labels, which only some of the rows have.
		width := len(part.Header) - len(first.Header)
		if e := (*Error)(nil); errors.As(err, &e) && mayLack != "" && (width == 1 || width == -1) {
			e.Hint = "if that column holds the labels, name it by --label; " + hintSame
		}
		if err != nil {
			return nil, err
		}
		j.cols = append(j.cols, cols)
		// Rows of this table end where those of the next begin.
		j.first = append(j.first, j.len()+part.Len())
		t.decimalComma = t.decimalComma || part.decimalComma
		t.Size += part.Size
		for _, note := range part.Notes {
			t.Notes = append(t.Notes, part.Name+": "+note)
		}
		for _, left := range part.LeftOut {
			if !slices.Contains(t.LeftOut, left) {
				t.LeftOut = append(t.LeftOut, left)
			}
		}
	}
	return t, t.joinOthers(tables)
}

const hintSame = "files that are read as one need the same columns, in any order"

// sameColumns returns the positions in a table of the columns of the first.
func sameColumns(first, t *Table) ([]int, error) {
	cols := make([]int, len(first.Header))
	for k, name := range first.Header {
		// A column of the first table is missing here.
		if cols[k] = t.Find(name); cols[k] < 0 {
			reason := "no such column, but " + first.Name + " has it"
			if near := spell.Nearest(name, t.Header); near != "" && first.Find(near) < 0 {
				reason += "; did you mean " + quote(near) + "?"
			}
			return nil, &Error{File: t.Name, Column: name, Reason: reason, Hint: hintSame}
		}
	}
	// And a column of this table is unknown there.
	for _, name := range t.Header {
		if first.Find(name) < 0 {
			return nil, &Error{File: t.Name, Column: name, Reason: "not a column of " + first.Name, Hint: hintSame}
		}
	}
	return cols, nil
}

// joinOthers joins the sparse features and the JSON objects of tables.
func (t *Table) joinOthers(tables []*Table) error {
	// The objects of JSON lines are kept only if all rows have one.
	objects := true
	for _, part := range tables {
		if (part.sparse == nil) != (tables[0].sparse == nil) {
			return &Error{File: part.Name, Reason: "sparse rows do not go with others in one table",
				Hint: "give files of SVMlight rows only, or none"}
		}
		objects = objects && part.objects != nil
		t.objects = append(t.objects, part.objects...)
	}
	if !objects {
		t.objects = nil
	}
	if tables[0].sparse != nil {
		// Sparse features are joined row after row.
		t.sparse = &Sparse{Start: []int{0}}
		for _, part := range tables {
			t.sparse.append(part.sparse)
		}
	}
	return nil
}

// append adds the rows of another.
func (s *Sparse) append(other *Sparse) {
	// Row starts count from the beginning of the joined values.
	behind := len(s.Ind)
	for _, start := range other.Start[1:] {
		s.Start = append(s.Start, behind+start)
	}
	s.Cols, s.Ind, s.Val = max(s.Cols, other.Cols), append(s.Ind, other.Ind...), append(s.Val, other.Val...)
}

// Row returns the row that begins on a line of a file. Where the table is of one file, its name may
// be empty.
func (t *Table) Row(file string, line int) (row int, found bool) {
	if s, ok := t.store.(*selected); ok {
		return s.of.Row(file, line)
	}
	first, tables := []int{0}, []*Table{t}
	if j, ok := t.store.(*joined); ok {
		first, tables = j.first, j.tables
	}
	for k, part := range tables {
		if file != "" && file != part.Name {
			continue
		}
		n := part.Len()
		// Lines rise with rows, so a binary search finds it.
		if i := sort.Search(n, func(i int) bool { return part.Line(i) >= line }); i < n && part.Line(i) == line {
			return first[k] + i, true
		}
	}
	return 0, false
}

// Files returns the names of the files of a table.
func (t *Table) Files() []string {
	if s, ok := t.store.(*selected); ok {
		return s.of.Files()
	}
	j, ok := t.store.(*joined)
	if !ok {
		return []string{t.Name}
	}
	var names []string
	for _, part := range j.tables {
		names = append(names, part.Name)
	}
	return names
}
