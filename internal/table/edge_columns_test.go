package table

import (
	"bytes"
	"os"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEdgesInColumns reads the edges of Parquet and Arrow files, of texts and of numbers, with weights or without.
func TestEdgesInColumns(t *testing.T) {
	type numbers struct {
		From   int64   `parquet:"from"`
		To     float64 `parquet:"to"`
		Weight float32 `parquet:"weight"`
	}
	type index struct {
		A     string `parquet:"a"`
		B     string `parquet:"b"`
		Index int64  `parquet:"__index_level_0__"`
	}
	type other struct {
		A, B, C, D string
	}
	type missing struct {
		A string  `parquet:"a"`
		B *string `parquet:"b,optional"`
	}
	t.Chdir(t.TempDir())
	write := func(b []byte) { require.NoError(t, os.WriteFile("e.parquet", b, 0o666)) }
	read := func() ([]Edge, error) {
		got, err := Reading{}.Edges("e.parquet")
		if err != nil {
			return nil, err
		}
		return got.List, nil
	}
	write(parquetOfRows(t, []numbers{{1, 2, 0.5}, {2, 30, 3}}))
	want := []Edge{{"1", "2", 0.5, 1}, {"2", "30", 3, 2}}
	got, err := read()
	require.NoError(t, err)
	assert.Equal(t, want, got)
	asTable, err := ReadFile("e.parquet")
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, asTable.WriteAs(&b, Arrow))
	write(b.Bytes())
	got, err = read()
	require.NoError(t, err)
	assert.Equal(t, want, got)
	write(parquetOfRows(t, []index{{"x", "é", 7}, {"é", "z z", 8}}, parquet.Compression(&parquet.Zstd)))
	got, err = read()
	require.NoError(t, err)
	assert.Equal(t, []Edge{{"x", "é", 1, 1}, {"é", "z z", 1, 2}}, got)
	for says, b := range map[string][]byte{
		"e.parquet: 4 columns, not two or three":                 parquetOfRows(t, []other{{"a", "b", "c", "d"}, {"a", "b", "c", "d"}}),
		"e.parquet:2: a node without a name":                     parquetOfRows(t, []missing{{"a", of("b")}, {"a", nil}}),
		"e.parquet:1: the weight \"-1\" is not a number above 0": parquetOfRows(t, []numbers{{1, 2, -1}, {1, 2, 1}}),
		"e.parquet: an image, not a table":                       []byte("GIF89a\x01\x00"),
	} {
		write(b)
		_, err := read()
		assert.EqualError(t, err, says)
	}
}
