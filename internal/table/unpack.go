package table

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Magic bytes at the beginning of a file.
var (
	magicGzip = []byte{0x1f, 0x8b}
	magicZstd = []byte{0x28, 0xb5, 0x2f, 0xfd}
	magicZip  = []byte("PK\x03\x04")
	magicNPY  = []byte("\x93NUMPY")

	magicArrow   = []byte("ARROW1")
	magicParquet = []byte("PAR1")
)

// begins reports whether a file begins with letters that could be the name of a column, and goes on as
// no text does.
func begins(head, magic []byte) bool {
	rest, found := bytes.CutPrefix(head, magic)
	return found && (len(rest) == 0 || rest[0] < ' ' && !bytes.ContainsRune([]byte("\t\r\n"), rune(rest[0])))
}

// unpacked returns what is in a file of gzip or zstd, and any other as it is. The text that was
// packed is kept in memory.
func (o source) unpacked(name string) (source, error) {
	head := make([]byte, 8)
	n, err := o.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return o, fileError(name, "read", err)
	}
	head = head[:n]
	var r io.Reader
	switch {
	case bytes.HasPrefix(head, magicGzip):
		r, err = gzip.NewReader(o.reader())
	case bytes.HasPrefix(head, magicZstd):
		var d *zstd.Decoder
		if d, err = zstd.NewReader(o.reader()); err == nil {
			defer d.Close()
		}
		r = d
	default:
		return o, nil
	}
	if err == nil {
		var inside source
		if inside, err = readSource(r); err == nil {
			return inside, nil
		}
	}
	return o, &Error{File: name, Reason: "cannot be unpacked: " + cause(err), Hint: "the file is damaged or cut short: get it again", Err: err}
}
