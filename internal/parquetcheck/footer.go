// Package parquetcheck compares what a Parquet file says of its lengths with the bytes that exist.
//
// A table may come from anywhere, and may be damaged or made to do harm. The library that reads the format trusts the
// lengths and numbers that a file states: it allocates that much memory before it reads. So the footer and the headers
// of all pages are walked through first, without any allocation that depends on them.
package parquetcheck

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// The numbers of types below are those of Thrift's compact protocol.

// ErrDamaged is the error of a file whose lengths do not fit together.
var ErrDamaged = errors.New("damaged or cut short")

const magic = "PAR1"

// guarded calls f, whose panics at malformed bytes become ErrDamaged.
func guarded(f func()) (err error) {
	defer func() {
		if recover() != nil {
			err = ErrDamaged
		}
	}()
	f()
	return nil
}

// Footer checks the footer of a file of so many bytes.
//
// Errors: ErrDamaged, those of reading.
func Footer(from io.ReaderAt, size int64) error {
	// A file ends with the length of its footer and the magic bytes.
	end := make([]byte, 8)
	if _, err := from.ReadAt(end, max(size-8, 0)); err != nil && err != io.EOF {
		return err
	}
	n := int64(binary.LittleEndian.Uint32(end))
	if string(end[4:]) != magic || n > size-12 {
		return ErrDamaged
	}
	c := thriftCheck{rest: make([]byte, n)}
	if _, err := io.ReadFull(io.NewSectionReader(from, size-8-n, n), c.rest); err != nil {
		return err
	}
	// Path 2, 5 is the number of children of a schema element, for which the library allocates memory.
	c.number = func(path []int, v int64) {
		if slices.Equal(path, []int{2, 5}) && uint64(v) > c.elements {
			panic(ErrDamaged)
		}
	}
	c.kinds = footerLists
	// Walk through the whole footer. Anything that does not fit panics.
	return guarded(func() { c.structure(nil) })
}

// listKind is the type of the elements of the list at a path, the numbers of the fields that lead to it.
type listKind struct {
	path []int
	kind byte
}

// footerLists are the lists of a footer and the types of their elements. The library does not skip elements of
// another type, and would read them as the fields that follow.
var footerLists = []listKind{
	{[]int{2}, 12}, {[]int{4}, 12}, {[]int{5}, 12}, {[]int{7}, 12}, // schema, row groups, keys, orders
	{[]int{4, 1}, 12}, {[]int{4, 4}, 12}, // columns, sorting
	{[]int{4, 1, 3, 2}, 5}, {[]int{4, 1, 3, 3}, 8}, // encodings, path
	{[]int{4, 1, 3, 8}, 12}, {[]int{4, 1, 3, 13}, 12}, // keys, statistics
	{[]int{4, 1, 3, 16, 2}, 6}, {[]int{4, 1, 3, 16, 3}, 6}, {[]int{4, 1, 3, 17, 2}, 5}, // sizes, shapes
	{[]int{4, 1, 8, 2, 1}, 8}, // path of an encrypted column
}

// thriftCheck walks through a structure. It panics at malformed bytes.
type thriftCheck struct {
	rest     []byte
	kinds    []listKind
	elements uint64                    // of the schema
	number   func(path []int, v int64) // is called with each integer
}

func (c *thriftCheck) byte() byte {
	b := c.rest[0]
	c.rest = c.rest[1:]
	return b
}

func (c *thriftCheck) uvarint() uint64 {
	v, n := binary.Uvarint(c.rest)
	// Cut short, or longer than 64 bits.
	if n <= 0 {
		panic(ErrDamaged)
	}
	c.rest = c.rest[n:]
	return v
}

// skip skips n bytes, and so checks that they are there.
func (c *thriftCheck) skip(n uint64) {
	if n > uint64(len(c.rest)) {
		panic(ErrDamaged)
	}
	c.rest = c.rest[n:]
}

// structure walks through the fields of the structure at a path.
func (c *thriftCheck) structure(path []int) {
	const deepest = 32
	// Nested structures cost the walker stack.
	if len(path) > deepest {
		panic(ErrDamaged)
	}
	for id := 0; ; {
		// A byte for each field: the difference of its number to the last one, and its type. 0 ends the
		// structure.
		b := c.byte()
		if b == 0 {
			return
		}
		if delta := int(b >> 4); delta > 0 {
			id += delta
		} else {
			// A difference that does not fit is written as the number itself, in zigzag code.
			id = int(c.uvarint() >> 1)
		}
		if kind := b & 0xf; kind > 2 { // true and false are nothing more
			c.value(kind, append(path[:len(path):len(path)], id))
		}
	}
}

func (c *thriftCheck) value(kind byte, path []int) {
	switch kind {
	// Truth values and bytes.
	case 1, 2, 3:
		c.skip(1)
	// Whole numbers, in zigzag code: the last bit is the sign.
	case 4, 5, 6:
		v := c.uvarint()
		c.number(path, int64(v>>1)^-int64(v&1))
	case 7:
		c.skip(8)
	// A binary or text: its length, then its bytes.
	case 8:
		c.skip(c.uvarint())
	case 9:
		c.list(path)
	case 12:
		c.structure(path)
	default: // Parquet has neither sets nor maps
		panic(ErrDamaged)
	}
}

func (c *thriftCheck) list(path []int) {
	b := c.byte()
	// Short lists have their length in the first byte, longer ones behind it.
	n := uint64(b >> 4)
	if n == 15 {
		n = c.uvarint()
	}
	if len(path) == 1 && path[0] == 2 {
		c.elements = n
	}
	// The library would misread a list whose elements have another type than the format defines.
	for _, known := range c.kinds {
		if known.kind != b&0xf && slices.Equal(known.path, path) {
			panic(ErrDamaged)
		}
	}
	// No list can have more elements than bytes follow.
	if n > uint64(len(c.rest)) { // each takes a byte at least
		panic(ErrDamaged)
	}
	for range n {
		c.value(b&0xf, path)
	}
}
