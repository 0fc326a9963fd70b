package table

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Format is one in which a table is written.
type Format int

const (
	Same    Format = iota // as the table that was read
	CSV                   // separated by commas
	TSV                   // separated by tabs
	JSONL                 // an object a line
	Parquet               // columns with types
	Arrow                 // likewise, an IPC file: Feather version 2

	arrowStream // the IPC stream, which is written where one was read
)

// Written returns the format that a choice means for this table.
func (t *Table) Written(f Format) Format {
	if f == Same {
		f = t.native
	}
	switch {
	case f == arrowStream:
		return Arrow
	case f == Same && t.comma == '\t':
		return TSV
	case f == Same:
		return CSV
	}
	return f
}

// WriteAs is [Table.Write] in a format of choice. Members of JSON objects that were read stay
// as they were, and so do columns of Parquet and Arrow, with their types, in the format they were read
// from. In new ones an empty cell is null and a number is a number.
func (t *Table) WriteAs(w io.Writer, f Format, added ...Added) error {
	// Check the added columns before anything is written.
	header, err := t.extend(added)
	same := f == Same
	if same {
		f = t.native
	}
	switch {
	case err != nil:
		return err
	// What was read in this format is written as it was, with members or columns added.
	case f == JSONL && t.objects != nil:
		return t.writeObjects(w, same && t.array, added)
	case t.arrow != nil && f == t.native:
		return t.asRead(w, func(w io.Writer) error { return t.arrow.writeBatches(w, f, added) })
	case t.parquet != nil && f == Parquet:
		return t.asRead(w, func(w io.Writer) error { return t.parquet.writeColumns(w, added) })
	// Comma-separated text has a faster way, which copies lines.
	case (t.comma == 0 || t.comma == ',') && (f == Same || f == CSV && t.objects == nil):
		return t.Write(w, added...)
	}
	if f < JSONL {
		added = t.withDecimals(added)
	}
	// Any other pair of formats goes cell by cell.
	out, err := t.newCellWriter(w, f, header, added)
	if err != nil {
		return err
	}
	err = t.store.each(func(i int, line []byte, cells []string) error {
		if line != nil {
			cells = texts(split(line, nil))
		}
		// The full slice expression makes append copy: the cells belong to the store.
		row := cells[:len(cells):len(cells)]
		for _, a := range added {
			row = append(row, a.Values[i])
		}
		return out.row(row)
	})
	if err != nil {
		return err
	}
	return out.close()
}

// asRead calls write, which writes columns as they were read. Some of them were not decoded before, and may turn out to
// be damaged.
func (t *Table) asRead(w io.Writer, write func(io.Writer) error) error {
	// Tell errors of writing from those of a damaged column.
	out := &noting{Writer: w}
	err := guarded(func() error { return write(out) })
	if err == nil || out.err != nil {
		return out.err
	}
	return &Error{File: t.Name, Reason: "a column that is not read is damaged",
		Hint: "--format csv writes those that are", Err: err}
}

// noting is a writer that keeps the first error of writing.
type noting struct {
	io.Writer
	err error
}

func (n *noting) Write(p []byte) (int, error) {
	k, err := n.Writer.Write(p)
	if n.err == nil {
		n.err = err
	}
	return k, err
}

// cellWriter writes rows of cells.
type cellWriter interface {
	row(cells []string) error
	close() error
}

// newCellWriter returns one for the columns of a table and the ones added.
func (t *Table) newCellWriter(w io.Writer, f Format, header []string, added []Added) (cellWriter, error) {
	switch {
	case f == JSONL:
		return newJSONWriter(w, header), nil
	case f < Parquet:
		out := t.textWriter(w, f)
		return out, out.header(t.written(header))
	}
	// Formats with types need those of all columns first, which takes a pass over the table.
	kinds, err := t.kinds(added)
	if err != nil {
		return nil, fileError(t.Name, "read", err)
	}
	return newTypedWriter(w, f, header, kinds)
}

func newTypedWriter(w io.Writer, f Format, header []string, kinds []kind) (cellWriter, error) {
	if f == Parquet {
		return newParquetWriter(w, header, kinds), nil
	}
	return newArrowWriter(w, f, header, kinds)
}

// writeObjects writes the objects that were read, with members added at the end, as lines or as an array.
func (t *Table) writeObjects(w io.Writer, array bool, added []Added) error {
	b := bufio.NewWriterSize(w, 64<<10)
	begin, between, end := "", "\n", "\n"
	if array {
		begin, between, end = "[\n", ",\n", "\n]\n"
	}
	b.WriteString(begin)
	for i, object := range t.objects {
		if i > 0 {
			b.WriteString(between)
		}
		// Cut the closing brace off, add members, and close again.
		open := strings.TrimRight(strings.TrimSuffix(object, "}"), " \t")
		b.WriteString(open)
		for k, a := range added {
			// No comma after an opening brace.
			if k > 0 || !strings.HasSuffix(open, "{") {
				b.WriteByte(',')
			}
			b.WriteString(jsonText(a.Name) + ":" + jsonValue(a.Values[i]))
		}
		b.WriteByte('}')
	}
	b.WriteString(end)
	return b.Flush()
}

// WriteRows writes a header and rows of results of the table in a format, of which [Same] is text with the separator,
// the ends of lines and the decimal mark of the text that the table was read from. The columns of numbers are named.
func (t *Table) WriteRows(w io.Writer, f Format, l Listing) error {
	out, err := t.listingWriter(w, f, l)
	if err != nil {
		return err
	}
	comma := t.decimalComma && f < JSONL
	for _, row := range l.Rows {
		if comma {
			row = l.withCommas(row)
		}
		if err := out.row(row); err != nil {
			return err
		}
	}
	return out.close()
}

// Listing is rows of results.
type Listing struct {
	Header  []string
	Rows    [][]string
	Numbers []string // columns of numbers, which have decimals
}

// withCommas returns a row with a decimal comma in its numbers.
func (l *Listing) withCommas(row []string) []string {
	row = slices.Clone(row)
	for k, cell := range row {
		if _, err := strconv.ParseFloat(cell, 64); err == nil && slices.Contains(l.Numbers, l.Header[k]) {
			row[k] = strings.Replace(cell, ".", ",", 1)
		}
	}
	return row
}

func (t *Table) listingWriter(w io.Writer, f Format, l Listing) (cellWriter, error) {
	switch {
	case f == JSONL:
		return newJSONWriter(w, l.Header), nil
	case f < Parquet:
		out := t.textWriter(w, f)
		return out, out.header(l.Header)
	}
	// Types are inferred from the rows themselves.
	inferences := make([]typeInference, len(l.Header))
	for _, row := range l.Rows {
		for k, cell := range row {
			inferences[k].observe(cell)
		}
	}
	return newTypedWriter(w, f, l.Header, kindsOf(inferences))
}
