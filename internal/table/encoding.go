package table

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var (
	bomLittle = []byte{0xff, 0xfe} // of UTF-16, little-endian
	bomBig    = []byte{0xfe, 0xff}
)

// inUTF8 returns a text in UTF-8 whose lines end in LF or CRLF, in memory if it had to be converted, and a note on
// what was converted.
func (o source) inUTF8(name string) (source, string, error) {
	fine, err := o.isUTF8()
	if fine || err != nil {
		return o, "", err
	}
	// Only what has to be converted is read into memory.
	// A copy, and once more as UTF-8, which may have three bytes for one.
	if err := o.ask.For(4*o.size, "its text, converted"); err != nil {
		return o, "", err
	}
	b, err := io.ReadAll(o.reader())
	if err != nil {
		return o, "", err
	}
	text, note, err := decoded(b, name)
	if note == "" || err != nil {
		return o, "", err
	}
	return source{ReaderAt: bytes.NewReader(text), size: int64(len(text)), ask: o.ask}, note, nil
}

// isUTF8 reports whether a text can be read as it is: UTF-8, with line ends that are not CR alone.
func (o *source) isUTF8() (bool, error) {
	text := o.ReaderAt
	if o.progress != nil {
		// This pass is short, and not counted.
		text = o.progress.ReaderAt
	}
	var cr, lf bool
	block, kept := make([]byte, 1<<18), 0
	for at := int64(0); at < o.size; {
		n, err := text.ReadAt(block[kept:], at)
		if err != nil && err != io.EOF {
			return false, err
		}
		at += int64(n)
		b := block[:kept+n]
		if n == 0 {
			break
		}
		// A character may go on in the next block: keep its first bytes for it.
		whole := len(b)
		if at < o.size {
			whole = wholeRunes(b)
		}
		if !utf8.Valid(b[:whole]) {
			return false, nil
		}
		cr, lf = cr || bytes.IndexByte(b, '\r') >= 0, lf || bytes.IndexByte(b, '\n') >= 0
		kept = copy(block, b[whole:])
	}
	return lf || !cr, nil
}

// wholeRunes returns the length of a text without a character at its end that is cut.
func wholeRunes(b []byte) int {
	for k := 1; k < utf8.UTFMax && k <= len(b); k++ {
		if start := len(b) - k; utf8.RuneStart(b[start]) {
			if utf8.FullRune(b[start:]) {
				return len(b)
			}
			return start
		}
	}
	return len(b)
}

// decoded converts a text to UTF-8 with LF or CRLF. The note is empty if nothing was done.
func decoded(b []byte, name string) ([]byte, string, error) {
	text, from, err := toUTF8(b, name)
	if err != nil {
		return nil, "", err
	}
	var notes []string
	if from != "" {
		notes = append(notes, "the text is in "+from+"; it is written in UTF-8")
	}
	// Before 2001, lines of the Mac ended in CR alone.
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, carriageReturn, newline)
		notes = append(notes, "lines end in CR alone; they are written with LF")
	}
	return text, strings.Join(notes, "; "), nil
}

// toUTF8 converts a text, and returns the name of its encoding, which is empty for UTF-8 and for what is no text.
func toUTF8(b []byte, name string) (text []byte, from string, err error) {
	switch {
	case bytes.HasPrefix(b, bomLittle):
		return fromUTF16(b, unicode.LittleEndian, name)
	case bytes.HasPrefix(b, bomBig):
		return fromUTF16(b, unicode.BigEndian, name)
	// A NUL byte is in no text of bytes; the reader names its line.
	case utf8.Valid(b), bytes.IndexByte(b, 0) >= 0:
		return b, "", nil
	}
	return fromBytes(b, name)
}

func fromUTF16(b []byte, end unicode.Endianness, name string) ([]byte, string, error) {
	// The mark stays, and becomes that of UTF-8.
	text, err := unicode.UTF16(end, unicode.IgnoreBOM).NewDecoder().Bytes(b)
	if err != nil || len(b)%2 != 0 || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, "", &Error{File: name, Reason: "damaged UTF-16 text", Hint: "save it as CSV in UTF-8", Err: err}
	}
	return text, "UTF-16", nil
}

// fromBytes converts a text of one byte a character. Windows-1252 has characters where Latin-1 has control
// characters; otherwise the two are the same.
func fromBytes(b []byte, name string) ([]byte, string, error) {
	const hint = "save the file in UTF-8 (iconv -f ENCODING -t UTF-8 does it, with the encoding it was saved in)"
	var odd, mixed, windows bool
	line := 0 // of the first byte that is not UTF-8
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if line == 0 {
				line = 1 + bytes.Count(b[:i], newline)
			}
			windows = windows || b[i] < 0xa0
			// Windows-1252 leaves these five bytes open.
			odd = odd || bytes.IndexByte([]byte{0x81, 0x8d, 0x8f, 0x90, 0x9d}, b[i]) >= 0
		case size > 1:
			mixed = true
		}
		i += size
	}
	switch {
	case mixed:
		return nil, "", &Error{File: name, Line: line, Hint: hint,
			Reason: "some characters are in UTF-8, and one on this line is not"}
	case odd:
		return nil, "", &Error{File: name, Line: line, Hint: hint,
			Reason: "neither UTF-8 nor Latin-1 nor Windows-1252: its encoding is not known"}
	}
	// Bytes from 0x80 to 0x9f are letters and signs in Windows-1252 only.
	page, from := encoding.Encoding(charmap.ISO8859_1), "Latin-1 (ISO 8859-1)"
	if windows {
		page, from = charmap.Windows1252, "Windows-1252"
	}
	text, err := page.NewDecoder().Bytes(b)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", from, err)
	}
	return text, from, nil
}
