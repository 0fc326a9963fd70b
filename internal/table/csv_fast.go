package table

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
)

// A plain text is CSV without quotes: each line that is not blank is a row, and each comma ends a cell. Its cells stay
// in the file, and are read again when they are asked for. Only the numbers are kept.
type plain struct {
	name    string // of the file
	source  source
	columns int
	chunks  []chunk
	rows    int

	numeric []int    // the columns in values
	values  *numbers // NaN where there is no finite number; nil once they are given away
	counts  *counts
	texts   map[int][]string // the columns that are not numeric

	memory sync.Pool // of chunks: what is new would have to be cleared, and is in no cache
}

// newPlain returns the header, its line, and the store of a plain text. It returns nil if the text is not plain, has no
// rows, or has a mistake, which the slow reader then finds. The named columns are not read as numbers.
func newPlain(o source, names []string) ([]string, int, *plain, error) {
	// The header decides the number of columns. Everything after it is cut into chunks.
	header, line, at, err := o.header()
	if err != nil || header == nil {
		return nil, 0, nil, err
	}
	if o.progress != nil {
		// The text is read once to count rows and once to read numbers.
		o.progress.twice()
	}
	p := &plain{source: o, columns: len(header)}
	if ok, err := p.divide(at, line+1+o.shift); !ok || err != nil {
		return nil, 0, nil, err
	}
	// The number of rows is known before any is read, so memory is taken once.
	for _, part := range p.chunks {
		p.rows += part.rows
	}
	if p.rows == 0 {
		return nil, 0, nil, nil
	}
	p.texts = map[int][]string{}
	for j, name := range header {
		// Columns that hold no numbers are kept as texts at once, which saves reading the file again.
		if contains(names, name) {
			p.texts[j] = nil
		} else {
			p.numeric = append(p.numeric, j)
		}
	}
	switch err := p.readAll(); {
	// The slow reader finds the line and the reason.
	case errors.Is(err, errMistake):
		return nil, 0, nil, nil
	case err != nil:
		return nil, 0, nil, err
	}
	return header, line + o.shift, p, nil
}

// ask asks for the memory of the texts, and of what is counted in each chunk.
func (p *plain) ask() error {
	counts := memory.Product(len(p.chunks), p.columns, 25)
	what := fmt.Sprintf("%d rows of %d columns", p.rows, p.columns)
	return p.source.ask.For(counts+memory.Product(p.rows, len(p.texts), 16)+headerBytes(p.columns), what)
}

func contains(names []string, name string) bool {
	for _, n := range names {
		// As for all names of columns, spaces around them do not count.
		if strings.TrimSpace(n) == strings.TrimSpace(name) {
			return true
		}
	}
	return false
}

// errChanged is returned where a file that is read again is another.
var errChanged = &Error{Reason: "the file has changed since it was read", Hint: "run again when nothing writes to it"}

// ErrCutShort is the error of a file that is not as long any more as when it was opened, and that was not read whole.
var ErrCutShort error = &Error{Reason: "a file was cut short while it was read", Hint: errChanged.Hint}

// errMistake is returned where a row has not as many cells as the header, or where the first is no row.
var errMistake = errors.New("table: a line that is no row")

// eachRow calls f with the cells of every row, on all processors. The rows of chunk c come in order. The cells are
// valid only during the call.
func (p *plain) eachRow(f func(c, row int, cells [][]byte) error) error {
	return par.Try(len(p.chunks), 1, func(c, _, _ int) error {
		return p.rowsOf(c, func(row int, cells [][]byte) error { return f(c, row, cells) })
	})
}

// eachChunk is eachRow where f also writes the numbers of the row into values, those of x.
func (p *plain) eachChunk(x *numbers, f func(c, row int, cells [][]byte, values []float64) error) error {
	return par.Try(len(p.chunks), 1, func(c, _, _ int) error {
		to := x.setter()
		defer to.end()
		return p.rowsOf(c, func(row int, cells [][]byte) error {
			if err := f(c, row, cells, to.next(row)); err != nil {
				return err
			}
			return to.set()
		})
	})
}

// rowsOf calls f with the cells of every row of a chunk.
func (p *plain) rowsOf(c int, f func(row int, cells [][]byte) error) error {
	// Each worker reads a chunk into memory that is used again.
	b, err := p.read(c)
	if err != nil {
		return err
	}
	defer p.memory.Put(&b)
	// Cells are slices of the chunk: nothing is copied.
	cells := make([][]byte, 0, p.columns+1)
	row := p.chunks[c].row
	eachLine(b, func(line []byte) {
		// A blank line is no row. After an error the rest of the chunk is passed over.
		if err != nil || len(line) == 0 {
			return
		}
		if cells = split(line, cells[:0]); len(cells) != p.columns {
			err = errMistake
			return
		}
		err = f(row, cells)
		row++
	})
	return err
}

// read returns the bytes of a chunk, in memory that the caller puts back into the pool.
func (p *plain) read(c int) ([]byte, error) {
	var memory []byte
	if m, ok := p.memory.Get().(*[]byte); ok {
		memory = *m
	}
	return p.chunks[c].read(p.source, memory)
}

func split(line []byte, cells [][]byte) [][]byte {
	for {
		// A plain text has no quotes, so every comma ends a cell.
		i := bytes.IndexByte(line, ',')
		if i < 0 {
			return append(cells, line)
		}
		cells = append(cells, line[:i])
		line = line[i+1:]
	}
}

// readAll reads the numbers and the texts that are kept, and counts the cells.
func (p *plain) readAll() error {
	f := p.source.form
	if err := p.source.room.size(p.rows, p.columns, memory.Product(p.rows, len(p.numeric), f.widest())); err != nil {
		return err
	}
	if err := p.ask(); err != nil {
		return err
	}
	var err error
	p.values, err = readInto(p.rows, len(p.numeric), wish{f, p.source.room}, p.readAs)
	return err
}

// readAs is readAll of numbers in one form.
func (p *plain) readAs(x *numbers) error {
	for j := range p.texts {
		p.texts[j] = make([]string, p.rows)
	}
	// Each chunk counts for itself, so that workers share nothing.
	parts := make([]*counts, len(p.chunks))
	err := p.eachChunk(x, func(c, row int, cells [][]byte, values []float64) error {
		if parts[c] == nil {
			parts[c] = newCounts(p.columns)
		}
		if row == 0 && isRule(texts(cells)) {
			return errMistake
		}
		// A chunk with a cell that needs quotes is not copied as it is when the table is written.
		p.chunks[c].needsQuotes = p.chunks[c].needsQuotes || anyNeedsQuotes(cells)
		// Numbers go to their place in values, row by row.
		for k, j := range p.numeric {
			values[k] = parts[c].number(j, cells[j])
		}
		// Texts are copied, since the chunk's memory is used again.
		for j, texts := range p.texts {
			parts[c].text(j, cells[j])
			texts[row] = string(cells[j])
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.counts = newCounts(p.columns)
	// Sums of counts do not depend on the order.
	for _, c := range parts {
		p.counts.add(c)
	}
	return nil
}

// line returns the line of a row.
func (p *plain) line(row int) int {
	// The first chunk that begins after the row: the one before holds it.
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
	// Rows are read again here. Another text would give other rows than those that were labelled.
	if p.source.changed() {
		e := *errChanged
		e.File = p.name
		return &e
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
			// The cells, for the caller to quote, or else the line as it stands in the file.
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
