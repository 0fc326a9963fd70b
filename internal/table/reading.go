package table

import (
	"io"
)

// Reading says how to read a table. The zero value goes by what is there: it unpacks gzip and
// zstd, reads JSON lines, Parquet, Arrow, NumPy archives and SVMlight rows, and finds the separator of any other
// text, which is a comma, a tab, a semicolon or a vertical bar, by its first lines.
type Reading struct {
	Texts   []string // columns that hold no numbers that anybody will ask for
	Comma   byte     // the separator of a text, for which the file is taken then; 0: find it
	Decimal byte     // a comma, if that is the decimal point of numbers
	Comment byte     // lines that begin with it are left out; 0: none

	// Observe, if not nil, is called now and then with the number of bytes read, one call at a time.
	Observe func(done, total int64)
}

// ReadFile reads a file; see [Reading]. Close the table after use.
func ReadFile(path string, texts ...string) (*Table, error) {
	return Reading{Texts: texts}.File(path)
}

// Read reads CSV text, or what else [Reading] finds: comma-separated, in UTF-8 with or without byte order mark, lines ending
// in LF or CRLF, cells quoted as RFC 4180 says. The first line names the columns, each by a
// name of its own; at least one row follows. Blank lines are skipped. The name stands for the
// file in errors, all of which are of type *[Error]. The columns named in texts hold no
// numbers that anybody will ask for.
//
// It takes time proportional to the text, on all processors where it has no quotes. A text
// without quotes takes the memory of its numbers, 8 bytes each, and one read from r, which is
// no file, also its own; one with quotes takes several times its own.
func Read(r io.Reader, name string, texts ...string) (*Table, error) {
	return Reading{Texts: texts}.Text(r, name)
}

// File reads a file; see [Reading.Text]. Close the table after use.
func (how Reading) File(path string) (*Table, error) {
	o, err := openSource(path)
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	t, err := how.table(o, path)
	if err != nil || !t.reads(o) {
		o.close()
	}
	return t, err
}

// reads reports whether a table goes on reading from a file.
func (t *Table) reads(o source) bool {
	p, ok := t.store.(*plain)
	return ok && p.source.file == o.file
}

// Text reads a text, or the bytes of another format; see [Read]. Only comma-separated text is
// read on all processors.
func (how Reading) Text(r io.Reader, name string) (*Table, error) {
	o, err := readSource(r)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	return how.table(o, name)
}

// headBytes is how much of a text is looked at to find out what it is.
const headBytes = 64 << 10

// table reads the table and says how large it was.
func (how Reading) table(o source, name string) (*Table, error) {
	if how.Observe != nil {
		o.progress = &progressReader{ReaderAt: o.ReaderAt, total: o.size, observe: how.Observe}
		o.ReaderAt = o.progress
		defer o.progress.end()
	}
	size := o.size
	t, err := how.unpacked(o, name)
	if err == nil {
		t.Size = size
	}
	return t, err
}

func (how Reading) unpacked(o source, name string) (*Table, error) {
	o, err := o.unpacked(name)
	if err != nil {
		return nil, err
	}
	head := make([]byte, min(headBytes, o.size))
	if _, err := o.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fileError(name, "read", err)
	}
	switch {
	case how.Comma != 0:
	case isJSON(head):
		return readJSONLines(o.reader(), name)
	case isNumPy(head):
		return readNumPy(&o, name)
	case begins(head, magicArrow), isArrowStream(head):
		return readArrow(&o, name, head[0] == 0xff)
	case begins(head, magicParquet):
		return readParquet(&o, name)
	case isSVMLight(head):
		return readSVMLight(o.reader(), name)
	}
	comma := how.Comma
	if comma == 0 {
		comma = separator(head, how.Comment)
	}
	if comma == ',' && how.Comment == 0 && how.Decimal != ',' {
		return o.read(name, how.Texts)
	}
	return o.readRecords(name, dialect{comma, how.Comment, how.Decimal})
}
