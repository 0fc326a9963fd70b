package table

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

var errEncrypted = errors.New("it is encrypted")

// openParquet opens a Parquet file whose footer was checked. It returns the schema as the footer describes it.
func openParquet(o *source) (*parquet.File, []format.SchemaElement, error) {
	footer, err := footerOf(o)
	if err != nil {
		return nil, nil, err
	}
	var m format.FileMetaData
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), footer, &m); err != nil {
		return nil, nil, err
	}
	if isEncrypted(&m) {
		return nil, nil, errEncrypted
	}
	schema := slices.Clone(m.Schema)
	var from io.ReaderAt = o
	size := o.size
	// Data stay where they are; only the description behind them is another.
	if simplify(m.Schema) {
		b, err := thrift.Marshal(new(thrift.CompactProtocol), m)
		if err != nil {
			return nil, nil, err
		}
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(b))), magicParquet...)
		begin := o.size - 8 - int64(len(footer))
		from, size = &otherEnd{o, begin, b}, begin+int64(len(b))
	}
	f, err := parquet.OpenFile(from, size,
		parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.FileReadMode(parquet.ReadModeSync))
	return f, schema, err
}

// unknownCodec is a compression that is not read.
type unknownCodec struct{ name string }

func (e unknownCodec) Error() string { return "packed by " + e.name + ", which is not read" }

// knownCodecs checks that all pages are packed in a way that is read.
func knownCodecs(groups []format.RowGroup) error {
	for _, g := range groups {
		for k := range g.Columns {
			switch codec := g.Columns[k].MetaData.Codec; codec {
			case format.Uncompressed, format.Snappy, format.Gzip, format.Brotli, format.Zstd, format.Lz4Raw:
			case format.Lz4:
				return unknownCodec{"LZ4 in the frames of Hadoop"}
			default:
				return unknownCodec{codec.String()}
			}
		}
	}
	return nil
}

// leaf returns the description of a column of values, by its number.
func leaf(schema []format.SchemaElement, index int) format.SchemaElement {
	for _, e := range schema {
		if e.NumChildren > 0 {
			continue
		}
		if index == 0 {
			return e
		}
		index--
	}
	return format.SchemaElement{}
}

// footerOf returns the footer of a file: it stands before its length and the magic bytes.
func footerOf(o *source) ([]byte, error) {
	end := make([]byte, 8)
	if _, err := o.ReadAt(end, o.size-8); err != nil && err != io.EOF {
		return nil, err
	}
	n := int64(binary.LittleEndian.Uint32(end))
	footer := make([]byte, n)
	_, err := io.ReadFull(io.NewSectionReader(o, o.size-8-n, n), footer)
	return footer, err
}

// isEncrypted reports whether a file names a cipher, or has columns whose description is unreadable without a key.
func isEncrypted(m *format.FileMetaData) bool {
	e := m.EncryptionAlgorithm
	if e.AesGcmV1 != nil || e.AesGcmCtrV1 != nil {
		return true
	}
	for _, g := range m.RowGroups {
		for _, c := range g.Columns {
			if len(c.EncryptedColumnMetadata) > 0 {
				return true
			}
		}
	}
	return false
}

// simplify takes logical types away that the library refuses: that of columns without a value, as pandas writes one of
// None, and that of decimals in bytes of any length, which it knows by their old name. It reports whether there are
// any.
func simplify(schema []format.SchemaElement) (changed bool) {
	for k := range schema {
		e := &schema[k]
		switch t := e.LogicalType; {
		case t == nil || e.Type == nil:
		case t.Unknown != nil:
			e.LogicalType, changed = nil, true
		case t.Decimal != nil && *e.Type == format.ByteArray:
			old, scale, precision := deprecated.Decimal, t.Decimal.Scale, t.Decimal.Precision
			e.LogicalType, e.ConvertedType, e.Scale, e.Precision = nil, &old, &scale, &precision
			changed = true
		}
	}
	return changed
}

// otherEnd is a file with another end from a place on.
type otherEnd struct {
	io.ReaderAt
	begin int64
	end   []byte
}

// ReadAt implements io.ReaderAt.
func (r *otherEnd) ReadAt(p []byte, at int64) (n int, err error) {
	// What stands before the end comes from the file.
	if at < r.begin {
		n, err = r.ReaderAt.ReadAt(p[:min(int64(len(p)), r.begin-at)], at)
		if err != nil && err != io.EOF || n == len(p) {
			return n, err
		}
	}
	if k := at + int64(n) - r.begin; k >= 0 && k < int64(len(r.end)) {
		n += copy(p[n:], r.end[k:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
