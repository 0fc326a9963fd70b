package table

import (
	"fmt"
	"math"
	"strconv"
)

// arrayColumn is a column of an array, which may have others.
type arrayColumn struct {
	of *ndarray
	k  int
}

// addArray adds the columns of an array to a table.
func (s *columnar) addArray(t *Table, name string, a *ndarray) error {
	// All arrays must have the same number of rows.
	if s.rows >= 0 && s.rows != a.shape[0] {
		return fmt.Errorf("%d rows, but the arrays before it have %d", a.shape[0], s.rows)
	}
	s.rows = a.shape[0]
	if len(a.shape) == 1 {
		t.Header = append(t.Header, name)
		s.columns = append(s.columns, arrayColumn{of: a})
		return nil
	}
	// Without rows there is nothing to name columns for.
	if s.rows == 0 {
		return nil
	}
	// A matrix is a column for each of its own.
	if err := s.ask.For(headerBytes(a.shape[1]), fmt.Sprintf("%d columns", a.shape[1])); err != nil {
		return err
	}
	for k := range a.shape[1] {
		t.Header = append(t.Header, name+"."+strconv.Itoa(k))
		s.columns = append(s.columns, arrayColumn{a, k})
	}
	return nil
}

func (c arrayColumn) number(row int) (float64, bool) {
	switch c.of.kind {
	case 'i', 'u':
		return c.of.float(row, c.k), true
	case 'f':
		v := c.of.float(row, c.k)
		return v, !math.IsNaN(v)
	}
	return 0, false
}

// isOfNumbers reports whether all elements are numbers, or missing.
func (a *ndarray) isOfNumbers() bool { return a.kind == 'i' || a.kind == 'u' || a.kind == 'f' }

func (c arrayColumn) text(row int) string {
	if c.of.kind == 'f' && math.IsNaN(c.of.float(row, c.k)) {
		return ""
	}
	return c.of.text(row, c.k)
}
