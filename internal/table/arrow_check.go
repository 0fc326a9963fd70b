package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	flatbuffers "github.com/google/flatbuffers/go"
)

// The library believes the lengths that stand in a file, and asks for so much memory: they are
// looked at before. Numbers of slots and types are those of Arrow's Message.fbs, Schema.fbs and File.fbs.

var errCutShort = errors.New("damaged or cut short")

// arrowCheck walks through what tells what is in an Arrow file.
type arrowCheck struct {
	from   io.ReaderAt
	size   int64
	fields int
}

// stream walks through the messages of a stream, up to the mark at its end.
func (c *arrowCheck) stream() error {
	for at := int64(0); ; {
		head, err := c.read(at, 8)
		if err != nil || binary.LittleEndian.Uint32(head) != 0xffffffff {
			return errCutShort
		}
		n := int64(int32(binary.LittleEndian.Uint32(head[4:])))
		if n == 0 {
			return nil
		}
		body, err := c.message(at+8, n)
		if err != nil {
			return err
		}
		at += 8 + n + body
	}
}

// file looks at the footer of a file, and the messages that it names.
func (c *arrowCheck) file() error {
	end, err := c.read(c.size-10, 10)
	if err != nil || !bytes.Equal(end[4:], magicArrow) {
		return errCutShort
	}
	n := int64(int32(binary.LittleEndian.Uint32(end)))
	footer, err := c.read(c.size-10-n, n)
	if err != nil {
		return err
	}
	t := root(footer)
	if _, err := vector(t, 12, 4); err != nil {
		return err
	}
	if err := c.schema(part(t, 6)); err != nil {
		return err
	}
	for _, slot := range []flatbuffers.VOffsetT{8, 10} { // dictionaries, batches
		if err := c.blocks(t, slot); err != nil {
			return err
		}
	}
	return nil
}

// blocks looks at the messages that a footer names.
func (c *arrowCheck) blocks(t *flatbuffers.Table, slot flatbuffers.VOffsetT) error {
	const size = 24 // of a block: an offset, the lengths of metadata and body
	n, err := vector(t, slot, size)
	if err != nil {
		return err
	}
	for i := range n {
		block := t.Bytes[int(t.Vector(flatbuffers.UOffsetT(t.Offset(slot))))+i*size:]
		at, length := int64(binary.LittleEndian.Uint64(block)), int64(int32(binary.LittleEndian.Uint32(block[8:])))
		mark, err := c.read(at, 4)
		if err != nil {
			return err
		}
		prefix := int64(4)
		if binary.LittleEndian.Uint32(mark) == 0xffffffff {
			prefix = 8
		}
		body, err := c.message(at+prefix, length-prefix)
		if err != nil {
			return err
		}
		if said := int64(binary.LittleEndian.Uint64(block[16:])); said != body {
			return fmt.Errorf("a body of %d bytes, and of %d", said, body)
		}
	}
	return nil
}

// read returns some bytes, if there are so many.
func (c *arrowCheck) read(at, n int64) ([]byte, error) {
	if at < 0 || n <= 0 || at > c.size-n {
		return nil, errCutShort
	}
	b := make([]byte, n)
	_, err := io.ReadFull(io.NewSectionReader(c.from, at, n), b)
	return b, err
}

// message looks at the n bytes that describe a message, and returns the length of its body.
func (c *arrowCheck) message(at, n int64) (body int64, err error) {
	b, err := c.read(at, n)
	if err != nil {
		return 0, err
	}
	t := root(b)
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
	if o := flatbuffers.UOffsetT(t.Offset(6)); o > 0 {
		kind = t.GetByte(o + t.Pos)
	}
	switch kind {
	case 1:
		return body, c.schema(part(t, 8))
	case 2:
		return body, c.batch(part(part(t, 8), 6))
	case 3:
		return body, c.batch(part(t, 8))
	}
	return body, nil
}

// batch looks at the description of a record batch.
func (c *arrowCheck) batch(t *flatbuffers.Table) error {
	_, err := vector(t, 6, 16)
	buffers, err2 := vector(t, 8, 16)
	counts, err3 := vector(t, 12, 8)
	if err := errors.Join(err, err2, err3); err != nil {
		return errCutShort
	}
	for i := range counts {
		o := t.Vector(flatbuffers.UOffsetT(t.Offset(12)))
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

// children looks at fields, and at theirs.
func (c *arrowCheck) children(t *flatbuffers.Table, slot flatbuffers.VOffsetT, depth int) error {
	const most, deepest = 1 << 20, 64
	n, err := vector(t, slot, 4)
	if err != nil {
		return err
	}
	if c.fields += n; c.fields > most || depth > deepest {
		return errors.New("too many columns")
	}
	for i := range n {
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

// root is the table that bytes begin with. It and the others panic at bytes that are none.
func root(b []byte) *flatbuffers.Table {
	return &flatbuffers.Table{Bytes: b, Pos: flatbuffers.GetUOffsetT(b)}
}

// part is the table in a slot, which must be there.
func part(t *flatbuffers.Table, slot flatbuffers.VOffsetT) *flatbuffers.Table {
	o := flatbuffers.UOffsetT(t.Offset(slot))
	if o == 0 {
		panic(errCutShort)
	}
	return &flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(o + t.Pos)}
}

// vector returns how many values of a size there are in a slot.
func vector(t *flatbuffers.Table, slot flatbuffers.VOffsetT, size int) (int, error) {
	o := flatbuffers.UOffsetT(t.Offset(slot))
	if o == 0 {
		return 0, nil
	}
	n := t.VectorLen(o)
	if n < 0 || n > (len(t.Bytes)-int(t.Vector(o)))/size {
		return 0, errCutShort
	}
	return n, nil
}
