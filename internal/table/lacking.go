package table

import (
	"fmt"
	"math"
	"slices"
)

// lacking is a store with one column more, at the end, whose cells are all empty.
type lacking struct {
	store
	col int
}

// withColumn adds a column to those tables that lack it, if others have it, with a note.
func withColumn(tables []*Table, name string) []*Table {
	has := func(t *Table) bool { return t.Find(name) >= 0 }
	if name == "" || !slices.ContainsFunc(tables, has) {
		return tables
	}
	all := slices.Clone(tables)
	for k, t := range all {
		if has(t) || t.sparse != nil {
			continue
		}
		wide := *t
		wide.Header = append(slices.Clone(t.Header), name)
		wide.store, wide.arrow, wide.parquet = &lacking{t.store, len(t.Header)}, nil, nil
		wide.Notes = append(slices.Clone(t.Notes), fmt.Sprintf("no column %q, so no row has a label", name))
		all[k] = &wide
	}
	return all
}

func (l *lacking) strings(cols []int) ([][]string, error) {
	all, err := l.store.strings(l.others(cols))
	if at := slices.Index(cols, l.col); at >= 0 && err == nil {
		all = slices.Insert(all, at, make([]string, l.len()))
	}
	return all, err
}

// others are the columns that the store has.
func (l *lacking) others(cols []int) []int {
	return slices.DeleteFunc(slices.Clone(cols), func(j int) bool { return j == l.col })
}

func (l *lacking) records() ([][]string, error) {
	all, err := l.store.records()
	wide := make([][]string, len(all))
	for i, cells := range all {
		wide[i] = append(slices.Clone(cells), "")
	}
	return wide, err
}

// floats reads the columns that are there, and puts missing values between them.
func (l *lacking) floats(cols []int, f form, where func(row, col int, problem *Error) error) (*numbers, error) {
	at := slices.Index(cols, l.col)
	if at < 0 {
		return l.store.floats(cols, f, where)
	}
	there := l.others(cols)
	x := newNumbers(l.len(), 0, f)
	if len(there) > 0 {
		var err error
		if x, err = l.store.floats(there, f, where); err != nil {
			return nil, err
		}
	}
	return readInto(l.len(), len(cols), x.form, func(wide *numbers) error {
		to := wide.setter()
		defer to.end()
		for i := range l.len() {
			if err := where(i, l.col, &Error{Reason: "empty cell", Hint: hintMissing}); err != nil {
				return err
			}
			values := to.next(i)
			for k := range values {
				switch {
				case k < at:
					values[k] = x.at(i, k)
				case k == at:
					values[k] = math.NaN()
				default:
					values[k] = x.at(i, k-1)
				}
			}
			if err := to.set(); err != nil {
				return err
			}
		}
		return nil
	})
}

func (l *lacking) count() (filled, numbers []int) {
	filled, numbers = l.store.count()
	return append(slices.Clone(filled), 0), append(slices.Clone(numbers), 0)
}

func (l *lacking) codes() []bool { return append(slices.Clone(l.store.codes()), false) }

func (l *lacking) each(f func(i int, line []byte, cells []string) error) error {
	return l.store.each(func(i int, line []byte, cells []string) error {
		// The line ends one cell early.
		if line != nil {
			cells = texts(split(line, nil))
		}
		return f(i, nil, append(slices.Clone(cells), ""))
	})
}
