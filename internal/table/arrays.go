package table

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/gonum/mat"
)

// arrays are rows in columns: the store of a table that was no text.
type arrays struct {
	rows    int // -1: not known yet
	columns []arrayColumn
}

// arrayColumn is a column of an array, which may have others.
type arrayColumn struct {
	of *array
	k  int
}

// add adds the columns of an array to a table.
func (s *arrays) add(t *Table, name string, a *array) error {
	if s.rows >= 0 && s.rows != a.shape[0] {
		return fmt.Errorf("%d rows, but the arrays before it have %d", a.shape[0], s.rows)
	}
	s.rows = a.shape[0]
	if len(a.shape) == 1 {
		t.Header = append(t.Header, name)
		s.columns = append(s.columns, arrayColumn{of: a})
		return nil
	}
	for k := range a.shape[1] {
		t.Header = append(t.Header, name+"."+strconv.Itoa(k))
		s.columns = append(s.columns, arrayColumn{a, k})
	}
	return nil
}

// numeric reports whether a column holds numbers rather than texts.
func (c arrayColumn) numeric() bool { return c.of.kind == 'f' || c.of.kind == 'i' || c.of.kind == 'u' }

func (s *arrays) len() int         { return s.rows }
func (s *arrays) file(int) string  { return "" }
func (s *arrays) line(row int) int { return row + 1 }
func (s *arrays) close() error     { return nil }

// strings returns the cells of a column; one that is not a number is empty.
func (s *arrays) strings(col int) ([]string, error) {
	cells := make([]string, s.rows)
	for i := range cells {
		cells[i] = s.cell(i, col)
	}
	return cells, nil
}

func (s *arrays) records() ([][]string, error) {
	all := make([][]string, s.rows)
	for i := range all {
		all[i] = s.row(i)
	}
	return all, nil
}

func (s *arrays) each(f func(i int, line []byte, cells []string) error) error {
	for i := range s.rows {
		if err := f(i, nil, s.row(i)); err != nil {
			return err
		}
	}
	return nil
}

func (s *arrays) cell(row, col int) string {
	c := s.columns[col]
	if c.of.kind == 'f' && math.IsNaN(c.of.float(row, c.k)) {
		return ""
	}
	return c.of.text(row, c.k)
}

// row returns the cells of a row.
func (s *arrays) row(i int) []string {
	cells := make([]string, len(s.columns))
	for k := range cells {
		cells[k] = s.cell(i, k)
	}
	return cells
}

func (s *arrays) floats(cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	x := mat.NewDense(s.rows, len(cols), nil)
	for i := range s.rows {
		values := x.RawRowView(i)
		for k, j := range cols {
			c := s.columns[j]
			if c.numeric() {
				if values[k] = c.of.float(i, c.k); values[k]-values[k] == 0 {
					continue
				}
			}
			v, problem := parse(s.cell(i, j))
			if problem != nil {
				if err := where(i, j, problem); err != nil {
					return nil, err
				}
				v = math.NaN()
			}
			values[k] = v
		}
	}
	return x, nil
}

func (s *arrays) count() (filled, numbers []int) {
	filled, numbers = make([]int, len(s.columns)), make([]int, len(s.columns))
	for j, c := range s.columns {
		for i := range s.rows {
			switch {
			case c.of.kind == 'i' || c.of.kind == 'u', c.of.kind == 'f' && !math.IsNaN(c.of.float(i, c.k)):
				filled[j]++
				numbers[j]++
			case s.cell(i, j) != "":
				filled[j]++
				if isNumber(s.cell(i, j)) {
					numbers[j]++
				}
			}
		}
	}
	return filled, numbers
}
