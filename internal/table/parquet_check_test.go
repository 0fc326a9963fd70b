package table

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/parquetcheck"
)

// TestFooterLengths holds that a schema of more elements than there are bytes is an error, and so
// is one of more children than there are elements.
func TestFooterLengths(t *testing.T) {
	whole := parquetBytes(t, manyRecords()[:1])
	n := int(binary.LittleEndian.Uint32(whole[len(whole)-8:]))
	at := len(whole) - 8 - n + 4 // behind the version, the field and the kind of its elements
	require.Equal(t, []byte{0x15, 0x04, 0x19, 0xfc}, whole[at-4:at])
	read := func(length ...byte) error {
		b := append(bytes.Clone(whole[:at]), length...)
		b = append(b, whole[at+1:len(whole)-8]...)
		b = append(binary.LittleEndian.AppendUint32(b, uint32(n+len(length)-1)), "PAR1"...)
		_, err := Read(bytes.NewReader(b), "t")
		return err
	}
	require.NoError(t, read(whole[at]))
	assert.ErrorIs(t, read(0xff, 0xff, 0xff, 0xff, 0x07), errCutShort)
	children := bytes.IndexByte(whole[at:], 0x15) // the first element is the root: its name, and how many it has
	require.Less(t, children, 20)
	b := bytes.Clone(whole)
	b[at+children+1] = 0x7e
	_, err := Read(bytes.NewReader(b), "t")
	assert.ErrorIs(t, err, errCutShort)
}

// TestPageChecksum flips a bit at the end of each page of a file with checksums, dictionaries included: an error.
func TestPageChecksum(t *testing.T) {
	whole := parquetBytes(t, manyRecords(), parquet.Compression(&parquet.Snappy))
	f, err := parquet.OpenFile(bytes.NewReader(whole), int64(len(whole)))
	require.NoError(t, err)
	pages := 0
	for _, column := range f.Metadata().RowGroups[0].Columns {
		at := column.MetaData.DataPageOffset
		if d := column.MetaData.DictionaryPageOffset; d > 0 {
			at = min(at, d)
		}
		for end := at + column.MetaData.TotalCompressedSize; at < end; pages++ {
			check := parquetcheck.Pages{From: bytes.NewReader(whole), Size: int64(len(whole))}
			page, err := check.Page(at, end)
			require.NoError(t, err)
			for _, k := range []int64{at + page.Length - 1, at + page.Length - 2} {
				b := bytes.Clone(whole)
				b[k] ^= 4
				_, err = Read(bytes.NewReader(b), "t")
				assert.ErrorContains(t, err, "crc32 checksum mismatch", "byte %d", k)
			}
			at += page.Length
		}
	}
	assert.Greater(t, pages, 20)
}
