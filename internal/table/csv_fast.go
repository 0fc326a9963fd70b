package table

import (
	"bytes"
	"errors"
	"sort"
	"strings"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// A plain text is CSV without quotes: each line that is not blank is a row, and each comma
// ends a cell. Its cells stay where they are and are read again for what is asked; numbers
// alone are kept from the first time.
type plain struct {
	name    string // of the file
	source  source
	columns int
	chunks  []chunk
	rows    int

	numeric []int     // the columns in values
	values  []float64 // NaN where there is no finite number; nil once they are given away
	counts  *counts
	texts   map[int][]string // the columns that are not numeric

	memory sync.Pool
}

// newPlain returns the header and the rows of a plain text, or nil if it is not one, or has
// no rows, or something is wrong with it. The columns named are not read as numbers.
func newPlain(o source, names []string) ([]string, int, *plain, error) {
	header, line, at, err := o.header()
	if err != nil || header == nil {
		return nil, 0, nil, err
	}
	if o.progress != nil {
		o.progress.twice()
	}
	p := &plain{source: o, columns: len(header)}
	var ok bool
	if p.chunks, ok, err = chunksOf(o, at, o.size, line+1); !ok || err != nil {
		return nil, 0, nil, err
	}
	for _, part := range p.chunks {
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

// eachRow calls f with the cells of every row, on all processors; the rows of a chunk, whose
// number is c, come in order. The cells are valid during the call.
func (p *plain) eachRow(f func(c, row int, cells [][]byte) error) error {
	return par.Try(len(p.chunks), 1, func(c, _, _ int) error {
		b, err := p.read(c)
		if err != nil {
			return err
		}
		defer p.memory.Put(&b)
		cells := make([][]byte, 0, p.columns+1)
		row := p.chunks[c].row
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

// read returns the bytes of a chunk, to be put back into the memory.
func (p *plain) read(c int) ([]byte, error) {
	var memory []byte
	if m, ok := p.memory.Get().(*[]byte); ok {
		memory = *m
	}
	return p.chunks[c].read(p.source, memory)
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
	parts := make([]*counts, len(p.chunks))
	err := p.eachRow(func(c, row int, cells [][]byte) error {
		if parts[c] == nil {
			parts[c] = newCounts(p.columns)
		}
		p.chunks[c].needsQuotes = p.chunks[c].needsQuotes || anyNeedsQuotes(cells)
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

// line returns the line of a row.
func (p *plain) line(row int) int {
	behind := sort.Search(len(p.chunks), func(c int) bool { return p.chunks[c].row > row })
	return p.chunks[behind-1].lineOf(row)
}

func (p *plain) len() int                       { return p.rows }
func (p *plain) file(int) string                { return "" }
func (p *plain) count() (filled, numbers []int) { return p.counts.filled, p.counts.numbers }
func (p *plain) close() error                   { return p.source.close() }

func (p *plain) records() ([][]string, error) {
	rows := make([][]string, p.rows)
	err := p.eachRow(func(_, row int, cells [][]byte) error {
		rows[row] = texts(cells)
		return nil
	})
	return rows, err
}

func (p *plain) each(f func(i int, line []byte, cells []string) error) error {
	if p.source.changed() {
		return &Error{File: p.name, Reason: "the file has changed since it was read", Hint: "run again when nothing writes to it"}
	}
	for c, part := range p.chunks {
		b, err := p.read(c)
		if err != nil {
			return fileError(p.name, "read", err)
		}
		row := part.row
		eachLine(b, func(line []byte) {
			if err != nil || len(line) == 0 {
				return
			}
			if part.needsQuotes {
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
