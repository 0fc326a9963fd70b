package table

import (
	"bytes"
	"io"

	"github.com/propagate-go/propagate/internal/memory"
)

// Header says whether the first line names the columns.
type Header int

// Values of Header.
const (
	HeaderAuto  Header = iota // it does unless it looks like the lines after it
	HeaderFirst               // it does
	HeaderNone                // it is the first row
)

// Reading holds options for reading a table. The zero value detects the format: it unpacks gzip and zstd, reads JSON
// lines, Parquet, Arrow, NumPy archives and SVMlight rows, and finds the separator of any other text, which is a
// comma, a tab, a semicolon or a vertical bar, by its first lines.
type Reading struct {
	Texts    []string // columns that are not read as numbers
	Comma    byte     // the separator, of a file that is read as text; 0: detect it
	Decimal  byte     // a comma, if numbers have a decimal comma, or a point; 0: found by the numbers
	Missing  []string // values of features that mean that there is none, besides the usual ones
	Header   Header   // whether the first line names the columns
	Comment  byte     // lines that begin with it are left out; 0: none
	Encoding Encoding // of texts that are not UTF-8; the zero value: found by their letters

	// Float32 rounds numbers of features to float32. Without it they are float32 only where that loses nothing.
	Float32 bool

	Memory memory.Ask // is asked before much memory is taken; nil: nobody is
	Plan   Plan       // nil: nobody is asked

	// Spill is a folder for temporary files: the numbers that memory has no room for are written there and mapped.
	// Empty: they are refused.
	Spill string

	// Safe says that what is written as text of the table begins no formula of a spreadsheet: cells that would have an
	// apostrophe in front.
	Safe bool

	// MayLack is a column that some of several files may lack, as those of new rows lack labels: see [Join].
	MayLack string

	Distances bool // of [Reading.Edges]: the weights are distances

	// Observe, if not nil, is called now and then with the number of bytes read, one call at a time.
	Observe func(done, total int64)
}

// ReadFile reads a file; see [Reading]. Close the table after use.
func ReadFile(path string, texts ...string) (*Table, error) {
	return Reading{Texts: texts}.File(path)
}

// Read reads CSV text, or another format that [Reading] detects: comma-separated, in UTF-8 with or without byte order
// mark, lines ending in LF or CRLF, cells quoted as in RFC 4180. The first line names the columns, each by a name of
// its own; at least one row follows. Blank lines are skipped. Errors use name as the name of the file; all are of type
// *[Error]. The columns named in texts are not read as numbers.
//
// It takes time proportional to the text, on all processors where it has no quotes. A text
// without quotes takes the memory of its numbers, 8 bytes each, and one read from r, which is
// no file, also its own; one with quotes takes several times its own.
func Read(r io.Reader, name string, texts ...string) (*Table, error) {
	return Reading{Texts: texts}.Text(r, name)
}

// File reads a file; see [Reading.Text]. Close the table after use.
func (how Reading) File(path string) (*Table, error) {
	o, err := openSource(path, how.room())
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	t, err := how.table(o, path)
	// A plain file stays open, since its cells are read again.
	if err != nil || !t.reads(o) {
		o.close()
	}
	return t, err
}

// reads reports whether a table still reads from a file.
func (t *Table) reads(o source) bool {
	switch s := t.store.(type) {
	case *plain:
		return s.source.file == o.file
	case *columnar:
		return s.mapped != nil
	}
	return false
}

// Text reads a text, or the bytes of another format; see [Read]. Only comma-separated text is
// read on all processors.
func (how Reading) Text(r io.Reader, name string) (*Table, error) {
	o, err := readSource(r, name, how.room())
	if err != nil {
		_ = o.room.close()
		return nil, fileError(name, "read", err)
	}
	return how.table(o, name)
}

// headBytes is the number of bytes by which the format of a file is detected.
const headBytes = 64 << 10

// table reads a table and sets its size.
func (how Reading) table(o source, name string) (*Table, error) {
	// Reads go through a reader that counts them, until the table is complete.
	if how.Observe != nil {
		o.progress = &progressReader{ReaderAt: o.ReaderAt, total: o.size, observe: how.Observe}
		o.ReaderAt = o.progress
		defer o.progress.end()
	}
	o.form = how.form()
	// The size of the file as it is, before it is unpacked.
	size := o.size
	t, err := how.unpacked(o, name)
	if err == nil {
		err = t.sized(o.room)
	}
	if err != nil {
		_ = o.room.close() // what is wrong with the table is more than that
		return nil, err
	}
	t.Size, t.asked, t.writes.safe = size, wishes{how.Missing, how.Float32, o.room}, how.Safe
	return t, nil
}

// sized asks for what a table is to be used for where its reader has not done so as soon as its size was known.
func (t *Table) sized(r *room) error {
	if r == nil || r.sized {
		return nil
	}
	bytes := memory.Product(t.Len(), len(t.Header), exactFloat32s.widest())
	if err := fileError(t.Name, "read", r.size(t.Len(), len(t.Header), bytes)); err != nil {
		_ = t.store.close() // what is wrong with the table is more than that
		return err
	}
	return nil
}

// form is what numbers of features are kept as.
func (how Reading) form() form {
	if how.Float32 {
		return float32s
	}
	return exactFloat32s
}

func (how Reading) unpacked(o source, name string) (*Table, error) {
	o, err := o.unpacked(name)
	if err != nil {
		return nil, err
	}
	// The first bytes decide the format, unless the caller names a separator.
	head, err := o.head()
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	if bytes.HasPrefix(head, []byte(marketMagic)) {
		return readMarketRows(&o, name)
	}
	if err := ofOtherProgram(head, name); err != nil {
		return nil, err
	}
	switch {
	case how.Comma != 0:
	case isNumPy(head):
		return readNumPy(&o, name)
	case begins(head, magicArrow), isArrowStream(head):
		return readArrow(&o, name, head[0] == 0xff)
	case begins(head, magicParquet):
		return readParquet(&o, name)
	}
	return how.text(o, head, name)
}
