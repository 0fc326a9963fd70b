package table

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// typesOfOthers are the cells of files of types_*, which DuckDB reads alike.
var typesOfOthers = map[string]struct {
	header, left, notes string
	rows                []string
}{
	"duckdb": {"x label d9 d18 d38 day at zone length v.0 v.1 e u small huge f",
		"m (a map, or a list of several values); deep (lists of lists or the like); ragged (lists of different lengths, or of none)", "", []string{
			"0 a 0.25 -0.250 0.2500 2024-02-28 2024-01-01T05:00:00 2024-01-01T05:00:00Z P0M0DT0S 0 0.5 e 00000000-0000-0000-0000-000000000000 0 0 0",
			"0.25 _ 1.25 -1.250 1.2500 2024-02-29 2024-01-02T05:00:00 2024-01-01T05:00:00Z P0M1DT0S 1 1.5 _ 10000000-0000-0000-0000-000000000000 1 1 _",
			"0.5 b 2.25 -2.250 2.2500 2024-03-01 2024-01-03T05:00:00 2024-01-01T05:00:00Z P0M2DT0S 2 2.5 e 20000000-0000-0000-0000-000000000000 2 2 0.2",
			"0.75 _ 3.25 -3.250 3.2500 2024-03-02 2024-01-04T05:00:00 2024-01-01T05:00:00Z P0M3DT0S 3 3.5 _ 30000000-0000-0000-0000-000000000000 3 3 0.3",
		}},
	"polars": {"x label on v.0 v.1 nothing s.u s.w kind", "", "", []string{
		"0 a _ 0 0.5 _ 0 k0 a", "0.25 _ true 1 1.5 _ 1 k1 _", "0.5 b false 2 2.5 _ 2 k0 b", "0.75 _ _ 3 3.5 _ 3 k1 _"}},
	"rust": {"x label half none time at zone months bytes fixed long s.u s.w.z __index_level_0__", "",
		"bytes holds bytes that are no text: each is written as two hexadecimal digits; the index of pandas names the rows, and is no feature: __index_level_0__", []string{
			"0 a 1 _ 00:00:00 1970-01-01T00:00:00 1970-01-01T00:00:00Z P0M0DT0S 00c8 ab é0 1 2 5",
			"0.25 _ -2.5 _ 00:00:00.001 1970-01-02T00:00:00.001 1970-01-02T00:00:00Z P1M0DT0S 01c8 bb é1 _ _ 5",
			"0.5 b _ _ 00:00:00.002 1970-01-03T00:00:00.002 1970-01-03T00:00:00Z P2M0DT0S 02c8 cb é2 _ _ 6",
			"0.75 _ 5.9604645e-08 _ 00:00:00.003 1970-01-04T00:00:00.003 1970-01-04T00:00:00Z P3M0DT0S 03c8 db é3 3 _ 6",
		}},
	"js": {"x label half none time at zone months bytes fixed long s.u s.w.z __index_level_0__", "",
		"bytes holds bytes that are no text: each is written as two hexadecimal digits; the index of pandas names the rows, and is no feature: __index_level_0__", []string{
			"0 a 1 _ 00:00:00.000000 1970-01-01T00:00:00 1970-01-01T01:00:00+01:00 0 00c8 ab é0 1 2 5",
			"0.25 _ -2.5 _ 00:00:00.001000 1970-01-02T00:00:00.001 1970-01-02T01:00:00+01:00 1 01c8 bb é1 _ _ 5",
			"0.5 b _ _ 00:00:00.002000 1970-01-03T00:00:00.002 1970-01-03T01:00:00+01:00 2 02c8 cb é2 _ _ 6",
			"0.75 _ 5.9604645e-08 _ 00:00:00.003000 1970-01-04T00:00:00.003 1970-01-04T01:00:00+01:00 3 03c8 db é3 3 _ 6",
		}},
}

// TestTypesOfOthers reads columns of the types that other programs write, and again what is written of them.
func TestTypesOfOthers(t *testing.T) {
	paths, err := filepath.Glob("testdata/types_*.*")
	require.NoError(t, err)
	require.Len(t, paths, 7)
	for _, path := range paths {
		maker, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(path), "types_"), ".")
		want := typesOfOthers[strings.TrimRight(maker, "12")]
		var rows [][]string
		for _, row := range want.rows {
			rows = append(rows, strings.Fields(row))
		}
		for _, row := range rows {
			for k := range row {
				row[k] = strings.Trim(row[k], "_")
			}
		}
		got, err := ReadFile(path)
		require.NoError(t, err)
		for range 2 {
			assert.Equal(t, strings.Fields(want.header), got.Header, path)
			assert.Equal(t, rows, cells(t, got), path)
			assert.Equal(t, want.left, strings.Join(got.LeftOut, "; "), path)
			assert.Equal(t, want.notes, strings.Join(got.Notes, "; "), path)
			if half := slices.Index(got.Header, "half"); half >= 0 {
				x, err := got.Floats([]int{half})
				require.Error(t, err) // NaN is missing
				assert.Nil(t, x)
				assert.True(t, got.IsIndex(len(got.Header)-1))
				assert.False(t, got.IsIndex(0))
			}
			var b bytes.Buffer
			require.NoError(t, got.WriteAs(&b, Same))
			got, err = Read(&b, "again")
			require.NoError(t, err, path)
		}
	}
}

// TestTypesStay holds that the description of columns is written as it was read: lists, maps and lengths of time by
// their old names, numbers of 16 bits, and columns without a value.
func TestTypesStay(t *testing.T) {
	for _, path := range []string{"testdata/types_duckdb.parquet", "testdata/types_rust1.parquet"} {
		before, err := os.ReadFile(path)
		require.NoError(t, err)
		got, err := ReadFile(path)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, got.WriteAs(&b, Same, Added{Name: "p", Values: []string{"1", "2", "3", ""}}))
		want, now := metadata(t, before), metadata(t, b.Bytes())
		require.Len(t, now.Schema, len(want.Schema)+1)
		for k, e := range want.Schema[1:] {
			w := now.Schema[k+1]
			assert.Equal(t, e.Name, w.Name)
			assert.Equal(t, e.RepetitionType, w.RepetitionType, e.Name)
			assert.Equal(t, e.Type, w.Type, e.Name)
			if e.LogicalType != nil {
				assert.Equal(t, e.LogicalType, w.LogicalType, e.Name)
			}
			if e.ConvertedType != nil {
				assert.Equal(t, e.ConvertedType, w.ConvertedType, e.Name)
			}
		}
	}
}

// metadata returns the footer of a Parquet file.
func metadata(t *testing.T, b []byte) (m format.FileMetaData) {
	t.Helper()
	n := int(binary.LittleEndian.Uint32(b[len(b)-8:]))
	require.NoError(t, thrift.Unmarshal(new(thrift.CompactProtocol), b[len(b)-8-n:len(b)-8], &m))
	return m
}

// withFooter returns a Parquet file with its footer changed.
func withFooter(t *testing.T, b []byte, change func(m *format.FileMetaData)) []byte {
	t.Helper()
	m := metadata(t, b)
	change(&m)
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), m)
	require.NoError(t, err)
	n := int(binary.LittleEndian.Uint32(b[len(b)-8:]))
	all := append(slices.Clone(b[:len(b)-8-n]), footer...)
	return append(binary.LittleEndian.AppendUint32(all, uint32(len(footer))), "PAR1"...)
}

// TestOtherFooters reads files whose footers say what other writers say, or lie.
func TestOtherFooters(t *testing.T) {
	type row struct {
		X     *float64 `parquet:"x,optional"`
		Label *string  `parquet:"label,optional"`
		D     []byte   `parquet:"d"`
	}
	rows := []row{{of(1.5), of("a"), []byte{0, 250}}, {nil, nil, []byte{0xff}}, {of(3.0), of("b"), []byte{1, 0, 0}}}
	plain := parquetOfRows(t, rows, parquet.MaxRowsPerRowGroup(2), parquet.Compression(&parquet.Snappy))
	// Three bytes, one and three of a decimal with two places.
	want := [][]string{{"1.5", "a", "2.50"}, {"", "", "-0.01"}, {"3", "b", "655.36"}}
	decimal := func(m *format.FileMetaData) {
		for k := range m.Schema {
			if m.Schema[k].Name == "d" {
				m.Schema[k].LogicalType = &format.LogicalType{Decimal: &format.DecimalType{Scale: 2, Precision: 9}}
			}
		}
	}
	for name, c := range map[string]struct {
		change func(m *format.FileMetaData)
		says   string
	}{
		"decimal of any length": {decimal, ""},
		"statistics that lie": {func(m *format.FileMetaData) {
			decimal(m)
			for g := range m.RowGroups {
				for k := range m.RowGroups[g].Columns {
					m.RowGroups[g].Columns[k].MetaData.Statistics = format.Statistics{NullCount: 99, DistinctCount: 1,
						MinValue: []byte("zzzzzzzz"), MaxValue: []byte{0}}
				}
			}
		}, ""},
		"a row group without rows": {func(m *format.FileMetaData) {
			decimal(m)
			empty := m.RowGroups[0]
			empty.NumRows, empty.Columns = 0, slices.Clone(empty.Columns)
			for k := range empty.Columns {
				of := &empty.Columns[k].MetaData
				of.NumValues, of.TotalCompressedSize, of.DictionaryPageOffset = 0, 0, 0
			}
			m.RowGroups = slices.Insert(m.RowGroups, 1, empty)
		}, ""},
		"two columns of one name": {func(m *format.FileMetaData) { m.Schema[2].Name = "x" }, `columns 1 and 2 are both named "x"`},
		"no name":                 {func(m *format.FileMetaData) { m.Schema[2].Name = " " }, "column 2 has no name"},
		"encrypted columns": {func(m *format.FileMetaData) {
			m.EncryptionAlgorithm.AesGcmV1 = new(format.AesGcmV1)
		}, "an encrypted Parquet file"},
		"an encrypted column": {func(m *format.FileMetaData) {
			m.RowGroups[0].Columns[0].EncryptedColumnMetadata = []byte("secret")
		}, "an encrypted Parquet file"},
		"fewer rows than there are": {func(m *format.FileMetaData) { m.NumRows = 2 }, "damaged or cut short"},
		"an unknown compression":    {func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.Codec = format.LZO }, "packed by LZO"},
	} {
		got, err := Read(bytes.NewReader(withFooter(t, plain, c.change)), "t")
		if c.says != "" {
			assert.ErrorContains(t, err, c.says, name)
			assert.NotContains(t, err.Error(), "\n", name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, []string{"x", "label", "d"}, got.Header, name)
		assert.Equal(t, want, cells(t, got), name)
	}
}

func parquetOfRows[T any](t *testing.T, rows []T, o ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, o...)
	_, err := w.Write(rows)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// TestOldMakers names formats that are not read, and takes texts that begin with the same letters for texts.
func TestOldMakers(t *testing.T) {
	for head, says := range map[string]string{
		"PARE\x2c\x00\x00\x00":     "an encrypted Parquet file",
		"FEA1\x00\x00\x00\x00\x00": "a Feather file of version 1",
	} {
		_, err := Read(strings.NewReader(head+strings.Repeat("\x01\x02", 40)+head[:4]), "t")
		assert.ErrorContains(t, err, says)
		_, err = Read(strings.NewReader(head[:4]+",FEA2\n1,2\n"), "t")
		assert.NoError(t, err)
	}
}

// TestNoValues reads a column that is said to have no values as one without, whatever stands there.
func TestNoValues(t *testing.T) {
	type row struct {
		X int64 `parquet:"x"`
		Y int32 `parquet:"y"`
	}
	b := withFooter(t, parquetOfRows(t, []row{{1, 0}, {2, 7}}), func(m *format.FileMetaData) {
		m.Schema[2].LogicalType, m.Schema[2].ConvertedType = &format.LogicalType{Unknown: new(format.NullType)}, nil
	})
	got, err := Read(bytes.NewReader(b), "t")
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"1", ""}, {"2", ""}}, cells(t, got))
	filled, _ := got.Count()
	assert.Equal(t, []int{2, 0}, filled)
}

// TestPandasIndex marks the columns that pandas names as its index, and no others.
func TestPandasIndex(t *testing.T) {
	type row struct {
		Name string  `parquet:"name"`
		X    float64 `parquet:"x"`
	}
	for said, index := range map[string]bool{
		`{"index_columns": ["name"], "columns": []}`:                                  true,
		`{"index_columns": [{"kind": "range", "name": null, "start": 0, "stop": 2}]}`: false,
		`{"index_columns": ["other"]}`:                                                false, `{"index_columns": 7}`: false, `{`: false,
	} {
		b := parquetOfRows(t, []row{{"a", 1}, {"b", 2}}, parquet.KeyValueMetadata("pandas", said))
		got, err := Read(bytes.NewReader(b), "t")
		require.NoError(t, err, said)
		assert.Equal(t, index, got.IsIndex(0), said)
		assert.False(t, got.IsIndex(1), said)
		var again bytes.Buffer
		require.NoError(t, got.WriteAs(&again, Same))
		assert.Equal(t, metadata(t, b).KeyValueMetadata, metadata(t, again.Bytes()).KeyValueMetadata, said)
	}
}
