package table

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	arrowmemory "github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// npyFile is a NumPy array of a type and shape, with so many bytes 1.
func npyFile(kind, shape string, bytes int) string {
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", kind, shape)
	return fmt.Sprintf("\x93NUMPY\x01\x00%c%c%s", len(header)&255, len(header)>>8, header) + strings.Repeat("\x01", bytes)
}

// arrowBatches is a file of so many equal batches of one column.
func arrowBatches(t *testing.T, times int, column arrow.Array) string {
	t.Helper()
	var b bytes.Buffer
	s := arrow.NewSchema([]arrow.Field{{Name: "x", Type: column.DataType(), Nullable: true}}, nil)
	w, err := ipc.NewFileWriter(&b, ipc.WithSchema(s))
	require.NoError(t, err)
	for range times {
		require.NoError(t, w.Write(array.NewRecordBatch(s, []arrow.Array{column}, int64(column.Len()))))
	}
	require.NoError(t, w.Close())
	return b.String()
}

// wideArrowLists is a row with so many lists of missing values of a type that takes no bytes.
func wideArrowLists(t *testing.T, lists int) string {
	t.Helper()
	const width = 1 << 19
	list := arrow.FixedSizeListOf(width, arrow.Null)
	values := array.NewNull(width)
	one := array.NewFixedSizeListData(array.NewData(list, 1, []*arrowmemory.Buffer{nil}, []arrow.ArrayData{values.Data()}, 0, 0))
	var fields []arrow.Field
	var columns []arrow.ArrayData
	for i := range lists {
		fields = append(fields, arrow.Field{Name: fmt.Sprint("v", i), Type: list, Nullable: true})
		columns = append(columns, one.Data())
	}
	s := arrow.StructOf(fields...)
	return arrowBatches(t, 1, array.NewStructData(array.NewData(s, 1, []*arrowmemory.Buffer{nil}, columns, 0, 0)))
}

// parquetLists is rows with lists of so many missing numbers each, in each row one more.
func parquetLists(t *testing.T, rows, width int) string {
	t.Helper()
	type row struct {
		V []*int64 `parquet:"v,list"`
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b)
	for i := range rows {
		_, err := w.Write([]row{{V: make([]*int64, width+i)}})
		require.NoError(t, err)
		// A page for each row.
		require.NoError(t, w.Flush())
	}
	require.NoError(t, w.Close())
	return b.String()
}

// attributes is the header of an ARFF file with so many of them.
func attributes(n int) string {
	var b strings.Builder
	b.WriteString("@relation r\n")
	for i := range n {
		fmt.Fprintf(&b, "@attribute a%d numeric\n", i)
	}
	return b.String() + "@data\n"
}

// members is so many members of an object.
func members(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "\"member%d\": 1, ", i)
	}
	return strings.TrimSuffix(b.String(), ", ")
}

// Tables whose cells take few bytes in the file, or none, are refused before the memory for their cells is taken: wide
// rows of zeros, arrays of many columns, columns of nothing, lists of missing values.
func TestCellsWithoutBytes(t *testing.T) {
	const limit = 24 << 20
	for name, text := range map[string]string{
		"columns of NumPy":       npyFile("|u1", "(1, 300000)", 300_000),
		"ARFF in braces":         attributes(5000) + strings.Repeat("{0 1}\n", 2000),
		"attributes of ARFF":     attributes(200_000) + "1\n",
		"rows of Arrow":          arrowBatches(t, 10, array.NewNull(1<<20)),
		"lists of Arrow":         wideArrowLists(t, 20),
		"lists of Parquet":       parquetLists(t, 30, 200_000),
		"columns of Parquet":     parquetLists(t, 1, 400_000),
		"texts of NumPy (label)": npyFile("|S1", "(4000000,)", 4_000_000),
		"a long line of JSON":    "{" + members(10_000) + "}\n" + strings.Repeat("{}\n", 2000),
		"values of JSON arrays":  "[" + strings.Repeat("[1,2],", 400_000) + "[1,2]]",
		"columns of JSON":        `{"a": [` + strings.Repeat("1,", 400_000) + `1], "b": [` + strings.Repeat("1,", 400_000) + "1]}",
		"a long name in JSON": `{"columns": ["` + strings.Repeat("x", 100_000) + `"], "data": [` +
			strings.Repeat("[1],", 3000) + "[1]]}",
	} {
		allowed, most := allow(limit)
		how := Reading{Memory: allowed}
		table, err := how.Text(strings.NewReader(text), "table")
		if err == nil {
			_, err = table.Strings(0)
		}
		var e *Error
		if assert.ErrorAs(t, err, &e, name) {
			assert.Equal(t, hintMemory, e.Hint, name)
			assert.Contains(t, e.Reason, "more memory; ", name)
		}
		assert.Less(t, *most, int64(1<<40), name)
	}
}

// allow is a budget of so many bytes more than are in use, and the most that was asked for.
func allow(bytes int64) (memory.Ask, *int64) {
	runtime.GC()
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	b, most := memory.NewBudget(int64(heap.HeapAlloc)+bytes), new(int64)
	return func(n int64, what string) error {
		*most = max(*most, n)
		return b.Ask(n, what)
	}, most
}

// A NumPy array that has rows or columns without a byte is refused at once, whatever its shape says.
func TestEmptyArrays(t *testing.T) {
	for _, c := range []struct{ kind, shape, want string }{
		{"<f8", "(0, 1000000000000)", "no rows"}, {"<f8", "(1000000000000, 0)", "no columns"},
		{"<U0", "(1000000000000,)", "elements of type U0 are not supported"},
		{"|S0", "(1000000000, 3)", "elements of type S0 are not supported"},
		{"<U4611686018427387904", "(2,)", "are not supported"},
	} {
		_, err := Read(strings.NewReader(npyFile(c.kind, c.shape, 0)), "x.npy")
		assert.ErrorContains(t, err, c.want, c.shape)
	}
}

// Edges are counted as they are read, from lists and from matrices.
func TestEdgesAskForMemory(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"list.txt":  strings.Repeat("1 2\n", 300_000),
		"array.npy": npyFile("|u1", "(700, 700)", 700*700),
		"table.csv": strings.Repeat(strings.Repeat("1,", 699)+"1\n", 700),
	} {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
		allowed, _ := allow(20 << 20)
		_, err := Reading{Memory: allowed}.Edges(path)
		var e *Error
		if assert.ErrorAs(t, err, &e, name) {
			assert.Equal(t, hintMemory, e.Hint, name)
		}
		_, err = Reading{}.Edges(path)
		assert.NoError(t, err, name)
	}
	long := filepath.Join(folder, "long.txt")
	text, err := io.ReadAll(io.LimitReader(endless{"abcdefgh"}, 2*longestEdge))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(long, append([]byte("1 2\n"), text...), 0o666))
	_, err = Reading{}.Edges(long)
	assert.EqualError(t, err, long+":2: a line of more than a megabyte")
}
