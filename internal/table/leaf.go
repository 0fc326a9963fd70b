package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// leaf are the values of a column of a Parquet file: one a row, or more in lists. What is missing
// has a place among them.
type leaf struct {
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
func (l *leaf) read(f *parquet.File) error {
	l.same = map[string]string{}
	rows := 0
	for _, group := range f.RowGroups() {
		pages := group.ColumnChunks()[l.column.Index()].Pages()
		for {
			page, err := pages.ReadPage()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil {
				rows, err = l.addPage(page, rows)
			}
			if err != nil {
				return err
			}
			parquet.Release(page)
		}
		if err := pages.Close(); err != nil {
			return err
		}
	}
	if l.same = nil; rows != l.rows {
		return fmt.Errorf("%d rows of %d", rows, l.rows)
	}
	if l.first != nil {
		l.first = append(l.first, l.len())
		l.measure()
	}
	return nil
}

func (l *leaf) len() int { return len(l.wholes) + len(l.reals) + len(l.texts) }

// addPage adds the values of a page, and returns how many rows there are then.
func (l *leaf) addPage(page parquet.Page, rows int) (int, error) {
	n, most := int(page.NumValues()), byte(l.column.MaxDefinitionLevel())
	levels, repeat := page.DefinitionLevels(), page.RepetitionLevels()
	lists := l.column.MaxRepetitionLevel() > 0
	if most > 0 && len(levels) != n || lists && len(repeat) != n {
		return rows, errCutShort
	}
	add, there := l.adder(page), 0
	for e := range n {
		if !lists || repeat[e] == 0 {
			if rows++; lists {
				l.first = append(l.first, l.len())
			}
		}
		if l.column.MaxRepetitionLevel() > 1 {
			l.repeat = append(l.repeat, repeat[e])
		}
		if most == 0 || levels[e] == most {
			l.note(most)
			add(there)
			there++
			continue
		}
		l.note(levels[e])
		l.addNothing()
	}
	if rows > l.rows {
		return rows, errCutShort
	}
	return rows, nil
}

// note notes the definition level of the next value.
func (l *leaf) note(level byte) {
	most := byte(l.column.MaxDefinitionLevel())
	if l.levels == nil {
		if level == most {
			return
		}
		l.levels = bytes.Repeat([]byte{most}, l.len())
	}
	l.levels = append(l.levels, level)
}

// adder returns what adds a value of a page by its number, those that are missing not counted.
func (l *leaf) adder(page parquet.Page) func(j int) {
	data := page.Data()
	if dict := page.Dictionary(); dict != nil {
		indices := data.Int32()
		return func(j int) { l.add(dict.Index(indices[j])) }
	}
	switch l.column.Type().Kind() {
	case parquet.Boolean:
		bits := data.Boolean()
		return func(j int) { l.wholes = append(l.wholes, int64(bits[j/8]>>(j%8)&1)) }
	case parquet.Int32:
		values := data.Int32()
		return func(j int) { l.wholes = append(l.wholes, int64(values[j])) }
	case parquet.Int64:
		values := data.Int64()
		return func(j int) { l.wholes = append(l.wholes, values[j]) }
	case parquet.Float:
		values := data.Float()
		return func(j int) { l.reals = append(l.reals, float64(values[j])) }
	case parquet.Double:
		values := data.Double()
		return func(j int) { l.reals = append(l.reals, values[j]) }
	case parquet.Int96:
		values := data.Int96()
		return func(j int) { l.add(parquet.Int96Value(values[j])) }
	case parquet.FixedLenByteArray:
		values, size := data.FixedLenByteArray()
		return func(j int) { l.texts = append(l.texts, l.kept(values[j*size:(j+1)*size])) }
	}
	values, ends := data.ByteArray()
	return func(j int) { l.texts = append(l.texts, l.kept(values[ends[j]:ends[j+1]])) }
}

// add adds a value.
func (l *leaf) add(v parquet.Value) {
	switch l.column.Type().Kind() {
	case parquet.Boolean:
		l.wholes = append(l.wholes, int64(v.Byte()&1))
	case parquet.Int32:
		l.wholes = append(l.wholes, int64(v.Int32()))
	case parquet.Int64:
		l.wholes = append(l.wholes, v.Int64())
	case parquet.Float:
		l.reals = append(l.reals, float64(v.Float()))
	case parquet.Double:
		l.reals = append(l.reals, v.Double())
	default:
		l.texts = append(l.texts, l.kept(v.Bytes()))
	}
}

// addNothing adds the place of a value that is missing.
func (l *leaf) addNothing() {
	switch l.column.Type().Kind() {
	case parquet.Boolean, parquet.Int32, parquet.Int64:
		l.wholes = append(l.wholes, 0)
	case parquet.Float, parquet.Double:
		l.reals = append(l.reals, 0)
	default:
		l.texts = append(l.texts, "")
	}
}

// kept returns bytes as a text, that of equal ones before if it was kept.
func (l *leaf) kept(b []byte) string {
	const most = 1 << 16
	if s, ok := l.same[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(l.same) < most {
		l.same[s] = s
	}
	return s
}

// measure finds the width of lists.
func (l *leaf) measure() {
	for i := range l.rows {
		n := l.first[i+1] - l.first[i]
		switch {
		case n == 1 && l.levels != nil && int(l.levels[l.first[i]]) < l.present: // no list, or an empty one
		case l.width == 0:
			l.width = n
		case n != l.width:
			l.width = 0
			return
		}
	}
	if l.width > mostPlaces {
		l.width = 0
	}
}

// value returns a value as the library writes it.
func (l *leaf) value(e int) parquet.Value {
	if l.missing(e) {
		return parquet.NullValue()
	}
	switch l.column.Type().Kind() {
	case parquet.Boolean:
		return parquet.BooleanValue(l.wholes[e] != 0)
	case parquet.Int32:
		return parquet.Int32Value(int32(l.wholes[e]))
	case parquet.Int64:
		return parquet.Int64Value(l.wholes[e])
	case parquet.Float:
		return parquet.FloatValue(float32(l.reals[e]))
	case parquet.Double:
		return parquet.DoubleValue(l.reals[e])
	case parquet.Int96:
		return parquet.Int96Value(int96([]byte(l.texts[e])))
	case parquet.FixedLenByteArray:
		return parquet.FixedLenByteArrayValue([]byte(l.texts[e]))
	}
	return parquet.ByteArrayValue([]byte(l.texts[e]))
}

func (l *leaf) missing(e int) bool {
	return l.levels != nil && int(l.levels[e]) < l.column.MaxDefinitionLevel()
}

// appendRow adds the values of a row to one that is to be written.
func (l *leaf) appendRow(row parquet.Row, i, column int) parquet.Row {
	from, to := i, i+1
	if l.first != nil {
		from, to = l.first[i], l.first[i+1]
	}
	for e := from; e < to; e++ {
		level, repeat := l.column.MaxDefinitionLevel(), min(e-from, 1)
		if l.levels != nil {
			level = int(l.levels[e])
		}
		if l.repeat != nil {
			repeat = int(l.repeat[e])
		}
		row = append(row, l.value(e).Level(repeat, level, column))
	}
	return row
}
