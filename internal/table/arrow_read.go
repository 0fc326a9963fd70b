package table

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

const hintArrow = "Arrow IPC: a file (Feather version 2) or a stream, such as pandas writes by to_feather"

// isArrowStream reports whether bytes begin as a stream does: a mark, and a length in eights.
func isArrowStream(head []byte) bool {
	return len(head) >= 8 && bytes.HasPrefix(head, []byte{0xff, 0xff, 0xff, 0xff}) && head[7] == 0 && head[4]%8 == 0
}

// readArrow reads an Arrow IPC file, or a stream. What the library makes of damaged bytes, a
// panic too, is an error.
func readArrow(o *source, name string, stream bool) (t *Table, err error) {
	s := &arrowStore{}
	t = &Table{Name: name, store: &s.columnar, native: Arrow, arrow: s}
	err = guarded(func() error {
		if err := s.read(o, stream); err != nil {
			return err
		}
		for k, f := range s.schema.Fields() {
			if err := s.add(t, f.Name, s.chunks(k), nil); err != nil {
				return err
			}
		}
		s.count() // looks at every cell
		return nil
	})
	switch {
	case err != nil:
		return nil, &Error{File: name, Reason: "not an Arrow file that can be read: " + oneLine(err.Error()), Hint: hintArrow, Err: err}
	case s.rows == 0:
		return nil, &Error{File: name, Reason: "no rows", Hint: "add the rows to be labelled"}
	}
	if stream {
		t.native = arrowStream
	}
	return t, t.checkColumns()
}

// guarded calls f, a panic of which becomes an error.
func guarded(f func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errCutShort
		}
	}()
	return f()
}

// checkColumns checks that a table of columns has some, with names.
func (t *Table) checkColumns() error {
	if len(t.Header) == 0 {
		return &Error{File: t.Name, Reason: "no column of numbers or texts", Hint: "nested columns are not read: write their parts as columns of their own"}
	}
	return checkNames(&Error{File: t.Name}, t.Header)
}

// arrowStore are record batches.
type arrowStore struct {
	columnar
	schema  *arrow.Schema
	batches []arrow.RecordBatch
}

func (s *arrowStore) read(o *source, stream bool) error {
	memory := ipc.WithAllocator(boundedFor(o.size))
	check := arrowCheck{from: o, size: o.size}
	if stream {
		if err := check.stream(); err != nil {
			return err
		}
		return s.readStream(o, memory)
	}
	if err := check.file(); err != nil {
		return err
	}
	r, err := ipc.NewFileReader(io.NewSectionReader(o, 0, o.size), memory)
	if err != nil {
		return err
	}
	s.schema = r.Schema()
	for i := range r.NumRecords() {
		b, err := r.RecordBatchAt(i)
		if err != nil {
			return err
		}
		if err := s.batch(b); err != nil {
			return err
		}
	}
	return nil
}

func (s *arrowStore) readStream(o *source, memory ipc.Option) error {
	r, err := ipc.NewReader(bufio.NewReaderSize(o.reader(), 64<<10), memory)
	if err != nil {
		return err
	}
	s.schema = r.Schema()
	for r.Next() {
		b := r.RecordBatch()
		b.Retain()
		if err := s.batch(b); err != nil {
			return err
		}
	}
	return r.Err()
}

// batch adds the rows of a batch.
func (s *arrowStore) batch(b arrow.RecordBatch) error {
	if b.NumRows() < 0 || int64(s.rows)+b.NumRows() > math.MaxInt32 {
		return fmt.Errorf("%d rows", b.NumRows())
	}
	for k, column := range b.Columns() {
		if int64(column.Len()) != b.NumRows() {
			return fmt.Errorf("%d values of %s in %d rows", column.Len(), quote(b.ColumnName(k)), b.NumRows())
		}
	}
	s.batches = append(s.batches, b)
	s.rows += int(b.NumRows())
	return nil
}

// chunks returns a column, batch by batch.
func (s *arrowStore) chunks(k int) []arrow.Array {
	var all []arrow.Array
	for _, b := range s.batches {
		all = append(all, b.Column(k))
	}
	return all
}

// bounded is memory that a length in a damaged file cannot use up.
type bounded struct {
	memory.GoAllocator
	most int
}

// boundedFor allows for packed data.
func boundedFor(size int64) *bounded {
	return &bounded{most: 64<<20 + int(min(size, 1<<40))*1024}
}

func (b *bounded) check(size int) {
	if size < 0 || size > b.most {
		panic(fmt.Sprintf("a part of %d bytes", size))
	}
}

func (b *bounded) Allocate(size int) []byte {
	b.check(size)
	return b.GoAllocator.Allocate(size)
}

func (b *bounded) Reallocate(size int, old []byte) []byte {
	b.check(size)
	return b.GoAllocator.Reallocate(size, old)
}
