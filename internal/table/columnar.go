package table

import (
	"math"

	"github.com/propagate-go/propagate/internal/memory"
)

// columnar is the store of a table that was read by columns: Arrow, Parquet and NumPy.
type columnar struct {
	rows    int // -1: not known yet
	columns []series
	mapped  *mapping   // the file that the cells are in; nil: they are in memory
	ask     memory.Ask // before texts are copied; nil: nobody is

	filled, numbers []int // of [columnar.count], once they are known
}

// series is a column of a columnar store.
type series interface {
	// number returns the number in a row; ok is false for a missing value and for a text.
	number(row int) (v float64, ok bool)
	// text returns the cell of a row, empty for what is missing.
	text(row int) string
}

func (s *columnar) len() int         { return s.rows }
func (s *columnar) file(int) string  { return "" }
func (s *columnar) line(row int) int { return row + 1 }

func (s *columnar) strings(cols []int) ([][]string, error) {
	all := make([][]string, len(cols))
	for k, col := range cols {
		// A pointer and a length, besides the text.
		if err := s.ask.For(memory.Product(s.rows, 16), "the texts of a column"); err != nil {
			return nil, err
		}
		all[k] = make([]string, s.rows)
		for i := range s.rows {
			all[k][i] = s.columns[col].text(i)
		}
	}
	return all, nil
}

func (s *columnar) records() ([][]string, error) {
	all := make([][]string, s.rows)
	for i := range all {
		all[i] = s.row(i)
	}
	return all, nil
}

func (s *columnar) each(f func(i int, line []byte, cells []string) error) error {
	if err := s.unchanged(); err != nil {
		return err
	}
	for i := range s.rows {
		if err := f(i, nil, s.row(i)); err != nil {
			return err
		}
	}
	return nil
}

// row returns the cells of a row.
func (s *columnar) row(i int) []string {
	cells := make([]string, len(s.columns))
	for k, c := range s.columns {
		cells[k] = c.text(i)
	}
	return cells
}

func (s *columnar) floats(cols []int, f form, where func(row, col int, problem *Error) error) (*numbers, error) {
	if x, err := s.wholeNumbers(cols, f, where); x != nil || err != nil {
		return x, err
	}
	return readInto(s.rows, len(cols), f, func(x *numbers) error {
		to := x.setter()
		defer to.end()
		for i := range s.rows {
			values := to.next(i)
			for k, j := range cols {
				// The common case: a finite number, without a detour through text.
				if v, ok := s.columns[j].number(i); ok && v-v == 0 {
					values[k] = v
					continue
				}
				// A missing value, an infinite number, or a text, which may look like a number.
				v, problem := parse(s.columns[j].text(i))
				if problem != nil {
					if err := where(i, j, problem); err != nil {
						return err
					}
					v = math.NaN()
				}
				values[k] = v
			}
			if err := to.set(); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *columnar) count() (filled, numbers []int) {
	// Counting reads every cell, so it is done once.
	if s.filled != nil {
		return s.filled, s.numbers
	}
	s.filled, s.numbers = make([]int, len(s.columns)), make([]int, len(s.columns))
	// Missing values are all that an array of float32 may have beside numbers.
	all := make([]int, len(s.columns))
	for j := range all {
		all[j] = j
	}
	if x := s.whole(all); x != nil {
		for at := 0; at < len(x.narrow); at += x.cols {
			for j, v := range x.narrow[at : at+x.cols] {
				if v == v {
					s.filled[j]++
				}
			}
		}
		copy(s.numbers, s.filled)
		return s.filled, s.numbers
	}
	// Some rows at a time, so that arrays are read from one end to the other.
	for lo := 0; lo < s.rows; lo += chunkRows {
		for j, c := range s.columns {
			for i := lo; i < min(s.rows, lo+chunkRows); i++ {
				// A number needs no text.
				if _, ok := c.number(i); ok {
					s.filled[j]++
					s.numbers[j]++
				} else if cell := c.text(i); cell != "" {
					s.filled[j]++
					if isNumber(cell) {
						s.numbers[j]++
					}
				}
			}
		}
	}
	return s.filled, s.numbers
}

// IsText reports whether the type of a column is text, even if its cells look like numbers, and the cells are not
// only true and false. Only Arrow and Parquet files have such types; for other tables it returns false.
func (t *Table) IsText(col int) bool {
	var s *columnar
	switch {
	case t.arrow != nil:
		s = &t.arrow.columnar
	case t.parquet != nil:
		s = &t.parquet.columnar
	default:
		return false
	}
	text := false
	for i := range s.rows {
		// One number makes it a column of numbers.
		if _, ok := s.columns[col].number(i); ok {
			return false
		}
		cell := s.columns[col].text(i)
		text = text || cell != "" && cell != "true" && cell != "false"
	}
	return text
}
