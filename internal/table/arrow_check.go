package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	flatbuffers "github.com/google/flatbuffers/go"

	"github.com/propagate-go/propagate/internal/parquetcheck"
)

// Why there are checks before Arrow and Parquet files are read
//
// A table may come from anywhere, and may be damaged or made to do harm. The libraries for both formats trust
// the lengths and numbers of elements that a file states: they allocate that much memory before they read, or
// index into memory with them. A single changed byte made them ask for hundreds of gigabytes. Go ends a program
// that gets no memory, and nothing can catch that. So the descriptions in a file are walked through first,
// without any allocation that depends on them, and every length is compared with the bytes that exist
// (arrow_check.go, package parquetcheck). What passes is read under guarded, which turns a panic of
// the library into an error, and with an allocator of bounded size (arrow_read.go). The tests of damaged, cut and
// changed files show that this is needed. docs/dependencies.md lists the versions of
// the libraries that were tried.
//
// The numbers of slots and types below are those of Arrow's Message.fbs, Schema.fbs and File.fbs.

var errCutShort = parquetcheck.ErrDamaged

// arrowCheck walks through the descriptions of the data in an Arrow file.
type arrowCheck struct {
	from   io.ReaderAt
	size   int64
	fields int
}

// stream walks through the messages of a stream, up to the mark at its end.
func (c *arrowCheck) stream() error {
	for at := int64(0); ; {
		// Each message begins with a mark of four bytes 0xff and the length of its metadata.
		head, err := c.read(at, 8)
		if err != nil || binary.LittleEndian.Uint32(head) != 0xffffffff {
			return errCutShort
		}
		n := int64(int32(binary.LittleEndian.Uint32(head[4:])))
		// A length of 0 ends the stream.
		if n == 0 {
			return nil
		}
		body, err := c.message(at+8, n)
		if err != nil {
			return err
		}
		// The body, whose length the metadata state, follows. Then comes the next message.
		at += 8 + n + body
	}
}

// file checks the footer of a file, and the messages that it lists.
func (c *arrowCheck) file() error {
	// A file ends with the length of its footer and the magic bytes.
	end, err := c.read(c.size-10, 10)
	if err != nil || !bytes.Equal(end[4:], magicArrow) {
		return errCutShort
	}
	n := int64(int32(binary.LittleEndian.Uint32(end)))
	footer, err := c.read(c.size-10-n, n)
	if err != nil {
		return err
	}
	// The footer is a FlatBuffers table. Check its vectors before anything in it is used.
	t := root(footer)
	if _, err := vector(t, 12, 4); err != nil {
		return err
	}
	if err := c.schema(part(t, 6)); err != nil {
		return err
	}
	// Slots 8 and 10 list the places of dictionaries and of record batches.
	for _, slot := range []flatbuffers.VOffsetT{8, 10} { // dictionaries, batches
		if err := c.blocks(t, slot); err != nil {
			return err
		}
	}
	return nil
}

// blocks checks the messages that a footer lists.
func (c *arrowCheck) blocks(t *flatbuffers.Table, slot flatbuffers.VOffsetT) error {
	const size = 24 // of a block: an offset, the lengths of metadata and body
	n, err := vector(t, slot, size)
	if err != nil {
		return err
	}
	for i := range n {
		// A block is 24 bytes: offset (8), length of the metadata (4, and 4 of padding), length of the body
		// (8).
		block := t.Bytes[int(t.Vector(flatbuffers.UOffsetT(t.Offset(slot))))+i*size:]
		at, length := int64(binary.LittleEndian.Uint64(block)), int64(int32(binary.LittleEndian.Uint32(block[8:])))
		mark, err := c.read(at, 4)
		if err != nil {
			return err
		}
		// Old files have only the length before the metadata, new ones also the mark.
		prefix := int64(4)
		if binary.LittleEndian.Uint32(mark) == 0xffffffff {
			prefix = 8
		}
		body, err := c.message(at+prefix, length-prefix)
		if err != nil {
			return err
		}
		// Footer and message must agree on the length of the body.
		if said := int64(binary.LittleEndian.Uint64(block[16:])); said != body {
			return fmt.Errorf("corrupt file: a body has %d bytes, but the footer says %d", body, said)
		}
	}
	return nil
}

// read returns n bytes, or an error if the file has fewer.
func (c *arrowCheck) read(at, n int64) ([]byte, error) {
	// Written without a sum, which could overflow.
	if at < 0 || n <= 0 || at > c.size-n {
		return nil, errCutShort
	}
	b := make([]byte, n)
	_, err := io.ReadFull(io.NewSectionReader(c.from, at, n), b)
	return b, err
}

// message checks the n bytes of metadata of a message, and returns the length of its body.
func (c *arrowCheck) message(at, n int64) (body int64, err error) {
	b, err := c.read(at, n)
	if err != nil {
		return 0, err
	}
	t := root(b)
	// Slot 10: the length of the body, which must be there as a whole.
	if o := flatbuffers.UOffsetT(t.Offset(10)); o > 0 {
		body = t.GetInt64(o + t.Pos)
	}
	if body < 0 || body > c.size-at-n {
		return 0, errCutShort
	}
	if _, err := vector(t, 12, 4); err != nil {
		return 0, err
	}
	kind := byte(0)
	// Slot 6: the type of the header, slot 8 the header itself.
	if o := flatbuffers.UOffsetT(t.Offset(6)); o > 0 {
		kind = t.GetByte(o + t.Pos)
	}
	switch kind {
	// 1 is a schema, 2 a dictionary batch, which holds a record batch in slot 6, and 3 a record batch.
	case 1:
		return body, c.schema(part(t, 8))
	case 2:
		return body, c.batch(part(part(t, 8), 6))
	case 3:
		return body, c.batch(part(t, 8))
	}
	return body, nil
}

// batch checks the description of a record batch.
func (c *arrowCheck) batch(t *flatbuffers.Table) error {
	// Slots 6, 8 and 12: field nodes and buffers of 16 bytes each, and the numbers of variadic buffers.
	_, err := vector(t, 6, 16)
	buffers, err2 := vector(t, 8, 16)
	counts, err3 := vector(t, 12, 8)
	if err := errors.Join(err, err2, err3); err != nil {
		return errCutShort
	}
	for i := range counts {
		o := t.Vector(flatbuffers.UOffsetT(t.Offset(12)))
		// No column can have more variadic buffers than there are buffers.
		if n := t.GetInt64(o + flatbuffers.UOffsetT(8*i)); n < 0 || n > int64(buffers) {
			return errCutShort
		}
	}
	return nil
}

func (c *arrowCheck) schema(t *flatbuffers.Table) error {
	if _, err := vector(t, 8, 4); err != nil {
		return err
	}
	return c.children(t, 6, 0)
}

// children checks the fields in a slot, and the fields below them.
func (c *arrowCheck) children(t *flatbuffers.Table, slot flatbuffers.VOffsetT, depth int) error {
	const most, deepest = 1 << 20, 64
	n, err := vector(t, slot, 4)
	if err != nil {
		return err
	}
	// Fields may refer to the same bytes again and again: bound their total number and their depth.
	if c.fields += n; c.fields > most || depth > deepest {
		return errors.New("too many columns")
	}
	for i := range n {
		// The i-th element is an offset to a table. Slot 14 of a field are its children, slot 16 its metadata.
		o := t.Vector(flatbuffers.UOffsetT(t.Offset(slot))) + flatbuffers.UOffsetT(4*i)
		field := &flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(o)}
		if _, err := vector(field, 16, 4); err != nil {
			return err
		}
		if err := c.children(field, 14, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// root returns the root table of a FlatBuffers message. It and the functions below panic at malformed bytes.
func root(b []byte) *flatbuffers.Table {
	return &flatbuffers.Table{Bytes: b, Pos: flatbuffers.GetUOffsetT(b)}
}

// part returns the table in a slot, which must exist.
func part(t *flatbuffers.Table, slot flatbuffers.VOffsetT) *flatbuffers.Table {
	o := flatbuffers.UOffsetT(t.Offset(slot))
	// A table without this slot cannot be described further.
	if o == 0 {
		panic(errCutShort)
	}
	return &flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(o + t.Pos)}
}

// vector returns the number of elements of the given size in a slot.
func vector(t *flatbuffers.Table, slot flatbuffers.VOffsetT, size int) (int, error) {
	o := flatbuffers.UOffsetT(t.Offset(slot))
	if o == 0 {
		return 0, nil
	}
	// The library would allocate memory for n elements: so many must fit into the bytes that follow.
	n := t.VectorLen(o)
	if n < 0 || n > (len(t.Bytes)-int(t.Vector(o)))/size {
		return 0, errCutShort
	}
	return n, nil
}
