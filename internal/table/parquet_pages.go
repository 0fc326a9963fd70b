package table

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

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
	return rows, c.refusal
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
