package table

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// add adds the columns of an Arrow field to the table. Lists of the same length in all rows become a column for each
// place, such as v.0. The parts of a struct become columns such as m.u. Other nested types are left out.
func (s *arrowStore) add(t *Table, name string, chunks []arrow.Array, within *arrowSeries) error {
	if len(chunks) == 0 {
		return nil
	}
	// An extension type is a known type with another name: read what it is stored as.
	if _, ok := chunks[0].(array.ExtensionArray); ok {
		for k := range chunks {
			chunks[k] = chunks[k].(array.ExtensionArray).Storage()
		}
	}
	c := &arrowSeries{chunks: chunks, first: starts(chunks), within: within, width: 1}
	// A struct gives its parts, a list one column for each place, and a simple type one column.
	switch kind := chunks[0].DataType().(type) {
	case *arrow.StructType:
		for k, f := range kind.Fields() {
			var parts []arrow.Array
			for _, chunk := range chunks {
				parts = append(parts, chunk.(*array.Struct).Field(k))
			}
			if err := s.add(t, name+"."+f.Name, parts, c); err != nil {
				return err
			}
		}
	case *arrow.ListType, *arrow.LargeListType, *arrow.FixedSizeListType:
		return s.addList(t, name, c)
	case *arrow.MapType, arrow.UnionType, *arrow.ListViewType, *arrow.LargeListViewType, *arrow.RunEndEncodedType:
		t.leftOut(name, "of type "+kind.Name())
	default:
		if c.hex = slices.ContainsFunc(chunks, holdsBinary); c.hex {
			t.noteBinary(name)
		}
		t.Header, s.columns = append(t.Header, name), append(s.columns, c)
	}
	return nil
}

// leftOut notes a column that cannot be read.
func (t *Table) leftOut(name, why string) {
	if text := fmt.Sprintf("%s (%s)", oneLine(name), why); !slices.Contains(t.LeftOut, text) {
		t.LeftOut = append(t.LeftOut, text)
	}
}

// mostPlaces is the largest length of lists that become columns.
const mostPlaces = 1 << 20

// addList adds a column for each place of lists of one length.
func (s *arrowStore) addList(t *Table, name string, c *arrowSeries) error {
	// Find the length of the lists, and whether all of them have it. Missing lists do not count.
	width, same := -1, true
	for _, chunk := range c.chunks {
		list := chunk.(array.ListLike)
		for i := range list.Len() {
			if list.IsNull(i) {
				continue
			}
			from, to := list.ValueOffsets(i)
			same = same && (width < 0 || int(to-from) == width)
			width = int(to - from)
		}
		// Places of lists of lists have no simple value.
		if _, nested := list.ListValues().DataType().(arrow.NestedType); nested {
			t.leftOut(name, "lists of lists or the like")
			return nil
		}
	}
	if !same || width < 1 || width > mostPlaces {
		t.leftOut(name, "lists of different lengths, or of none")
		return nil
	}
	if err := s.ask.For(headerBytes(width), fmt.Sprintf("%d columns", width)); err != nil {
		return err
	}
	for k := range width {
		// All places share the chunks. They differ in their number only.
		place := *c
		place.width, place.k = width, k
		t.Header, s.columns = append(t.Header, name+"."+strconv.Itoa(k)), append(s.columns, &place)
	}
	return nil
}

// arrowSeries is a column of values, or of the values at one place of its lists.
type arrowSeries struct {
	chunks   []arrow.Array
	first    []int        // the number of the first row of each, and of all rows
	within   *arrowSeries // the struct that it is a part of; nil: none
	width, k int          // of lists: their length and the place
	hex      bool         // bytes that are no text
}

func starts(chunks []arrow.Array) []int {
	first := []int{0}
	for k, chunk := range chunks {
		first = append(first, first[k]+chunk.Len())
	}
	return first
}

// at returns the array that holds the value of a row, and its index there; nil if it is missing.
func (c *arrowSeries) at(row int) (arrow.Array, int) {
	// Where a whole struct is missing, so are its parts.
	if c.within != nil {
		if whole, _ := c.within.at(row); whole == nil {
			return nil, 0
		}
	}
	k := 0
	// Several batches: find the one that holds the row.
	if len(c.chunks) > 1 {
		k = sort.Search(len(c.chunks), func(k int) bool { return c.first[k+1] > row })
	}
	a, i := c.chunks[k], row-c.first[k]
	if a.IsNull(i) {
		return nil, 0
	}
	// The values of all lists of a batch lie in one array.
	if list, ok := a.(array.ListLike); ok {
		// The list begins at from; its k-th value is the cell.
		from, _ := list.ValueOffsets(i)
		a, i = list.ListValues(), int(from)+c.k
	}
	if a.IsNull(i) {
		return nil, 0
	}
	return a, i
}

func (c *arrowSeries) number(row int) (float64, bool) {
	a, i := c.at(row)
	if a == nil {
		return 0, false
	}
	return arrowNumber(a, i)
}

func arrowNumber(a arrow.Array, i int) (float64, bool) {
	// Types without a number of their own, such as dates, are no numbers.
	switch a := a.(type) {
	case *array.Float64:
		v := a.Value(i)
		return v, !math.IsNaN(v)
	case *array.Float32:
		v := float64(a.Value(i))
		return v, !math.IsNaN(v)
	case *array.Float16:
		v := half(a.Value(i).Uint16()) // the library is wrong below 2⁻¹⁴
		return v, !math.IsNaN(v)
	case *array.Int64:
		return float64(a.Value(i)), true
	case *array.Int32:
		return float64(a.Value(i)), true
	case *array.Int16:
		return float64(a.Value(i)), true
	case *array.Int8:
		return float64(a.Value(i)), true
	case *array.Uint64:
		return float64(a.Value(i)), true
	case *array.Uint32:
		return float64(a.Value(i)), true
	case *array.Uint16:
		return float64(a.Value(i)), true
	case *array.Uint8:
		return float64(a.Value(i)), true
	case *array.Duration:
		return float64(a.Value(i)), true
	}
	return 0, false
}

func (c *arrowSeries) text(row int) string {
	a, i := c.at(row)
	if a == nil {
		return ""
	}
	text := arrowText(a, i)
	if c.hex {
		text = hexText(text)
	}
	return text
}

func arrowText(a arrow.Array, i int) string {
	if a.IsNull(i) {
		return ""
	}
	// The cases are those that the library's own text does not fit: it would write base64, or digits that a
	// float32 does not have.
	switch a := a.(type) {
	case *array.Null:
		return ""
	case *array.String:
		return a.Value(i)
	case *array.LargeString:
		return a.Value(i)
	case *array.StringView:
		return a.Value(i)
	case *array.Binary:
		return string(a.Value(i))
	case *array.LargeBinary:
		return string(a.Value(i))
	case *array.FixedSizeBinary:
		return string(a.Value(i))
	case *array.BinaryView:
		return string(a.Value(i))
	case *array.Dictionary:
		return arrowText(a.Dictionary(), a.GetValueIndex(i))
	case *array.Decimal128:
		return a.Value(i).ToString(a.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Decimal256:
		return a.Value(i).ToString(a.DataType().(*arrow.Decimal256Type).Scale)
	case *array.Duration:
		return strconv.FormatInt(int64(a.Value(i)), 10)
	case *array.Timestamp:
		return arrowTime(a, i)
	case *array.Float64:
		return realText(a.Value(i), 64)
	case *array.Float32:
		return realText(float64(a.Value(i)), 32)
	case *array.Float16:
		return realText(half(a.Value(i).Uint16()), 32)
	}
	return a.ValueStr(i)
}

// arrowTime writes a point in time; one without a zone is not said to have one.
func arrowTime(a *array.Timestamp, i int) string {
	text := a.ValueStr(i)
	if a.DataType().(*arrow.TimestampType).TimeZone == "" {
		text = strings.TrimSuffix(text, "Z")
	}
	return text
}

// holdsBinary reports whether an array is one of bytes that are no texts.
func holdsBinary(a arrow.Array) bool {
	switch a.(type) {
	case *array.Binary, *array.LargeBinary, *array.FixedSizeBinary, *array.BinaryView:
	default:
		return false
	}
	for i := range a.Len() {
		if isBinary(arrowText(a, i)) {
			return true
		}
	}
	return false
}

// realText writes a number of 32 or 64 bits with the fewest digits that read back as the same number.
// NaN is a missing value.
func realText(v float64, bits int) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, bits)
}
