package table

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/propagate-go/propagate/internal/memory"
)

// pageCheck checks the numbers in the headers of pages, and adds up what they ask for.
type pageCheck struct {
	from io.ReaderAt
	size int64

	kept    int64 // bytes of the values of all pages, as a table holds them
	largest int64 // bytes of the largest page, unpacked
}

// most is the largest size of a page, in bytes and in values, that compression makes possible.
func (c *pageCheck) most() int64 { return 1<<20 + c.size*1024 }

// all checks the pages of all columns.
func (c *pageCheck) all(groups []format.RowGroup) error {
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
func (c *pageCheck) chunk(m *format.ColumnMetaData) error {
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
		p, err := c.page(at, end)
		if err != nil {
			return err
		}
		at += p.length
		// A number takes eight bytes, a text a pointer and a length, however well both are packed.
		each := int64(8)
		if m.Type == format.ByteArray || m.Type == format.FixedLenByteArray || m.Type == format.Int96 {
			each = 16
		}
		c.kept = memory.Sum(c.kept, memory.Product(int(p.values), int(each)))
		c.largest = max(c.largest, p.unpacked)
	}
	return nil
}

// pageSize is what the header of a page says of it.
type pageSize struct {
	length   int64 // bytes of the header and of the page, as packed
	unpacked int64 // bytes
	values   int64 // 0: a dictionary
}

// page checks the header of a page, and returns the length of the page.
func (c *pageCheck) page(at, end int64) (p pageSize, err error) {
	// Headers are short, but may hold statistics of any length: try a little first, then more.
	for _, longest := range []int64{1 << 12, 1 << 20} {
		head := make([]byte, min(end-at, longest))
		if _, err := io.ReadFull(io.NewSectionReader(c.from, at, int64(len(head))), head); err != nil {
			return p, err
		}
		if err = guarded(func() error { p = c.header(head); return nil }); err == nil {
			break
		}
	}
	if err == nil && (p.length <= 0 || p.length > end-at) {
		return p, errCutShort
	}
	return p, err
}

// header checks the header of a page. It panics at malformed bytes.
func (c *pageCheck) header(head []byte) (p pageSize) {
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
		switch {
		case len(path) == 1 && path[0] == 3:
			packed = v
		case unpacked:
			p.unpacked = v
		case values && path[0] != 7: // that of a dictionary
			p.values = v
		}
	}}
	t.structure(nil)
	if packed < 0 {
		panic(errCutShort)
	}
	p.length = packed + int64(len(head)-len(t.rest))
	return p
}

// read reads the values of all row groups.
func (c *parquetColumn) read(f *parquet.File) error {
	c.same = map[string]string{}
	rows := 0
	for _, group := range f.RowGroups() {
		// Each row group has a chunk of the column, in pages.
		pages := group.ColumnChunks()[c.column.Index()].Pages()
		for {
			page, err := pages.ReadPage()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil {
				rows, err = c.addPage(page, rows)
			}
			if err != nil {
				return err
			}
			// Its values have been copied.
			parquet.Release(page)
		}
		if err := pages.Close(); err != nil {
			return err
		}
	}
	// The pages must hold exactly the rows that the footer states.
	if c.same = nil; rows != c.rows {
		return fmt.Errorf("%d rows of %d", rows, c.rows)
	}
	c.findBinary()
	if c.first != nil {
		c.first = append(c.first, c.len())
		c.measure()
	}
	return nil
}

// addPage adds the values of a page, and returns how many rows there are then.
func (c *parquetColumn) addPage(page parquet.Page, rows int) (int, error) {
	n, most := int(page.NumValues()), byte(c.column.MaxDefinitionLevel())
	// A definition level below the maximum is a missing value. A repetition level of 0 begins a row.
	levels, repeat := page.DefinitionLevels(), page.RepetitionLevels()
	lists := c.column.MaxRepetitionLevel() > 0
	// Levels must match the number of values, or they would be read beyond their end.
	if most > 0 && len(levels) != n || lists && len(repeat) != n {
		return rows, errCutShort
	}
	// The page holds only the values that are not missing.
	add, there := c.adder(page), 0
	for e := range n {
		// A new row. In lists, remember where its values begin.
		if !lists || repeat[e] == 0 {
			if rows++; lists {
				c.first = append(c.first, c.len())
			}
		}
		if c.column.MaxRepetitionLevel() > 1 {
			c.repeat = append(c.repeat, repeat[e])
		}
		if most == 0 || levels[e] == most {
			c.note(most)
			add(there)
			there++
			continue
		}
		c.note(levels[e])
		c.addNothing()
	}
	// More rows than the footer states.
	if rows > c.rows {
		return rows, errCutShort
	}
	return rows, nil
}

// adder returns a function that adds the j-th value of a page, missing ones not counted.
func (c *parquetColumn) adder(page parquet.Page) func(j int) {
	data := page.Data()
	// Values are indices into a dictionary.
	if dict := page.Dictionary(); dict != nil {
		indices := data.Int32()
		return func(j int) { c.add(dict.Index(indices[j])) }
	}
	switch c.column.Type().Kind() {
	case parquet.Boolean:
		bits := data.Boolean()
		// Truth values are packed, eight in a byte.
		return func(j int) { c.wholes = append(c.wholes, int64(bits[j/8]>>(j%8)&1)) }
	case parquet.Int32:
		values := data.Int32()
		return func(j int) { c.wholes = append(c.wholes, int64(values[j])) }
	case parquet.Int64:
		values := data.Int64()
		return func(j int) { c.wholes = append(c.wholes, values[j]) }
	case parquet.Float:
		values := data.Float()
		return func(j int) { c.reals = append(c.reals, float64(values[j])) }
	case parquet.Double:
		values := data.Double()
		return func(j int) { c.reals = append(c.reals, values[j]) }
	case parquet.Int96:
		values := data.Int96()
		return func(j int) { c.add(parquet.Int96Value(values[j])) }
	case parquet.FixedLenByteArray:
		values, size := data.FixedLenByteArray()
		return func(j int) { c.texts = append(c.texts, c.kept(values[j*size:(j+1)*size])) }
	}
	// Texts lie one after the other. Each ends where the next begins.
	values, ends := data.ByteArray()
	return func(j int) { c.texts = append(c.texts, c.kept(values[ends[j]:ends[j+1]])) }
}

// measure finds the length of the lists, if all have the same.
func (c *parquetColumn) measure() {
	for i := range c.rows {
		// The number of values in the row. A missing or empty list has one, with a lower level.
		n := c.first[i+1] - c.first[i]
		switch {
		case n == 1 && c.levels != nil && int(c.levels[c.first[i]]) < c.present: // no list, or an empty one
		case c.width == 0:
			c.width = n
		case n != c.width:
			c.width = 0
			return
		}
	}
	if c.width > mostPlaces {
		c.width = 0
	}
}
