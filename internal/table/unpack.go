package table

import (
	"bytes"
	"errors"
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

// begins reports whether a file begins with magic bytes that are letters, and continues as no text does. The letters
// alone could be the name of a column.
func begins(head, magic []byte) bool {
	// A text may begin with the same letters: a binary file goes on with a control character.
	rest, found := bytes.CutPrefix(head, magic)
	return found && (len(rest) == 0 || rest[0] < ' ' && !bytes.ContainsRune([]byte("\t\r\n"), rune(rest[0])))
}

// unpacked returns the content of a file of gzip or zstd, in memory, and any other file as it is.
func (o source) unpacked(name string) (source, error) {
	head := make([]byte, 8)
	n, err := o.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return o, fileError(name, "read", err)
	}
	head = head[:n]
	var r io.Reader
	// Magic bytes tell how a file is packed. Anything else stays as it is.
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
		// Unpacked in memory, since packed data cannot be read from anywhere.
		if inside, err = readSource(r, name, o.room); err == nil {
			return inside, nil
		}
	}
	var known *Error
	if errors.As(err, &known) {
		return o, known
	}
	if no := refused(err); no != nil {
		return o, &Error{File: name, Reason: "cannot be unpacked: " + no.Error(), Err: err, Hint: hintMemory}
	}
	return o, &Error{File: name, Reason: "cannot be unpacked: " + cause(err), Err: err,
		Hint: "the file is damaged or cut short: get it again"}
}
