package parquetcheck

import (
	"io"

	"github.com/parquet-go/parquet-go/format"

	"github.com/propagate-go/propagate/internal/memory"
)

// Pages checks the numbers in the headers of pages, and adds up what they ask for.
type Pages struct {
	From io.ReaderAt
	Size int64

	Kept    int64 // bytes of the values of all pages, as a table holds them
	Largest int64 // bytes of the largest page, unpacked
}

// Most is the largest size of a page, in bytes and in values, that compression makes possible.
func (c *Pages) Most() int64 { return 1<<20 + c.Size*1024 }

// All checks the pages of all columns.
//
// Errors: ErrDamaged, those of reading.
func (c *Pages) All(groups []format.RowGroup) error {
	for _, group := range groups {
		for k := range group.Columns {
			if err := c.chunk(&group.Columns[k].MetaData); err != nil {
				return err
			}
		}
	}
	return nil
}

// chunk walks through the pages of a column.
func (c *Pages) chunk(m *format.ColumnMetaData) error {
	// The dictionary, if there is one, comes before the data.
	at := m.DataPageOffset
	if m.DictionaryPageOffset > 0 && m.DictionaryPageOffset < at {
		at = m.DictionaryPageOffset
	}
	end := at + m.TotalCompressedSize
	// Offsets must lie within the file, after its magic bytes.
	if at < 4 || end < at || end > c.Size {
		return ErrDamaged
	}
	for at < end {
		// Pages follow each other without a gap.
		p, err := c.Page(at, end)
		if err != nil {
			return err
		}
		at += p.Length
		// A number takes eight bytes, a text a pointer and a length, however well both are packed.
		each := int64(8)
		if m.Type == format.ByteArray || m.Type == format.FixedLenByteArray || m.Type == format.Int96 {
			each = 16
		}
		c.Kept = memory.Sum(c.Kept, memory.Product(int(p.Values), int(each)))
		c.Largest = max(c.Largest, p.Unpacked)
	}
	return nil
}

// Page is what the header of a page says of it.
type Page struct {
	Length   int64 // bytes of the header and of the page, as packed
	Unpacked int64 // bytes
	Values   int64 // 0: a dictionary
}

// Page checks the header of a page, and returns the length of the page.
func (c *Pages) Page(at, end int64) (p Page, err error) {
	// Headers are short, but may hold statistics of any length: try a little first, then more.
	for _, longest := range []int64{1 << 12, 1 << 20} {
		head := make([]byte, min(end-at, longest))
		if _, err := io.ReadFull(io.NewSectionReader(c.From, at, int64(len(head))), head); err != nil {
			return p, err
		}
		if err = guarded(func() { p = c.header(head) }); err == nil {
			break
		}
	}
	if err == nil && (p.Length <= 0 || p.Length > end-at) {
		return p, ErrDamaged
	}
	return p, err
}

// header checks the header of a page. It panics at malformed bytes.
func (c *Pages) header(head []byte) (p Page) {
	// Field 3 is the size of the page in the file, field 2 the size when unpacked.
	packed := int64(-1)
	t := thriftCheck{rest: head, number: func(path []int, v int64) {
		// Field 1 of a data, dictionary or second-version header is the number of values.
		values := len(path) == 2 && path[1] == 1 && (path[0] == 5 || path[0] == 7 || path[0] == 8)
		unpacked := len(path) == 1 && path[0] == 2
		// The library allocates memory for both before it reads the page.
		if (values || unpacked) && (v < 0 || v > c.Most()) {
			panic(ErrDamaged)
		}
		switch {
		case len(path) == 1 && path[0] == 3:
			packed = v
		case unpacked:
			p.Unpacked = v
		case values && path[0] != 7: // that of a dictionary
			p.Values = v
		}
	}}
	t.structure(nil)
	if packed < 0 {
		panic(ErrDamaged)
	}
	p.Length = packed + int64(len(head)-len(t.rest))
	return p
}
