package table

import (
	"fmt"
	"io"
	"reflect"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/format"
)

// parquetNodes are the schema nodes of the kinds of columns.
var parquetNodes = map[kind]parquet.Node{
	kindText:  parquet.String(),
	kindBytes: parquet.Leaf(parquet.ByteArrayType),
	kindTruth: parquet.Leaf(parquet.BooleanType),
	kindWhole: parquet.Leaf(parquet.Int64Type),
	kindReal:  parquet.Leaf(parquet.DoubleType),
}

// inOrder is a group whose fields keep their order. It drops the encodings and the compression of the file that the
// fields may come from.
type inOrder struct {
	parquet.Node
	name   string
	fields []parquet.Field
	as     parquet.Type // nil: that of the node
}

func (n inOrder) Type() parquet.Type {
	if n.as != nil {
		return n.as
	}
	return n.Node.Type()
}

// described is a type as another file describes it, where the library knows less of it.
type described struct {
	parquet.Type
	by format.SchemaElement
}

func (d described) LogicalType() *format.LogicalType         { return d.by.LogicalType }
func (d described) ConvertedType() *deprecated.ConvertedType { return d.by.ConvertedType }

func (n inOrder) Name() string                           { return n.name }
func (n inOrder) Value(base reflect.Value) reflect.Value { return base }
func (n inOrder) Fields() []parquet.Field                { return n.fields }
func (n inOrder) Encoding() encoding.Encoding            { return nil }
func (n inOrder) Compression() compress.Codec            { return nil }
func (n inOrder) GoType() reflect.Type                   { return reflect.TypeOf(struct{}{}) }

// ordered returns a node, and those below it, with fields in order. Of those that come from a file, schema describes
// them as it does, each before its parts; nil: they do not.
func ordered(name string, node parquet.Node, schema *[]format.SchemaElement) inOrder {
	n := inOrder{Node: node, name: name}
	if schema != nil {
		n.as = describedBy((*schema)[0], node.Type())
		*schema = (*schema)[1:]
	}
	// The library would sort the fields of a group by name.
	for _, field := range node.Fields() {
		n.fields = append(n.fields, ordered(field.Name(), field, schema))
	}
	return n
}

// describedBy returns a type with what the library does not know of it: numbers of 16 bits, columns without values, and
// lists, maps and lengths of time by their old names.
func describedBy(e format.SchemaElement, t parquet.Type) parquet.Type {
	known := t.LogicalType()
	if e.LogicalType != nil && (known == nil || e.LogicalType.Unknown != nil) ||
		e.ConvertedType != nil && t.ConvertedType() == nil {
		return described{t, e}
	}
	return t
}

// parquetRows writes rows of values.
type parquetRows struct {
	out *parquet.GenericWriter[any]
	row parquet.Row
}

func newParquetRows(w io.Writer, fields []parquet.Field, more ...parquet.WriterOption) *parquetRows {
	root := inOrder{Node: parquet.Group{}, fields: fields}
	schema, most := parquet.NewSchema("schema", root), int64(rowsAtOnce(len(fields)))
	more = append(more, schema, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(most))
	return &parquetRows{out: parquet.NewGenericWriter[any](w, more...)}
}

// write writes the row, and begins another.
func (w *parquetRows) write() error {
	_, err := w.out.WriteRows([]parquet.Row{w.row})
	w.row = w.row[:0]
	return err
}

// cell adds a cell to the row.
func (w *parquetRows) cell(k kind, cell string, column int) {
	if cell == "" {
		// Level 0: missing.
		w.row = append(w.row, parquet.NullValue().Level(0, 0, column))
		return
	}
	w.row = append(w.row, cellValue(k, cell).Level(0, 1, column))
}

func cellValue(k kind, cell string) parquet.Value {
	switch k {
	case kindTruth:
		return parquet.BooleanValue(cell == "true")
	case kindWhole:
		// A column is of whole numbers only if all of its cells are, so there is no error.
		v, _ := strconv.ParseInt(cell, 10, 64) // isWhole
		return parquet.Int64Value(v)
	case kindReal:
		v, _ := strconv.ParseFloat(cell, 64) // isReal
		return parquet.DoubleValue(v)
	}
	return parquet.ByteArrayValue([]byte(cell))
}

// parquetWriter writes rows of cells as Parquet.
type parquetWriter struct {
	*parquetRows
	kinds []kind
}

func newParquetWriter(w io.Writer, names []string, kinds []kind) *parquetWriter {
	var fields []parquet.Field
	for k, name := range names {
		fields = append(fields, ordered(name, parquet.Optional(parquetNodes[kinds[k]]), nil))
	}
	return &parquetWriter{newParquetRows(w, fields), kinds}
}

func (w *parquetWriter) row(cells []string) error {
	for k, cell := range cells {
		w.cell(w.kinds[k], cell, k)
	}
	return w.write()
}

func (w *parquetWriter) close() error { return w.out.Close() }

// writeColumns writes the columns that were read, with others added.
func (s *parquetStore) writeColumns(w io.Writer, added []Added) error {
	// The schema of the file, with the added columns at its end.
	schema := s.schema
	fields := ordered("", s.root, &schema).fields
	kinds := make([]kind, len(added))
	for k, a := range added {
		g := a.inferred()
		kinds[k] = g.kind()
		fields = append(fields, ordered(a.Name, parquet.Optional(parquetNodes[kinds[k]]), nil))
	}
	var more []parquet.WriterOption
	if s.pandas != "" {
		more = append(more, parquet.KeyValueMetadata("pandas", s.pandas))
	}
	out := newParquetRows(w, fields, more...)
	for i := range s.rows {
		// All values of the row, the nested ones too, with their levels.
		for column, l := range s.stored {
			out.row = l.appendRow(out.row, i, column)
		}
		for k, a := range added {
			out.cell(kinds[k], a.Values[i], len(s.stored)+k)
		}
		if err := out.write(); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return out.out.Close()
}
