package parquetcheck

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pageHeader is the header of a page of version 1, in Thrift's compact protocol.
func pageHeader(unpacked, packed, values int64) []byte {
	b := binary.AppendVarint([]byte{0x15, 0, 0x15}, unpacked)
	b = binary.AppendVarint(append(b, 0x15), packed)
	b = binary.AppendVarint(append(b, 0x2c, 0x15), values)
	return append(b, 0, 0)
}

// TestPageHeader holds that a page may have as many bytes and values as packing makes possible, and no more.
func TestPageHeader(t *testing.T) {
	c := Pages{Size: 1000}
	most := c.Most()
	for _, h := range [][3]int64{{0, 0, 0}, {100, 50, 10}, {most, 1, most}} {
		b := pageHeader(h[0], h[1], h[2])
		want := Page{Length: int64(len(b)) + h[1], Unpacked: h[0], Values: h[2]}
		assert.Equal(t, want, c.header(append(b, 1, 2, 3)))
	}
	for _, h := range [][3]int64{{most + 1, 1, 1}, {1, 1, most + 1}, {-1, 1, 1}, {1, -1, 1}, {1, 1, -1}, {math.MaxInt64, 1, 1}} {
		assert.ErrorIs(t, guarded(func() { c.header(pageHeader(h[0], h[1], h[2])) }), ErrDamaged, "%v", h)
	}
}

// TestMemoryOfPages: a text of a dictionary takes a pointer and a length in each row, a number eight bytes; the values
// of the dictionary itself are no rows.
func TestMemoryOfPages(t *testing.T) {
	const rows = 3000
	type row struct {
		Text   string `parquet:"text,dict"`
		Number int64  `parquet:"number"`
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b)
	for i := range rows {
		_, err := w.Write([]row{{fmt.Sprint("text ", i%100), int64(i)}})
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	check := Pages{From: bytes.NewReader(b.Bytes()), Size: int64(b.Len())}
	require.NoError(t, check.All(f.Metadata().RowGroups))
	assert.Equal(t, int64((16+8)*rows), check.Kept)
	// The numbers are one page, without levels.
	assert.InDelta(t, 8*rows, check.Largest, 64)
}
