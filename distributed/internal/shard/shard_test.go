package shard

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// edgesOf reads the edges of a file of the name with the content.
func edgesOf(t *testing.T, name string, content []byte) (all []Edge, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, content, 0o666))
	err = Edges(context.Background(), path, 100, func(e Edge) error {
		all = append(all, e)
		return nil
	})
	return all, err
}

// TestFormsOfText reads the same two edges in all forms; a loop between them is passed over.
func TestFormsOfText(t *testing.T) {
	want := []Edge{{1, 2, 0.5}, {99, 0, 3}}
	for name, text := range map[string]string{
		"plain":        "1,2,0.5\n7,7,1\n99,0,3\n",
		"header":       "from,to,weight\n1,2,0.5\n99,0,3\n",
		"other order":  "weight,note,TO,from\n0.5,x,2,1\n3,y,0,99\n",
		"tabs":         "# a comment\n1\t2\t0.5\n99\t0\t3\n",
		"semicolons":   "1;2;0.5\n99;0;3\n",
		"spaces":       "1 2 0.5\n99 0 3",
		"Windows ends": "from,to,weight\r\n1,2,0.5\r\n99,0,3e0\r\n",
		"blank lines":  "1,2,0.5\n\n99,0,3\n\n",
		"byte order":   "\ufefffrom,to,weight\n1,2,0.5\n99,0,3\n",
		"and no names": "\ufeff1,2,0.5\n99,0,3\n",
	} {
		got, err := edgesOf(t, "edges.csv", []byte(text))
		require.NoError(t, err, name)
		assert.Equal(t, want, got, name)
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = w.Write([]byte(text))
		require.NoError(t, w.Close())
		got, err = edgesOf(t, "edges.csv.gz", packed.Bytes())
		require.NoError(t, err, name)
		assert.Equal(t, want, got, name)
	}
	for text, want := range map[string]string{
		"from,to,weight\n1,2,0.5\n3,4": "edges.csv:3: 2 cells, and 3 in the header",
		"from,to,weight\n1,2,0,5\n":    "edges.csv:2: 4 cells, and 3 in the header",
		"to,weight\n1,2\n":             `no column "from"`,
		"1,100\n":                      "edges.csv:1: row 100: rows are numbered from 0 to 99",
		"1,2,0\n":                      `weight "0"`,
		"1,2\n1,2,3,4\n":               "edges.csv:2: 4 cells",
	} {
		_, err := edgesOf(t, "edges.csv", []byte(text))
		assert.ErrorContains(t, err, want)
	}
	got, err := edgesOf(t, "edges.csv", []byte("3,4\n"))
	require.NoError(t, err)
	assert.Equal(t, []Edge{{3, 4, 1}}, got)
	got, err = edgesOf(t, "empty.csv", nil)
	require.NoError(t, err)
	assert.Empty(t, got)
}

// parquetOf returns a Parquet file of the rows.
func parquetOf[T any](t *testing.T, rows []T) []byte {
	t.Helper()
	var all bytes.Buffer
	w := parquet.NewGenericWriter[T](&all, parquet.MaxRowsPerRowGroup(2))
	_, err := w.Write(rows)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return all.Bytes()
}

// TestParquetEdges reads numbers of several types, over the ends of row groups, and names the row of an error.
func TestParquetEdges(t *testing.T) {
	type small struct {
		To     int32   `parquet:"to"`
		From   int32   `parquet:"from"`
		Weight float32 `parquet:"weight"`
		Note   string  `parquet:"note"`
	}
	got, err := edgesOf(t, "edges.parquet", parquetOf(t, []small{{2, 1, 0.5, "x"}, {3, 2, 1.25, ""}, {0, 99, 3, "y"}}))
	require.NoError(t, err)
	assert.Equal(t, []Edge{{1, 2, 0.5}, {2, 3, 1.25}, {99, 0, 3}}, got)

	type real struct {
		From   float64  `parquet:"from"`
		To     uint64   `parquet:"to"`
		Weight *float64 `parquet:"weight,optional"`
	}
	tiny := math.SmallestNonzeroFloat64
	got, err = edgesOf(t, "edges.parquet", parquetOf(t, []real{{1, 2, &tiny}}))
	require.NoError(t, err)
	assert.Equal(t, []Edge{{1, 2, tiny}}, got)
	_, err = edgesOf(t, "edges.parquet", parquetOf(t, []real{{1, 2, &tiny}, {1, 2, &tiny}, {1.5, 2, &tiny}}))
	assert.ErrorContains(t, err, `edges.parquet:3: "1.5" is no row number`)
	_, err = edgesOf(t, "edges.parquet", parquetOf(t, []real{{1, 2, nil}}))
	assert.ErrorContains(t, err, `weight ""`)
	type other struct {
		From int64 `parquet:"from"`
	}
	_, err = edgesOf(t, "edges.parquet", parquetOf(t, []other{{1}}))
	assert.ErrorContains(t, err, `no column "to"`)
}

// TestDamagedParquet cuts a file at many places, and changes bytes there: an error or edges, never a panic.
func TestDamagedParquet(t *testing.T) {
	type row struct{ From, To int64 }
	whole := parquetOf(t, []row{{1, 2}, {3, 4}, {5, 6}})
	for at := 0; at < len(whole); at += 11 {
		_, err := edgesOf(t, "edges.parquet", whole[:at])
		require.Error(t, err, "cut at %d", at)
		damaged := bytes.Clone(whole)
		damaged[at] ^= 0x55
		_, _ = edgesOf(t, "edges.parquet", damaged)
	}
}

// TestLyingParquet puts the largest number wherever one can be, and cuts the footer: an error before memory is taken.
func TestLyingParquet(t *testing.T) {
	type row struct{ From, To int64 }
	whole := parquetOf(t, []row{{1, 2}, {3, 4}, {5, 6}})
	for at := 4; at+5 < len(whole)-8; at += 3 {
		lie := bytes.Clone(whole)
		copy(lie[at:], "\xff\xff\xff\xff\x07")
		before := memoryTaken()
		_, _ = edgesOf(t, "edges.parquet", lie)
		require.Less(t, memoryTaken()-before, uint64(64<<20), "byte %d", at)
	}
	footer := int(binary.LittleEndian.Uint32(whole[len(whole)-8:]))
	for _, n := range []uint32{uint32(footer) + 1, uint32(len(whole)), math.MaxInt32, math.MaxUint32} {
		lie := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(lie[len(lie)-8:], n)
		_, err := edgesOf(t, "edges.parquet", lie)
		assert.Error(t, err, "a footer of %d bytes", n)
	}
}

// memoryTaken returns how many bytes the process has allocated.
func memoryTaken() uint64 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.TotalAlloc
}

// TestTable writes the same rows in both formats, and reads them again.
func TestTable(t *testing.T) {
	for _, scores := range []bool{false, true} {
		table := NewTable([]string{"a", `b, "c"`}, scores)
		table.Add(Label{Row: 7, Class: 1, Confidence: 0.30000000000000004, Status: "propagated", Scores: []float64{0.1, 1e-300}})
		table.Add(Label{Row: 8, Class: -1, Status: "unreachable", Scores: []float64{0, 0}})
		text, err := table.Bytes(".csv")
		require.NoError(t, err)
		want := "row,predicted,confidence,status\n7,\"b, \"\"c\"\"\",0.30000000000000004,propagated\n8,,,unreachable\n"
		if scores {
			want = "row,predicted,confidence,status,score a,\"score b, \"\"c\"\"\"\n" +
				"7,\"b, \"\"c\"\"\",0.30000000000000004,propagated,0.1,1e-300\n8,,,unreachable,0,0\n"
		}
		assert.Equal(t, want, string(text))

		all, err := table.Bytes(".parquet")
		require.NoError(t, err)
		rows, err := parquet.Read[parquetScored](bytes.NewReader(all), int64(len(all)))
		require.NoError(t, err)
		require.Len(t, rows, 2)
		assert.Equal(t, []any{int64(7), `b, "c"`, 0.30000000000000004, "propagated"},
			[]any{rows[0].Row, *rows[0].Predicted, *rows[0].Confidence, rows[0].Status})
		assert.Nil(t, rows[1].Predicted)
		if scores {
			assert.Equal(t, []float64{0.1, 1e-300}, rows[0].Scores)
		}
		f, err := parquet.OpenFile(bytes.NewReader(all), int64(len(all)))
		require.NoError(t, err)
		assert.Equal(t, "row", fmt.Sprint(f.Schema().Columns()[0][0]))
		classes, _ := f.Lookup("classes")
		assert.Equal(t, "a\nb, \"c\"", classes)
	}
}
