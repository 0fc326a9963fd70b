package table

import (
	"fmt"
	"slices"
	"sort"

	"github.com/propagate-go/propagate/internal/spell"
	"gonum.org/v1/gonum/mat"
)

// Join returns one table of the rows of several, in order. The columns are those of the first, which
// all must have, in any order, and no others. It is written in the format of the first. Closing it closes all.
//
// One table is returned as it is. Floats needs the memory of its numbers once more than the tables do.
func Join(tables []*Table) (*Table, error) {
	first := tables[0]
	if len(tables) == 1 {
		return first, nil
	}
	// Rows stay where they are. The joined store knows which table holds which rows.
	j := &joined{tables: tables, first: []int{0}}
	name := fmt.Sprintf("%s and %d more", first.Name, len(tables)-1)
	t := &Table{Name: name, Header: first.Header, native: first.native, comma: first.comma, store: j,
		mark: first.mark, crlf: first.crlf, index: first.index}
	for _, part := range tables {
		// Tables may have the columns in another order.
		cols, err := sameColumns(first, part)
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
		if cols[k] = t.find(name); cols[k] < 0 {
			reason := "no such column, but " + first.Name + " has it"
			if near := spell.Nearest(name, t.Header); near != "" && first.find(near) < 0 {
				reason += "; did you mean " + quote(near) + "?"
			}
			return nil, &Error{File: t.Name, Column: name, Reason: reason, Hint: hintSame}
		}
	}
	// And a column of this table is unknown there.
	for _, name := range t.Header {
		if first.find(name) < 0 {
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

// joined are the rows of several tables, one after the other.
type joined struct {
	tables []*Table
	cols   [][]int // of each: the positions of the columns of the first
	first  []int   // of each: the number of its first row; at the end that of all rows
}

func (j *joined) len() int { return j.first[len(j.first)-1] }

// at returns the table of a row, and the number of the row there.
func (j *joined) at(row int) (*Table, int) {
	// The first table whose rows reach beyond the row.
	behind := sort.Search(len(j.tables), func(k int) bool { return j.first[k+1] > row })
	return j.tables[behind], row - j.first[behind]
}

func (j *joined) file(row int) string {
	t, i := j.at(row)
	return t.File(i)
}

func (j *joined) line(row int) int {
	t, i := j.at(row)
	return t.Line(i)
}

func (j *joined) strings(cols []int) ([][]string, error) {
	return j.eachStrings(cols, (*Table).StringsOf)
}

// eachStrings joins the cells that read returns of each table.
func (j *joined) eachStrings(cols []int, read func(*Table, []int) ([][]string, error)) ([][]string, error) {
	all := make([][]string, len(cols))
	for k, t := range j.tables {
		// Ask each table for its own numbers of the columns.
		some, err := read(t, chosen(j.cols[k], cols))
		if err != nil {
			return nil, err
		}
		for c := range all {
			all[c] = append(all[c], some[c]...)
		}
	}
	return all, nil
}

func (j *joined) records() ([][]string, error) {
	all := make([][]string, 0, j.len())
	for k, t := range j.tables {
		some, err := t.store.records()
		if err != nil {
			return nil, fileError(t.Name, "read", err)
		}
		for _, cells := range some {
			all = append(all, j.ordered(k, cells))
		}
	}
	return all, nil
}

// ordered returns cells of the k-th table in the order of the first.
func (j *joined) ordered(k int, cells []string) []string {
	if slices.IsSorted(j.cols[k]) {
		return cells
	}
	return chosen(cells, j.cols[k])
}

// chosen returns some of a list.
func chosen[T any](all []T, some []int) []T {
	list := make([]T, len(some))
	for i, k := range some {
		list[i] = all[k]
	}
	return list
}

func (j *joined) floats(cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	x := mat.NewDense(j.len(), len(cols), nil)
	for k, t := range j.tables {
		// Errors name the column of the first table and the row of the joined one.
		place := func(row, col int, problem *Error) error {
			return where(j.first[k]+row, slices.Index(j.cols[k], col), problem)
		}
		part, err := t.floats(chosen(j.cols[k], cols), place)
		if err != nil {
			return nil, err
		}
		// Each table fills its rows of the matrix.
		x.Slice(j.first[k], j.first[k+1], 0, len(cols)).(*mat.Dense).Copy(part)
	}
	return x, nil
}

func (j *joined) count() (filled, numbers []int) {
	for k, t := range j.tables {
		f, n := t.Count()
		// Bring the counts into the order of the first table, then add.
		f, n = chosen(f, j.cols[k]), chosen(n, j.cols[k])
		if k == 0 {
			filled, numbers = f, n
			continue
		}
		for c := range f {
			filled[c] += f[c]
			numbers[c] += n[c]
		}
	}
	return filled, numbers
}

func (j *joined) each(f func(i int, line []byte, cells []string) error) error {
	for k, t := range j.tables {
		same := slices.IsSorted(j.cols[k])
		err := t.store.each(func(i int, line []byte, cells []string) error {
			// A line can be copied only if its columns are in the order of the first table.
			if line != nil && !same {
				line, cells = nil, texts(split(line, nil))
			}
			if line == nil {
				cells = j.ordered(k, cells)
			}
			return f(j.first[k]+i, line, cells)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (j *joined) close() error {
	var failure error
	// Close all, even after an error.
	for _, t := range j.tables {
		if err := t.Close(); err != nil {
			failure = err
		}
	}
	return failure
}

// Row returns the row that begins on a line of a file. Where the table is of one file, its name may
// be empty.
func (t *Table) Row(file string, line int) (row int, found bool) {
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
