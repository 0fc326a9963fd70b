package table

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/charset"
	"golang.org/x/text/encoding/unicode"
)

var (
	bomLittle = []byte{0xff, 0xfe} // of UTF-16, little-endian
	bomBig    = []byte{0xfe, 0xff}

	bomLittle32 = []byte{0xff, 0xfe, 0, 0} // of UTF-32
	bomBig32    = []byte{0, 0, 0xfe, 0xff}

	nextLine = []byte("\u0085") // the end of a line on mainframes
)

// inUTF8 returns a text in UTF-8 whose lines end in LF or CRLF, in memory if it had to be converted, and a note on
// what was converted.
func (how Reading) inUTF8(o source, name string) (source, string, error) {
	if how.Encoding.Encoding == nil {
		if fine, err := o.isUTF8(); fine || err != nil {
			return o, "", err
		}
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
	text, note, err := how.decoded(b, name)
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
		// Letters of English are UTF-8 in UTF-16 too, with zeros between them.
		if at == int64(n) {
			if _, is := charset.UTF16(b); is || endsInTwoReturns(b) {
				return false, nil
			}
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
func (how Reading) decoded(b []byte, name string) ([]byte, string, error) {
	text, note, err := how.toUTF8(b, name)
	if err != nil {
		return nil, "", err
	}
	// Before 2001, lines of the Mac ended in CR alone.
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, carriageReturn, newline)
		if note != "" {
			note += "; "
		}
		note += "lines end in CR alone; they are written with LF"
	}
	// Python on Windows writes CR CR LF where a file was opened without newline="".
	if endsInTwoReturns(text) {
		text = bytes.ReplaceAll(text, []byte("\r\r\n"), []byte("\r\n"))
		if note != "" {
			note += "; "
		}
		note += "lines end in CR CR LF; they are written with CRLF"
	}
	// Mainframes have a character of their own for it, which other texts have hardly ever, and not as their only one.
	if note != "" && bytes.IndexByte(text, '\n') < 0 && bytes.Contains(text, nextLine) {
		text = bytes.ReplaceAll(text, nextLine, newline)
		note += "; lines end in NEL; they are written with LF"
	}
	return text, note, nil
}

// toUTF8 converts a text, and tells from which encoding; nothing is told of UTF-8.
func (how Reading) toUTF8(b []byte, name string) (text []byte, note string, err error) {
	utf16, is := charset.UTF16(b[:min(len(b), headBytes)])
	switch {
	case bytes.HasPrefix(b, bomLittle32), bytes.HasPrefix(b, bomBig32):
		return fromUTF32(b, name)
	case bytes.HasPrefix(b, bomLittle):
		return fromUTF16(b, unicode.LittleEndian, name)
	case bytes.HasPrefix(b, bomBig):
		return fromUTF16(b, unicode.BigEndian, name)
	case is: // whatever was named: a zero byte is in no text of another encoding
		text, err := from(utf16, b, name)
		return text, inEncoding(utf16.Name, ""), err
	case how.Encoding.Encoding != nil:
		return inNamed(how.Encoding, b, name)
	}
	if utf8.Valid(b) {
		return b, "", nil
	}
	// A NUL byte is in no text of bytes.
	if nul := bytes.IndexByte(b, 0); nul >= 0 {
		return nil, "", nulByte(name, 1+bytes.Count(b[:nul], newline))
	}
	return fromBytes(b, name)
}

// endsInTwoReturns reports whether the first line of a text ends in CR CR LF.
func endsInTwoReturns(text []byte) bool {
	line, _, found := bytes.Cut(text, newline)
	return found && bytes.HasSuffix(line, []byte("\r\r"))
}

func fromUTF16(b []byte, end unicode.Endianness, name string) ([]byte, string, error) {
	// The mark stays, and becomes that of UTF-8.
	text, err := unicode.UTF16(end, unicode.IgnoreBOM).NewDecoder().Bytes(b)
	if err != nil || len(b)%2 != 0 || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, "", &Error{File: name, Reason: "damaged UTF-16 text", Hint: "save it as CSV in UTF-8", Err: err}
	}
	return text, inEncoding("UTF-16", ""), nil
}

func fromUTF32(b []byte, name string) ([]byte, string, error) {
	end := "utf-32le"
	if b[0] == 0 {
		end = "utf-32be"
	}
	e, err := charset.ByName(end)
	if err != nil {
		return nil, "", err
	}
	text, err := from(e, b, name)
	return text, inEncoding("UTF-32", ""), err
}

func inEncoding(name, doubt string) string {
	return "the text is in " + name + doubt + "; it is written in UTF-8"
}
