package table

import (
	"bytes"
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

// File reads a file; see [Reading.Text]. Close the table after use.
func (how Reading) File(path string) (*Table, error) {
	o, err := openOrigin(path)
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	t, err := how.origin(o, path)
	if err != nil || !t.reads(o) {
		o.close()
	}
	return t, err
}

// reads reports whether a table goes on reading from a file.
func (t *Table) reads(o origin) bool {
	p, ok := t.store.(*plain)
	return ok && p.origin.file == o.file
}

// Text reads a text, or the bytes of another format; see [Read]. Only comma-separated text is
// read on all processors.
func (how Reading) Text(r io.Reader, name string) (*Table, error) {
	o, err := readOrigin(r)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	return how.origin(o, name)
}

// headBytes is how much of a text is looked at to find out what it is.
const headBytes = 64 << 10

// origin reads the table and says how large it was.
func (how Reading) origin(o origin, name string) (*Table, error) {
	if how.Observe != nil {
		o.watch = &watched{ReaderAt: o.ReaderAt, total: o.size, observe: how.Observe}
		o.ReaderAt = o.watch
		defer o.watch.end()
	}
	size := o.size
	t, err := how.unpacked(o, name)
	if err == nil {
		t.Size = size
	}
	return t, err
}

func (how Reading) unpacked(o origin, name string) (*Table, error) {
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

// readRecords reads record by record.
func (o origin) readRecords(name string, d dialect) (*Table, error) {
	source, err := newSource(o.reader(), name)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	b := builder{table: Table{Name: name, comma: d.comma, decimalComma: d.decimal == ','}}
	if err := records(source, name, d, b.add); err != nil {
		return nil, err
	}
	if err := b.complete(); err != nil {
		return nil, err
	}
	return &b.table, nil
}

// dialect is what CSV leaves open.
type dialect struct{ comma, comment, decimal byte }

// separators are those that are looked for, the likeliest first.
const separators = ",\t;|"

// sampledLines is how many lines after the first are looked at for the separator.
const sampledLines = 20

// separator finds the separator of a text by its first lines: the one of which most of them have
// as many as the header, and of those the most frequent.
func separator(head []byte, comment byte) byte {
	lines := firstLines(head, comment)
	if len(lines) == 0 {
		return ','
	}
	best, agreeing, most := byte(','), -1, 0
	for _, s := range []byte(separators) {
		n := bytes.Count(lines[0], []byte{s})
		if n == 0 {
			continue
		}
		agree := 0
		for _, line := range lines[1:] {
			if bytes.Count(line, []byte{s}) == n {
				agree++
			}
		}
		if agree > agreeing || agree == agreeing && n > most {
			best, agreeing, most = s, agree, n
		}
	}
	return best
}

// firstLines returns lines that are neither blank nor comments, without what is in quotes.
func firstLines(head []byte, comment byte) [][]byte {
	var lines [][]byte
	for _, line := range bytes.Split(unquoted(bytes.TrimPrefix(head, []byte(bom))), newline) {
		line = bytes.TrimSuffix(line, carriageReturn)
		if len(line) == 0 || comment != 0 && line[0] == comment {
			continue
		}
		if lines = append(lines, line); len(lines) > sampledLines {
			break
		}
	}
	return lines
}

// unquoted drops what stands between quotes, line breaks too, but not the quotes: a line that
// has nothing else is not blank.
func unquoted(text []byte) []byte {
	if bytes.IndexByte(text, '"') < 0 {
		return text
	}
	outside := make([]byte, 0, len(text))
	quoted := false
	for _, c := range text {
		if c == '"' {
			quoted = !quoted
		}
		if c == '"' || !quoted {
			outside = append(outside, c)
		}
	}
	return outside
}
