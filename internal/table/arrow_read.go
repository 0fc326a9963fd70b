package table

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	arrowmemory "github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/propagate-go/propagate/internal/memory"
)

const hintArrow = "write it again, such as by to_feather of pandas, or as CSV"

// isArrowStream reports whether bytes begin as a stream does: a mark, and a length that is a multiple of eight.
func isArrowStream(head []byte) bool {
	return len(head) >= 8 && bytes.HasPrefix(head, []byte{0xff, 0xff, 0xff, 0xff}) && head[7] == 0 && head[4]%8 == 0
}

// readArrow reads an Arrow IPC file, or a stream. Damaged bytes are an error, even where the library panics.
func readArrow(o *source, name string, stream bool) (t *Table, err error) {
	s := &arrowStore{columnar: columnar{ask: o.ask}}
	t = &Table{Name: name, store: &s.columnar, native: Arrow, arrow: s}
	// The library panics at some damaged bytes.
	err = guarded(func() error {
		if err := s.read(o, stream); err != nil {
			return err
		}
		// A column without a value takes no bytes in the file, but time and memory here.
		rows, columns := memory.Product(s.rows, len(s.schema.Fields()), 8), len(s.schema.Fields())
		if err := o.room.size(s.rows, columns, rows); err != nil {
			return err
		}
		err := o.ask.For(rows, fmt.Sprintf("%d rows", s.rows))
		if err != nil && (o.room == nil || o.room.folder == "") {
			return err
		}
		// A field may become several columns, or none.
		for k, f := range s.schema.Fields() {
			if err := s.add(t, f.Name, s.chunks(k), nil); err != nil {
				return err
			}
		}
		metadata, _ := s.schema.Metadata().GetValue("pandas")
		t.markIndex(metadata)
		// Counting reads every cell once, here, where a panic is still caught.
		s.count()
		return nil
	})
	switch {
	case refused(err) != nil:
		return nil, fileError(name, "read", err)
	case err != nil:
		return nil, &Error{File: name, Reason: "not an Arrow file that can be read: " + oneLine(err.Error()),
			Hint: hintArrow, Err: err}
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
		// The text of the panic is of no use to a user.
		p := recover()
		if p == nil {
			return
		}
		// Whoever allocates for the library can only panic.
		err = errCutShort
		if no, ok := p.(error); ok && refused(no) != nil {
			err = no
		}
	}()
	return f()
}

// checkColumns checks that a table has columns, and that each has a name of its own.
func (t *Table) checkColumns() error {
	if len(t.Header) == 0 {
		return &Error{File: t.Name, Reason: "no column of numbers or texts",
			Hint: "nested columns are not read: write their parts as columns of their own"}
	}
	e := &Error{File: t.Name}
	err := checkNames(e, t.Header)
	if strings.HasSuffix(e.Reason, "no name") {
		e.Hint = "name every column with the program that writes the file"
	}
	return err
}

// arrowStore holds the record batches of an Arrow file.
type arrowStore struct {
	columnar
	schema  *arrow.Schema
	batches []arrow.RecordBatch
}

func (s *arrowStore) read(o *source, stream bool) error {
	// Memory is bounded twice: by the check of lengths, and by the allocator, which also sees unpacked sizes.
	bound := ipc.WithAllocator(boundedFor(o.size, o.room))
	check := arrowCheck{from: o, size: o.size}
	if stream {
		if err := check.stream(); err != nil {
			return err
		}
		return s.readStream(o, bound)
	}
	if err := check.file(); err != nil {
		return err
	}
	r, err := ipc.NewFileReader(io.NewSectionReader(o, 0, o.size), bound)
	if err != nil {
		return err
	}
	s.schema = r.Schema()
	// Read all batches: cells are asked for later, column by column.
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

func (s *arrowStore) readStream(o *source, bound ipc.Option) error {
	r, err := ipc.NewReader(bufio.NewReaderSize(o.reader(), 64<<10), bound)
	if err != nil {
		return err
	}
	s.schema = r.Schema()
	for r.Next() {
		b := r.RecordBatch()
		// The reader releases a batch when the next one is read.
		b.Retain()
		if err := s.batch(b); err != nil {
			return err
		}
	}
	return r.Err()
}

// batch checks a batch and adds its rows.
func (s *arrowStore) batch(b arrow.RecordBatch) error {
	// The number of rows stands in the file: it may be negative, or overflow.
	if b.NumRows() < 0 || int64(s.rows)+b.NumRows() > math.MaxInt32 {
		return fmt.Errorf("%d rows", b.NumRows())
	}
	for k, column := range b.Columns() {
		// Columns of other lengths than the batch would be read beyond their ends.
		if int64(column.Len()) != b.NumRows() {
			return fmt.Errorf("%d values of %s in %d rows", column.Len(), quote(b.ColumnName(k)), b.NumRows())
		}
	}
	s.batches = append(s.batches, b)
	s.rows += int(b.NumRows())
	return nil
}

// chunks returns the parts of column k, one for each batch.
func (s *arrowStore) chunks(k int) []arrow.Array {
	var all []arrow.Array
	for _, b := range s.batches {
		all = append(all, b.Column(k))
	}
	return all
}

// bounded is an allocator with a largest size, so that a wrong length in a file cannot use up the memory.
type bounded struct {
	arrowmemory.GoAllocator
	most int
	room *room
}

// boundedFor returns the allocator for a file of a size, with room for data that are compressed.
func boundedFor(size int64, r *room) *bounded {
	// Packed data may grow up to a thousandfold.
	return &bounded{most: 64<<20 + int(min(size, 1<<40))*1024, room: r}
}

// largePart is the size from which on memory is asked for.
const largePart = 1 << 20

// take returns zeros from a temporary file; nil: memory has room for them, or there are few.
func (b *bounded) take(size int) []byte {
	// The allocator cannot return an error. Whoever called is guarded.
	if size < 0 || size > b.most {
		panic(fmt.Sprintf("a part of %d bytes", size))
	}
	if size < largePart {
		return nil
	}
	file, err := b.room.spill(int64(size), "a column of Arrow")
	if err != nil {
		panic(err)
	}
	if file == nil {
		return nil
	}
	return file.bytes
}

func (b *bounded) Allocate(size int) []byte {
	if outside := b.take(size); outside != nil {
		return outside
	}
	return b.GoAllocator.Allocate(size)
}

func (b *bounded) Reallocate(size int, old []byte) []byte {
	if size <= cap(old) {
		return old[:size]
	}
	outside := b.take(size)
	if outside == nil {
		return b.GoAllocator.Reallocate(size, old)
	}
	copy(outside, old)
	return outside
}
