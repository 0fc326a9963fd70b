package table

import (
	"slices"
	"sort"
)

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

func (j *joined) floats(cols []int, w wish, where func(row, col int, problem *Error) error) (*numbers, error) {
	var x *numbers
	for k, t := range j.tables {
		// Errors name the column of the first table and the row of the joined one.
		place := func(row, col int, problem *Error) error {
			return where(j.first[k]+row, slices.Index(j.cols[k], col), problem)
		}
		part, err := t.floats(chosen(j.cols[k], cols), w.form, place)
		if err != nil {
			return nil, err
		}
		// Each table fills its rows. One that needs float64 makes all of them such.
		if x == nil {
			x, err = newNumbers(j.len(), len(cols), wish{part.form, j.tables[0].asked.room})
		} else if x.form != float64s && part.form == float64s {
			x, err = x.widened()
		}
		if err != nil {
			return nil, err
		}
		x.put(j.first[k], part)
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
