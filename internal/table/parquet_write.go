package table

import (
	"fmt"
	"io"
	"reflect"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding"
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
}

func (n inOrder) Name() string                           { return n.name }
func (n inOrder) Value(base reflect.Value) reflect.Value { return base }
func (n inOrder) Fields() []parquet.Field                { return n.fields }
func (n inOrder) Encoding() encoding.Encoding            { return nil }
func (n inOrder) Compression() compress.Codec            { return nil }
func (n inOrder) GoType() reflect.Type                   { return reflect.TypeOf(struct{}{}) }

// ordered returns a node, and those below it, with fields in order.
func ordered(name string, node parquet.Node) inOrder {
	n := inOrder{Node: node, name: name}
	// The library would sort the fields of a group by name.
	for _, field := range node.Fields() {
		n.fields = append(n.fields, ordered(field.Name(), field))
	}
	return n
}

// parquetRows writes rows of values.
type parquetRows struct {
	out *parquet.GenericWriter[any]
	row parquet.Row
}

func newParquetRows(w io.Writer, fields []parquet.Field) *parquetRows {
	root := inOrder{Node: parquet.Group{}, fields: fields}
	schema, most := parquet.NewSchema("schema", root), int64(rowsAtOnce(len(fields)))
	return &parquetRows{out: parquet.NewGenericWriter[any](w, schema,
		parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(most))}
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
		fields = append(fields, ordered(name, parquet.Optional(parquetNodes[kinds[k]])))
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
	fields := ordered("", s.root).fields
	kinds := make([]kind, len(added))
	for k, a := range added {
		g := a.inferred()
		kinds[k] = g.kind()
		fields = append(fields, ordered(a.Name, parquet.Optional(parquetNodes[kinds[k]])))
	}
	out := newParquetRows(w, fields)
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
