package table

import (
	"math"
	"strings"

	"github.com/propagate-go/propagate/internal/par"
)

// rows are cells by row: the store of a text that was read record by record.
type rows struct {
	cells        [][]string // as written, without the quotes of CSV
	lines        []int      // of each row: the line of the file it begins on, counted from 1
	files        []string   // of each row; nil: there is one file
	decimalComma bool
	formats      []numberFormat // of each column; nil: decimalComma says all
}

func (r *rows) len() int                     { return len(r.cells) }
func (r *rows) line(row int) int             { return r.lines[row] }
func (r *rows) records() ([][]string, error) { return r.cells, nil }
func (r *rows) close() error                 { return nil }

func (r *rows) file(row int) string {
	if r.files == nil {
		return ""
	}
	return r.files[row]
}

func (r *rows) strings(cols []int) ([][]string, error) {
	all := make([][]string, len(cols))
	for k, col := range cols {
		all[k] = make([]string, len(r.cells))
		for i, row := range r.cells {
			all[k][i] = row[col]
		}
	}
	return all, nil
}

func (r *rows) each(f func(i int, line []byte, cells []string) error) error {
	for i, row := range r.cells {
		if err := f(i, nil, row); err != nil {
			return err
		}
	}
	return nil
}

// point returns a cell of a column with a point for the comma that stands for it.
func (r *rows) point(col int, cell string) string {
	if r.formats != nil {
		return r.formats[col].plain(cell)
	}
	f := numberFormat{comma: r.decimalComma}
	return f.plain(cell)
}

// chunkRows is the number of rows a worker takes at a time.
const chunkRows = 256

func (r *rows) floats(cols []int, w wish, where func(row, col int, problem *Error) error) (*numbers, error) {
	return readInto(len(r.cells), len(cols), w, func(x *numbers) error {
		// Rows are independent: parse chunks of them at the same time. The first error by row wins.
		return par.Try(len(r.cells), chunkRows, func(_, lo, hi int) error {
			to := x.setter()
			defer to.end()
			for i := lo; i < hi; i++ {
				values := to.next(i)
				for k, c := range cols {
					v, problem := parse(r.point(c, r.cells[i][c]))
					if problem != nil {
						if err := where(i, c, problem); err != nil {
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
	})
}

func (r *rows) count() (filled, numbers []int) {
	if len(r.cells) == 0 {
		return nil, nil
	}
	m := len(r.cells[0])
	// Each chunk counts for itself: filled cells first, then numbers.
	chunks := make([][]int, par.Chunks(len(r.cells), chunkRows))
	par.For(len(r.cells), chunkRows, func(c, lo, hi int) {
		counts := make([]int, 2*m)
		for _, row := range r.cells[lo:hi] {
			for j, cell := range row {
				s := strings.TrimSpace(r.point(j, cell))
				if s == "" {
					continue
				}
				counts[j]++
				if isNumber(s) {
					counts[m+j]++
				}
			}
		}
		chunks[c] = counts
	})
	// Add the counts of all chunks.
	total := make([]int, 2*m)
	for _, counts := range chunks {
		for j, n := range counts {
			total[j] += n
		}
	}
	return total[:m], total[m:]
}
