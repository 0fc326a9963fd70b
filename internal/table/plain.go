package table

import (
	"bytes"
	"errors"
	"math"
	"sort"
	"strings"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// A plain text is CSV without quotes: each line that is not blank is a row, and each comma
// ends a cell. Its cells stay where they are and are read again for what is asked; numbers
// alone are kept from the first time.
type plain struct {
	name    string // of the file
	origin  origin
	columns int
	pieces  []piece
	rows    int

	numeric []int     // the columns in values
	values  []float64 // NaN where there is no finite number; nil once they are given away
	counts  *counts
	texts   map[int][]string // the columns that are not numeric

	memory sync.Pool
}

// newPlain returns the header and the rows of a plain text, or nil if it is not one, or has
// no rows, or something is wrong with it. The columns named are not read as numbers.
func newPlain(o origin, names []string) ([]string, int, *plain, error) {
	header, line, at, err := o.header()
	if err != nil || header == nil {
		return nil, 0, nil, err
	}
	if o.watch != nil {
		o.watch.twice()
	}
	p := &plain{origin: o, columns: len(header)}
	var ok bool
	if p.pieces, ok, err = pieces(o, at, o.size, line+1); !ok || err != nil {
		return nil, 0, nil, err
	}
	for _, part := range p.pieces {
		p.rows += part.rows
	}
	if p.rows == 0 {
		return nil, 0, nil, nil
	}
	p.texts = map[int][]string{}
	for j, name := range header {
		if contains(names, name) {
			p.texts[j] = make([]string, p.rows)
		} else {
			p.numeric = append(p.numeric, j)
		}
	}
	switch err := p.readAll(); {
	case errors.Is(err, errCells):
		return nil, 0, nil, nil
	case err != nil:
		return nil, 0, nil, err
	}
	return header, line, p, nil
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if strings.TrimSpace(n) == strings.TrimSpace(name) {
			return true
		}
	}
	return false
}

// errCells is what eachRow returns where a row has not as many cells as the header.
var errCells = errors.New("table: not as many cells as the header")

// eachRow calls f with the cells of every row, on all processors; the rows of a piece, whose
// number is c, come in order. The cells are valid during the call.
func (p *plain) eachRow(f func(c, row int, cells [][]byte) error) error {
	return par.Try(len(p.pieces), 1, func(c, _, _ int) error {
		b, err := p.read(c)
		if err != nil {
			return err
		}
		defer p.memory.Put(&b)
		cells := make([][]byte, 0, p.columns+1)
		row := p.pieces[c].row
		eachLine(b, func(line []byte) {
			if err != nil || len(line) == 0 {
				return
			}
			if cells = split(line, cells[:0]); len(cells) != p.columns {
				err = errCells
				return
			}
			err = f(c, row, cells)
			row++
		})
		return err
	})
}

// read returns the bytes of a piece, to be put back into the memory.
func (p *plain) read(c int) ([]byte, error) {
	var memory []byte
	if m, ok := p.memory.Get().(*[]byte); ok {
		memory = *m
	}
	return p.pieces[c].read(p.origin, memory)
}

func split(line []byte, cells [][]byte) [][]byte {
	for {
		i := bytes.IndexByte(line, ',')
		if i < 0 {
			return append(cells, line)
		}
		cells = append(cells, line[:i])
		line = line[i+1:]
	}
}

// readAll reads and counts what there is.
func (p *plain) readAll() error {
	width := len(p.numeric)
	p.values = make([]float64, p.rows*width)
	parts := make([]*counts, len(p.pieces))
	err := p.eachRow(func(c, row int, cells [][]byte) error {
		if parts[c] == nil {
			parts[c] = newCounts(p.columns)
		}
		p.pieces[c].odd = p.pieces[c].odd || anyOdd(cells)
		values := p.values[row*width : (row+1)*width]
		for k, j := range p.numeric {
			values[k] = parts[c].number(j, cells[j])
		}
		for j, texts := range p.texts {
			parts[c].text(j, cells[j])
			texts[row] = string(cells[j])
		}
		return nil
	})
	p.counts = newCounts(p.columns)
	for _, c := range parts {
		p.counts.add(c)
	}
	return err
}

// counts are of the cells of each column.
type counts struct{ filled, numbers, finite []int }

func newCounts(columns int) *counts {
	return &counts{make([]int, columns), make([]int, columns), make([]int, columns)}
}

// number counts a cell of column j and returns its number, NaN if it is not a finite one.
func (c *counts) number(j int, cell []byte) float64 {
	v, ok := decimal(cell)
	if !ok {
		return c.text(j, cell)
	}
	c.filled[j]++
	c.numbers[j]++
	c.finite[j]++
	return v
}

// text is number for any cell.
func (c *counts) text(j int, cell []byte) float64 {
	s := strings.TrimSpace(string(cell))
	if s == "" {
		return math.NaN()
	}
	c.filled[j]++
	if !isNumber(s) {
		return math.NaN()
	}
	c.numbers[j]++
	if v, _ := number(s); v-v == 0 {
		c.finite[j]++
		return v
	}
	return math.NaN()
}

func (c *counts) add(other *counts) {
	if other == nil {
		return
	}
	for j := range c.filled {
		c.filled[j] += other.filled[j]
		c.numbers[j] += other.numbers[j]
		c.finite[j] += other.finite[j]
	}
}

// anyOdd reports whether csv.Writer might write a cell in quotes.
func anyOdd(cells [][]byte) bool {
	for _, cell := range cells {
		if len(cell) > 0 && (cell[0] <= ' ' || cell[0] >= 0x80 || cell[0] == '\\') {
			return true
		}
	}
	return len(cells) == 1
}

// floats returns some columns as numbers, from the values where they are all finite.
func (p *plain) floats(cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	if at := p.places(cols); at != nil {
		x := mat.NewDense(p.rows, len(cols), pick(p.values, p.rows, len(p.numeric), at))
		p.values = nil
		return x, nil
	}
	x := mat.NewDense(p.rows, len(cols), nil)
	err := p.eachRow(func(_, row int, cells [][]byte) error {
		values := x.RawRowView(row)
		for k, j := range cols {
			v, ok := decimal(cells[j])
			if !ok {
				var problem *Error
				if v, problem = parse(string(cells[j])); problem != nil {
					if err := where(row, j, problem); err != nil {
						return err
					}
					v = math.NaN()
				}
			}
			values[k] = v
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return x, nil
}

// places returns where in values columns are that hold nothing but finite numbers, or nil.
func (p *plain) places(cols []int) []int {
	if p.values == nil {
		return nil
	}
	at := map[int]int{}
	for k, j := range p.numeric {
		at[j] = k
	}
	var places []int
	for _, j := range cols {
		k, ok := at[j]
		if !ok || p.counts.finite[j] < p.rows {
			return nil
		}
		places = append(places, k)
	}
	return places
}

// pick moves some columns of n rows to the front, in their own memory.
func pick(values []float64, n, width int, places []int) []float64 {
	row := make([]float64, len(places))
	for i := range n {
		from := values[i*width : (i+1)*width]
		for k, at := range places {
			row[k] = from[at]
		}
		copy(values[i*len(places):], row)
	}
	return values[:n*len(places)]
}

func (p *plain) strings(cols []int) ([][]string, error) {
	all := make([][]string, len(cols))
	var asked []int // of cols: those that are not at hand
	for k, col := range cols {
		if all[k] = p.texts[col]; all[k] == nil {
			all[k] = make([]string, p.rows)
			asked = append(asked, k)
		}
	}
	if asked == nil {
		return all, nil
	}
	err := p.eachRow(func(_, row int, cells [][]byte) error {
		for _, k := range asked {
			all[k][row] = string(cells[cols[k]])
		}
		return nil
	})
	return all, err
}

// line returns the line of a row.
func (p *plain) line(row int) int {
	behind := sort.Search(len(p.pieces), func(c int) bool { return p.pieces[c].row > row })
	return p.pieces[behind-1].lineOf(row)
}

func (p *plain) len() int                       { return p.rows }
func (p *plain) file(int) string                { return "" }
func (p *plain) count() (filled, numbers []int) { return p.counts.filled, p.counts.numbers }
func (p *plain) close() error                   { return p.origin.close() }

func (p *plain) records() ([][]string, error) {
	rows := make([][]string, p.rows)
	err := p.eachRow(func(_, row int, cells [][]byte) error {
		rows[row] = texts(cells)
		return nil
	})
	return rows, err
}

func (p *plain) each(f func(i int, line []byte, cells []string) error) error {
	if p.origin.changed() {
		return &Error{File: p.name, Reason: "the file has changed since it was read", Hint: "run again when nothing writes to it"}
	}
	for c, part := range p.pieces {
		b, err := p.read(c)
		if err != nil {
			return fileError(p.name, "read", err)
		}
		row := part.row
		eachLine(b, func(line []byte) {
			if err != nil || len(line) == 0 {
				return
			}
			if part.odd {
				err = f(row, nil, texts(split(line, nil)))
			} else {
				err = f(row, line, nil)
			}
			row++
		})
		p.memory.Put(&b)
		if err != nil {
			return err
		}
	}
	return nil
}
