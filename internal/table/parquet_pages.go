package table

import (
	"io"

	"github.com/parquet-go/parquet-go/format"
)

// pageCheck checks the numbers in the headers of pages.
type pageCheck struct {
	from io.ReaderAt
	size int64
}

// most is the largest size of a page, in bytes and in values, that compression makes possible.
func (c pageCheck) most() int64 { return 1<<20 + c.size*1024 }

// all checks the pages of all columns.
func (c pageCheck) all(groups []format.RowGroup) error {
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
func (c pageCheck) chunk(m *format.ColumnMetaData) error {
	// The dictionary, if there is one, comes before the data.
	at := m.DataPageOffset
	if m.DictionaryPageOffset > 0 && m.DictionaryPageOffset < at {
		at = m.DictionaryPageOffset
	}
	end := at + m.TotalCompressedSize
	// Offsets must lie within the file, after its magic bytes.
	if at < 4 || end < at || end > c.size {
		return errCutShort
	}
	for at < end {
		// Pages follow each other without a gap.
		n, err := c.page(at, end)
		if err != nil {
			return err
		}
		at += n
	}
	return nil
}

// page checks the header of a page, and returns the length of the page.
func (c pageCheck) page(at, end int64) (n int64, err error) {
	// Headers are short, but may hold statistics of any length: try a little first, then more.
	for _, longest := range []int64{1 << 12, 1 << 20} {
		head := make([]byte, min(end-at, longest))
		if _, err := io.ReadFull(io.NewSectionReader(c.from, at, int64(len(head))), head); err != nil {
			return 0, err
		}
		if err = guarded(func() error { n = c.header(head); return nil }); err == nil {
			break
		}
	}
	if err == nil && (n <= 0 || n > end-at) {
		return 0, errCutShort
	}
	return n, err
}

// header checks the header of a page, and returns the length of header and page. It panics at malformed bytes.
func (c pageCheck) header(head []byte) int64 {
	// Field 3 is the size of the page in the file, field 2 the size when unpacked.
	packed := int64(-1)
	t := thriftCheck{rest: head, number: func(path []int, v int64) {
		// Field 1 of a data, dictionary or second-version header is the number of values.
		values := len(path) == 2 && path[1] == 1 && (path[0] == 5 || path[0] == 7 || path[0] == 8)
		unpacked := len(path) == 1 && path[0] == 2
		// The library allocates memory for both before it reads the page.
		if (values || unpacked) && (v < 0 || v > c.most()) {
			panic(errCutShort)
		}
		if len(path) == 1 && path[0] == 3 {
			packed = v
		}
	}}
	t.structure(nil)
	if packed < 0 {
		panic(errCutShort)
	}
	return packed + int64(len(head)-len(t.rest))
}
