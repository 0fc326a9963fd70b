package table

import (
	"encoding/binary"
	"io"
	"slices"
)

// The library believes the numbers of elements that stand in a footer, and asks for so much
// memory: they are looked at before. The numbers below are those of Thrift's compact protocol.

// checkParquet looks at the footer of a Parquet file.
func checkParquet(from io.ReaderAt, size int64) error {
	end := make([]byte, 8)
	if _, err := from.ReadAt(end, max(size-8, 0)); err != nil && err != io.EOF {
		return err
	}
	n := int64(binary.LittleEndian.Uint32(end))
	if string(end[4:]) != string(magicParquet) || n > size-12 {
		return errCutShort
	}
	c := thriftCheck{rest: make([]byte, n)}
	if _, err := io.ReadFull(io.NewSectionReader(from, size-8-n, n), c.rest); err != nil {
		return err
	}
	c.number = func(path []int, v int64) {
		if slices.Equal(path, []int{2, 5}) && uint64(v) > c.elements { // the children of a schema element
			panic(errCutShort)
		}
	}
	c.kinds = footerLists
	c.structure(nil)
	return nil
}

// listKind is what the elements of a list are that is reached by the numbers of fields.
type listKind struct {
	path []int
	kind byte
}

// footerLists are the lists of a footer. The library does not skip the elements of one that has others,
// and takes them for what follows.
var footerLists = []listKind{
	{[]int{2}, 12}, {[]int{4}, 12}, {[]int{5}, 12}, {[]int{7}, 12}, // schema, row groups, keys, orders
	{[]int{4, 1}, 12}, {[]int{4, 4}, 12}, // columns, sorting
	{[]int{4, 1, 3, 2}, 5}, {[]int{4, 1, 3, 3}, 8}, {[]int{4, 1, 3, 8}, 12}, {[]int{4, 1, 3, 13}, 12}, // encodings, path, keys, statistics
	{[]int{4, 1, 3, 16, 2}, 6}, {[]int{4, 1, 3, 16, 3}, 6}, {[]int{4, 1, 3, 17, 2}, 5}, // sizes, shapes
	{[]int{4, 1, 8, 2, 1}, 8}, // path of an encrypted column
}

// thriftCheck walks through a structure. It panics at what is none.
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
	if n <= 0 {
		panic(errCutShort)
	}
	c.rest = c.rest[n:]
	return v
}

// skip skips n bytes, and so checks that they are there.
func (c *thriftCheck) skip(n uint64) {
	if n > uint64(len(c.rest)) {
		panic(errCutShort)
	}
	c.rest = c.rest[n:]
}

// structure walks through the fields of a structure that is reached by the numbers of fields in path.
func (c *thriftCheck) structure(path []int) {
	const deepest = 32
	if len(path) > deepest {
		panic(errCutShort)
	}
	for id := 0; ; {
		b := c.byte()
		if b == 0 {
			return
		}
		if delta := int(b >> 4); delta > 0 {
			id += delta
		} else {
			id = int(c.uvarint() >> 1)
		}
		if kind := b & 0xf; kind > 2 { // true and false are nothing more
			c.value(kind, append(path[:len(path):len(path)], id))
		}
	}
}

func (c *thriftCheck) value(kind byte, path []int) {
	switch kind {
	case 1, 2, 3:
		c.skip(1)
	case 4, 5, 6:
		v := c.uvarint()
		c.number(path, int64(v>>1)^-int64(v&1))
	case 7:
		c.skip(8)
	case 8:
		c.skip(c.uvarint())
	case 9:
		c.list(path)
	case 12:
		c.structure(path)
	default: // Parquet has neither sets nor maps
		panic(errCutShort)
	}
}

func (c *thriftCheck) list(path []int) {
	b := c.byte()
	n := uint64(b >> 4)
	if n == 15 {
		n = c.uvarint()
	}
	if len(path) == 1 && path[0] == 2 {
		c.elements = n
	}
	for _, known := range c.kinds {
		if known.kind != b&0xf && slices.Equal(known.path, path) {
			panic(errCutShort)
		}
	}
	if n > uint64(len(c.rest)) { // each takes a byte at least
		panic(errCutShort)
	}
	for range n {
		c.value(b&0xf, path)
	}
}
