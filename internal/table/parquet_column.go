package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetColumn holds the values of a column of a Parquet file: one a row, or more in lists. Missing values have a
// place among them, which holds a zero or an empty text.
type parquetColumn struct {
	column  *parquet.Column
	logical *format.LogicalType
	present int // as in place
	rows    int

	wholes []int64   // of booleans and integers
	reals  []float64 // of floating-point numbers
	texts  []string  // of all others
	levels []byte    // of each value: its definition level; nil: all are there
	repeat []byte    // of each value: its repetition level, where there are lists of lists
	first  []int     // of each row: its first value, and at the end their number; nil: there is one a row
	width  int       // how many values a row has that has any, if all have as many; or 0

	same map[string]string // texts, each of which is kept once
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
	if c.first != nil {
		c.first = append(c.first, c.len())
		c.measure()
	}
	return nil
}

func (c *parquetColumn) len() int { return len(c.wholes) + len(c.reals) + len(c.texts) }

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

// note records the definition level of the next value.
func (c *parquetColumn) note(level byte) {
	most := byte(c.column.MaxDefinitionLevel())
	if c.levels == nil {
		// As long as nothing is missing no levels are kept.
		if level == most {
			return
		}
		// The first missing value: fill in the levels of all values before.
		c.levels = bytes.Repeat([]byte{most}, c.len())
	}
	c.levels = append(c.levels, level)
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

// add adds a value.
func (c *parquetColumn) add(v parquet.Value) {
	switch c.column.Type().Kind() {
	case parquet.Boolean:
		c.wholes = append(c.wholes, int64(v.Byte()&1))
	case parquet.Int32:
		c.wholes = append(c.wholes, int64(v.Int32()))
	case parquet.Int64:
		c.wholes = append(c.wholes, v.Int64())
	case parquet.Float:
		c.reals = append(c.reals, float64(v.Float()))
	case parquet.Double:
		c.reals = append(c.reals, v.Double())
	default:
		c.texts = append(c.texts, c.kept(v.Bytes()))
	}
}

// addNothing adds the place of a value that is missing.
func (c *parquetColumn) addNothing() {
	switch c.column.Type().Kind() {
	case parquet.Boolean, parquet.Int32, parquet.Int64:
		c.wholes = append(c.wholes, 0)
	case parquet.Float, parquet.Double:
		c.reals = append(c.reals, 0)
	default:
		c.texts = append(c.texts, "")
	}
}

// kept returns bytes as a text. Equal bytes share one text, as long as there are not too many.
func (c *parquetColumn) kept(b []byte) string {
	const most = 1 << 16
	// Labels repeat: keep one string for all equal ones. The lookup does not allocate.
	if s, ok := c.same[string(b)]; ok {
		return s
	}
	s := string(b)
	// A column of distinct texts must not fill the map.
	if len(c.same) < most {
		c.same[s] = s
	}
	return s
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

// value returns a value as the library writes it.
func (c *parquetColumn) value(e int) parquet.Value {
	if c.missing(e) {
		return parquet.NullValue()
	}
	// Back to the type in which the value was stored.
	switch c.column.Type().Kind() {
	case parquet.Boolean:
		return parquet.BooleanValue(c.wholes[e] != 0)
	case parquet.Int32:
		return parquet.Int32Value(int32(c.wholes[e]))
	case parquet.Int64:
		return parquet.Int64Value(c.wholes[e])
	case parquet.Float:
		return parquet.FloatValue(float32(c.reals[e]))
	case parquet.Double:
		return parquet.DoubleValue(c.reals[e])
	case parquet.Int96:
		return parquet.Int96Value(int96([]byte(c.texts[e])))
	case parquet.FixedLenByteArray:
		return parquet.FixedLenByteArrayValue([]byte(c.texts[e]))
	}
	return parquet.ByteArrayValue([]byte(c.texts[e]))
}

func (c *parquetColumn) missing(e int) bool {
	return c.levels != nil && int(c.levels[e]) < c.column.MaxDefinitionLevel()
}

// appendRow adds the values of a row to one that is to be written.
func (c *parquetColumn) appendRow(row parquet.Row, i, column int) parquet.Row {
	// A row is one value, or those of its list.
	from, to := i, i+1
	if c.first != nil {
		from, to = c.first[i], c.first[i+1]
	}
	for e := from; e < to; e++ {
		// The levels with which the value was read: all there, and within the list unless it is the first.
		level, repeat := c.column.MaxDefinitionLevel(), min(e-from, 1)
		if c.levels != nil {
			level = int(c.levels[e])
		}
		if c.repeat != nil {
			repeat = int(c.repeat[e])
		}
		row = append(row, c.value(e).Level(repeat, level, column))
	}
	return row
}
