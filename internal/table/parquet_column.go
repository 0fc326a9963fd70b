package table

import (
	"bytes"
	"slices"

	"github.com/propagate-go/propagate/internal/memory"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// parquetColumn holds the values of a column of a Parquet file: one a row, or more in lists. Missing values have a
// place among them, which holds a zero or an empty text.
type parquetColumn struct {
	column  *parquet.Column
	logical *format.LogicalType
	length  bool // of time, in months, days and milliseconds, which has no logical type but an old name
	hex     bool // bytes that are no text
	present int  // as in place
	rows    int

	wholes []int64   // of booleans and integers
	reals  []float64 // of floating-point numbers
	texts  []string  // of all others
	levels []byte    // of each value: its definition level; nil: all are there
	repeat []byte    // of each value: its repetition level, where there are lists of lists
	first  []int     // of each row: its first value, and at the end their number; nil: there is one a row
	width  int       // how many values a row has that has any, if all have as many; or 0

	same map[string]string // texts, each of which is kept once

	meter   *memory.Meter // of texts; nil: they were asked for
	refusal error         // by it
}

// reserve takes room for all values at once, if memory has none for all columns.
func (c *parquetColumn) reserve(f *parquet.File, r *room) (err error) {
	if r == nil {
		return nil
	}
	count := 0
	for _, group := range f.RowGroups() {
		count += int(group.ColumnChunks()[c.column.Index()].NumValues())
	}
	what := "the values of a column"
	switch c.column.Type().Kind() {
	case parquet.Boolean, parquet.Int32, parquet.Int64:
		c.wholes, _, err = take[int64](r, count, what)
		c.wholes = c.wholes[:0]
	case parquet.Float, parquet.Double:
		c.reals, _, err = take[float64](r, count, what)
		c.reals = c.reals[:0]
	default:
		// A pointer and a length each, and the texts as they come.
		c.meter = &memory.Meter{Ask: r.ask, What: what}
		err = r.ask.For(memory.Product(count, 16), what)
	}
	return err
}

// describe takes what the file says of the column and the library does not.
func (c *parquetColumn) describe(e format.SchemaElement) {
	if e.LogicalType != nil {
		c.logical = e.LogicalType
	}
	c.length = e.ConvertedType != nil && *e.ConvertedType == deprecated.Interval && c.column.Type().Length() == 12
}

// isHalf reports whether the numbers have 16 bits.
func (c *parquetColumn) isHalf() bool {
	return c.logical != nil && c.logical.Float16 != nil && c.column.Type().Length() == 2
}

// findBinary finds out whether bytes that are not said to be a text are none.
func (c *parquetColumn) findBinary() {
	said := c.logical != nil && c.logical.Bson == nil || c.length || c.column.Type().Kind() == parquet.Int96
	c.hex = !said && slices.ContainsFunc(c.texts, isBinary[string])
}

func (c *parquetColumn) len() int { return len(c.wholes) + len(c.reals) + len(c.texts) }

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
	if c.meter != nil && c.refusal == nil {
		c.refusal = c.meter.Add(len(s))
	}
	// A column of distinct texts must not fill the map.
	if len(c.same) < most {
		c.same[s] = s
	}
	return s
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
