package table

import (
	"bytes"
	"io"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// manyTypes is a schema with columns of all kinds, and the rows that fillManyTypes gives them.
var manyTypes = arrow.NewSchema([]arrow.Field{
	{Name: "real", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "short", Type: arrow.PrimitiveTypes.Float32, Nullable: true},
	{Name: "whole", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "byte", Type: arrow.PrimitiveTypes.Uint8, Nullable: true},
	{Name: "text", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "kind", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, Nullable: true},
	{Name: "on", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
	{Name: "day", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
	{Name: "at", Type: arrow.FixedWidthTypes.Timestamp_ms, Nullable: true},
	{Name: "price", Type: &arrow.Decimal128Type{Precision: 9, Scale: 2}, Nullable: true},
	{Name: "v", Type: arrow.FixedSizeListOf(2, arrow.PrimitiveTypes.Float32), Nullable: true},
	{Name: "w", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64), Nullable: true},
	{Name: "ragged", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64), Nullable: true},
	{Name: "m", Type: arrow.StructOf(arrow.Field{Name: "u", Type: arrow.BinaryTypes.String, Nullable: true}), Nullable: true},
	{Name: "map", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64), Nullable: true},
	{Name: "nothing", Type: arrow.Null, Nullable: true},
}, nil)

const manyTypesJSON = `[
{"real":1.5,"short":0.1,"whole":"9007199254740993","byte":255,"text":"a,b","kind":"x","on":true,"day":"2024-02-29","at":"2024-01-02 03:04:05.006","price":"12.50","v":[0.5,1],"w":[1,2,3],"ragged":[1],"m":{"u":"é"},"map":[{"key":"k","value":1}],"nothing":null},
{"real":null,"short":null,"whole":null,"byte":null,"text":null,"kind":null,"on":null,"day":null,"at":null,"price":null,"v":null,"w":null,"ragged":null,"m":null,"map":null,"nothing":null},
{"real":-2,"short":1e30,"whole":-1,"byte":0,"text":"","kind":"x","on":false,"day":"1969-12-31","at":"1969-12-31 23:59:59.999","price":"-0.01","v":[null,3],"w":[4,null,6],"ragged":[1,2],"m":{"u":null},"map":[],"nothing":null},
{"real":3,"short":2,"whole":7,"byte":1,"text":"007","kind":"y","on":true,"day":"2000-01-01","at":"2000-01-01 00:00:00","price":"3.00","v":[7,8],"w":[7,8,9],"ragged":[],"m":{"u":"z"},"map":null,"nothing":null}
]`

var manyTypesHeader = []string{"real", "short", "whole", "byte", "text", "kind", "on", "day", "at", "price", "v.0", "v.1", "w.0", "w.1", "w.2", "m.u", "nothing"}

var manyTypesCells = [][]string{
	{"1.5", "0.1", "9007199254740993", "255", "a,b", "x", "true", "2024-02-29", "2024-01-02T03:04:05.006Z", "12.50", "0.5", "1", "1", "2", "3", "é", ""},
	{"", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""},
	{"-2", "1e+30", "-1", "0", "", "x", "false", "1969-12-31", "1969-12-31T23:59:59.999Z", "-0.01", "", "3", "4", "", "6", "", ""},
	{"3", "2", "7", "1", "007", "y", "true", "2000-01-01", "2000-01-01T00:00:00Z", "3.00", "7", "8", "7", "8", "9", "z", ""},
}

// manyTypesBatches are the rows in two batches.
func manyTypesBatches(t testing.TB) []arrow.RecordBatch {
	t.Helper()
	all, _, err := array.RecordFromJSON(memory.NewGoAllocator(), manyTypes, bytes.NewReader([]byte(manyTypesJSON)))
	require.NoError(t, err)
	return []arrow.RecordBatch{all.NewSlice(0, 1), all.NewSlice(1, 4)}
}

// arrowBytes writes batches as an IPC file or a stream.
func arrowBytes(t testing.TB, stream bool, batches []arrow.RecordBatch, o ...ipc.Option) []byte {
	t.Helper()
	var b bytes.Buffer
	o = append(o, ipc.WithSchema(batches[0].Schema()))
	var w recordWriter = ipc.NewWriter(&b, o...)
	if !stream {
		var err error
		w, err = ipc.NewFileWriter(&b, o...)
		require.NoError(t, err)
	}
	for _, batch := range batches {
		require.NoError(t, w.Write(batch))
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// TestArrow checks that files and streams of all types are read, packed or not, and that what is
// written of them has the same columns as before, the nested ones too.
func TestArrow(t *testing.T) {
	batches := manyTypesBatches(t)
	for _, stream := range []bool{false, true} {
		for _, o := range [][]ipc.Option{nil, {ipc.WithLZ4()}, {ipc.WithZstd()}} {
			got, err := Read(bytes.NewReader(arrowBytes(t, stream, batches, o...)), "t")
			require.NoError(t, err)
			assert.Equal(t, manyTypesHeader, got.Header)
			assert.Equal(t, manyTypesCells, cells(t, got))
			assert.Equal(t, []string{"ragged (lists of different lengths, or of none)", "map (of type map)"}, got.LeftOut)
			filled, numbers := got.Count()
			assert.Equal(t, []int{3, 3, 3, 3, 2, 3, 3, 3, 3, 3, 2, 3, 3, 2, 3, 2, 0}, filled)
			assert.Equal(t, []int{3, 3, 3, 3, 1, 0, 0, 0, 0, 3, 2, 3, 3, 2, 3, 0, 0}, numbers)
			_, err = got.Floats([]int{0})
			assert.EqualError(t, err, `t:2: column "real": empty cell`)

			var b bytes.Buffer
			require.NoError(t, got.WriteAs(&b, Same, Added{Name: "p", Values: []string{"x", "", "y", "z"}}, Added{Name: "q", Values: []string{"0.5", "1", "", "2"}}))
			requireSameBatches(t, stream, b.Bytes(), batches)
		}
	}
}

// requireSameBatches reads with the library, and holds that all columns but the last two are as they were.
func requireSameBatches(t *testing.T, stream bool, b []byte, want []arrow.RecordBatch) {
	t.Helper()
	var got []arrow.RecordBatch
	if stream {
		r, err := ipc.NewReader(bytes.NewReader(b))
		require.NoError(t, err)
		for r.Next() {
			r.RecordBatch().Retain()
			got = append(got, r.RecordBatch())
		}
		require.NoError(t, r.Err())
	} else {
		r, err := ipc.NewFileReader(bytes.NewReader(b))
		require.NoError(t, err)
		for i := range r.NumRecords() {
			batch, err := r.RecordBatchAt(i)
			require.NoError(t, err)
			got = append(got, batch)
		}
	}
	require.Len(t, got, len(want))
	for i := range want {
		n := int(want[i].NumCols())
		require.Equal(t, n+2, int(got[i].NumCols()))
		for k := range n {
			require.True(t, got[i].Schema().Field(k).Equal(want[i].Schema().Field(k)))
			require.True(t, array.Equal(got[i].Column(k), want[i].Column(k)), "%s", want[i].ColumnName(k))
		}
		assert.Equal(t, arrow.BinaryTypes.String, got[i].Column(n).DataType())
		assert.Equal(t, arrow.PrimitiveTypes.Float64, got[i].Column(n+1).DataType())
	}
}

// TestArrowCut cuts files at every place: each is an error, of one line.
func TestArrowCut(t *testing.T) {
	skipIfSlow(t)
	batches := manyTypesBatches(t)
	for name, b := range map[string][]byte{
		"file": arrowBytes(t, false, batches), "stream": arrowBytes(t, true, batches), "packed": arrowBytes(t, true, batches, ipc.WithZstd()),
	} {
		for cut := 16; cut < len(b); cut++ {
			requireOneLine(t, b[:cut], "%s, cut at %d of %d", name, cut, len(b))
		}
	}
}

// requireOneLine holds that bytes are no table, and that the error is one line.
func requireOneLine(t *testing.T, b []byte, what string, args ...any) {
	t.Helper()
	_, err := Read(bytes.NewReader(b), "t")
	var e *Error
	require.ErrorAs(t, err, &e, append([]any{what}, args...)...)
	require.NotContains(t, e.Error()+e.Hint, "\n")
	require.NotEmpty(t, e.Hint)
}

// TestArrowDamaged changes every byte: no panic, and no error of two lines.
func TestArrowDamaged(t *testing.T) {
	skipIfSlow(t)
	for _, stream := range []bool{false, true} {
		whole := arrowBytes(t, stream, manyTypesBatches(t)[:1])
		for i := 0; i < len(whole); i += 3 {
			for _, to := range []byte{0, 0x7f, 0xff, whole[i] ^ 1} {
				b := bytes.Clone(whole)
				b[i] = to
				tab, err := Read(bytes.NewReader(b), "t")
				if err != nil {
					require.NotContains(t, err.Error(), "\n", "byte %d", i)
					continue
				}
				require.NoError(t, tab.WriteAs(io.Discard, JSONL))
			}
		}
	}
}

// TestArrowLengths writes the largest number wherever one can be in what describes the columns: the
// library would ask for as much memory.
func TestArrowLengths(t *testing.T) {
	for _, stream := range []bool{false, true} {
		whole := arrowBytes(t, stream, manyTypesBatches(t)[:1])
		for i := 8; i+4 <= len(whole); i += 4 {
			b := bytes.Clone(whole)
			copy(b[i:], "\xff\xff\xff\x7f")
			if tab, err := Read(bytes.NewReader(b), "t"); err == nil {
				require.NoError(t, tab.WriteAs(io.Discard, JSONL))
			}
		}
	}
}

func TestBadArrow(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "x", Type: arrow.PrimitiveTypes.Float64}, {Name: "x", Type: arrow.PrimitiveTypes.Float64}}, nil)
	twice := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	twice.Field(0).AppendEmptyValue()
	twice.Field(1).AppendEmptyValue()
	nested := array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema([]arrow.Field{{Name: "x", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.BinaryTypes.String), Nullable: true}}, nil))
	nested.Field(0).AppendNull()
	for says, b := range map[string][]byte{
		`t: columns 1 and 2 are both named "x"`: arrowBytes(t, false, []arrow.RecordBatch{twice.NewRecordBatch()}),
		`t: no rows`:                            arrowBytes(t, true, []arrow.RecordBatch{manyTypesBatches(t)[0].NewSlice(0, 0)}),
		`t: no column of numbers or texts`:      arrowBytes(t, true, []arrow.RecordBatch{nested.NewRecordBatch()}),
	} {
		_, err := Read(bytes.NewReader(b), "t")
		assert.EqualError(t, err, says)
	}
}
