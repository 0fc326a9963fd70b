package table

import (
	"io"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// recordWriter writes record batches, as a file or a stream.
type recordWriter interface {
	Write(arrow.RecordBatch) error
	Close() error
}

func newRecordWriter(w io.Writer, f Format, schema *arrow.Schema) (recordWriter, error) {
	if f == arrowStream {
		return ipc.NewWriter(w, ipc.WithSchema(schema)), nil
	}
	return ipc.NewFileWriter(w, ipc.WithSchema(schema))
}

// arrowTypes are the Arrow types of the kinds of columns.
var arrowTypes = map[kind]arrow.DataType{
	kindText: arrow.BinaryTypes.String, kindBytes: arrow.BinaryTypes.Binary, kindTruth: arrow.FixedWidthTypes.Boolean,
	kindWhole: arrow.PrimitiveTypes.Int64, kindReal: arrow.PrimitiveTypes.Float64,
}

// arrowWriter writes rows of cells as Arrow IPC.
type arrowWriter struct {
	out   recordWriter
	rows  *array.RecordBuilder
	count int
	most  int // rows of a batch
}

func newArrowWriter(w io.Writer, f Format, names []string, kinds []kind) (*arrowWriter, error) {
	fields := make([]arrow.Field, len(names))
	for k, name := range names {
		fields[k] = arrow.Field{Name: name, Type: arrowTypes[kinds[k]], Nullable: true}
	}
	schema := arrow.NewSchema(fields, nil)
	out, err := newRecordWriter(w, f, schema)
	rows := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	return &arrowWriter{out: out, rows: rows, most: rowsAtOnce(len(names))}, err
}

func (w *arrowWriter) row(cells []string) error {
	for k, cell := range cells {
		appendCell(w.rows.Field(k), cell)
	}
	// A batch is full: write it, which also empties the builder.
	if w.count++; w.count%w.most == 0 {
		return w.out.Write(w.rows.NewRecordBatch())
	}
	return nil
}

func (w *arrowWriter) close() error {
	// The rows left since the last full batch.
	if w.count%w.most > 0 {
		if err := w.out.Write(w.rows.NewRecordBatch()); err != nil {
			return err
		}
	}
	return w.out.Close()
}

// appendCell adds a cell to a column of its kind.
func appendCell(b array.Builder, cell string) {
	if cell == "" {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(cell)
	case *array.BinaryBuilder:
		b.AppendString(cell)
	case *array.BooleanBuilder:
		b.Append(cell == "true")
	case *array.Int64Builder:
		// A column is of whole numbers only if all of its cells are, so there is no error.
		v, _ := strconv.ParseInt(cell, 10, 64) // isWhole
		b.Append(v)
	case *array.Float64Builder:
		v, _ := strconv.ParseFloat(cell, 64) // isReal
		b.Append(v)
	}
}

// writeBatches writes the batches that were read, with columns added.
func (s *arrowStore) writeBatches(w io.Writer, f Format, added []Added) error {
	// The schema of the file, with the added columns at its end.
	fields := append([]arrow.Field{}, s.schema.Fields()...)
	types := make([]arrow.DataType, len(added))
	for k, a := range added {
		g := a.inferred()
		types[k] = arrowTypes[g.kind()]
		fields = append(fields, arrow.Field{Name: a.Name, Type: types[k], Nullable: true})
	}
	metadata := s.schema.Metadata()
	schema := arrow.NewSchema(fields, &metadata)
	out, err := newRecordWriter(w, f, schema)
	if err != nil {
		return err
	}
	// The batches stay as they were. Added columns are cut at the same rows.
	first := 0
	for _, batch := range s.batches {
		n := int(batch.NumRows())
		columns := append([]arrow.Array{}, batch.Columns()...)
		for k, a := range added {
			columns = append(columns, arrowColumn(types[k], a.Values[first:first+n]))
		}
		if err := out.Write(array.NewRecordBatch(schema, columns, int64(n))); err != nil {
			return err
		}
		first += n
	}
	return out.Close()
}

func arrowColumn(of arrow.DataType, cells []string) arrow.Array {
	b := array.NewBuilder(memory.NewGoAllocator(), of)
	for _, cell := range cells {
		appendCell(b, cell)
	}
	return b.NewArray()
}
