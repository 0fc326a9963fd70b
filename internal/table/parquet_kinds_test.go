package table

import (
	"bytes"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// variant is how a value of any type is stored.
type variant struct {
	Metadata []byte `parquet:"metadata"`
	Value    []byte `parquet:"value,optional"`
}

// TestVariant checks that a column of values of any type is left out with a reason, and the others are read.
func TestVariant(t *testing.T) {
	type row struct {
		X     float64  `parquet:"x"`
		V     *variant `parquet:"v,optional"`
		Label string   `parquet:"label"`
	}
	var b bytes.Buffer
	require.NoError(t, parquet.Write(&b, []row{{1, &variant{[]byte{1, 0, 0}, []byte{12, 5}}, "a"}, {2, nil, "b"}}))
	file := withFooter(t, b.Bytes(), func(m *format.FileMetaData) {
		for k := range m.Schema {
			if m.Schema[k].Name == "v" {
				m.Schema[k].LogicalType = &format.LogicalType{Variant: &format.VariantType{}}
			}
		}
	})
	got, err := Read(bytes.NewReader(file), "t")
	require.NoError(t, err)
	assert.Equal(t, []string{"x", "label"}, got.Header)
	assert.Equal(t, [][]string{{"1", "a"}, {"2", "b"}}, cells(t, got))
	assert.Equal(t, []string{"v (values of any type (VARIANT), of which none is read)"}, got.LeftOut)
	assert.Empty(t, got.Notes)
}

// TestUnknownCodecs checks that pages which are packed in a way that is not read are named.
func TestUnknownCodecs(t *testing.T) {
	for codec, says := range map[format.CompressionCodec]string{
		format.Lz4: "packed by LZ4 in the frames of Hadoop", format.LZO: "packed by LZO",
	} {
		file := withFooter(t, parquetBytes(t, manyRecords(), parquet.Compression(&parquet.Snappy)), func(m *format.FileMetaData) {
			m.RowGroups[0].Columns[2].MetaData.Codec = codec
		})
		_, err := Read(bytes.NewReader(file), "t")
		var e *Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, "a Parquet file that is "+says+", which is not read", e.Reason)
		assert.Contains(t, e.Hint, "another compression")
	}
}
