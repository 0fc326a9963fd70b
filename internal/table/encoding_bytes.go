package table

import (
	"bytes"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/charset"
)

// Encoding is that of a text; the zero value is one to be found.
type Encoding = charset.Encoding

const otherEncoding = "name the encoding it was saved in, such as --encoding=windows-1251 | save it in UTF-8"

// inNamed converts a text of an encoding that was named.
func inNamed(e Encoding, b []byte, name string) ([]byte, string, error) {
	// The flag is for all files of a run: one that is in UTF-8 already needs no other encoding.
	if utf8.Valid(b) && bytes.ContainsFunc(b, notASCII) {
		return b, "", nil
	}
	text, err := from(e, b, name)
	return text, inEncoding(e.Name, ""), err
}

// from converts a text. A byte that stands for no character is an error.
func from(e Encoding, b []byte, name string) ([]byte, error) {
	text, err := e.NewDecoder().Bytes(b)
	bad := bytes.IndexRune(text, utf8.RuneError)
	if err == nil && bad < 0 {
		return text, nil
	}
	return nil, &Error{File: name, Line: 1 + bytes.Count(text[:max(bad, 0)], newline), Err: err, Hint: otherEncoding,
		Reason: "a character on this line is not in " + e.Name}
}

// fromBytes converts a text whose encoding is found by its letters.
func fromBytes(b []byte, name string) ([]byte, string, error) {
	g := charset.Find(b)
	first, both := notUTF8(b)
	switch {
	// Lines that are UTF-8 must be words in the other encoding, too.
	case len(both) > 0 && !(g.Sure() && g.Fits(both)):
		return nil, "", &Error{File: name, Line: first, Hint: otherEncoding,
			Reason: "some characters are in UTF-8, and one on this line is not"}
	case !g.Sure() && g.Name != charset.Windows1252:
		return nil, "", &Error{File: name, Line: first,
			Reason: "the encoding of the text is not known for sure; likeliest is " + g.Name,
			Hint:   "--encoding=" + g.Name + " if that is right | " + otherEncoding}
	}
	page := g.Encoding
	// Latin-1 is what Windows-1252 is without letters from 0x80 to 0x9f.
	if g.Name == charset.Windows1252 && !hasWindowsOnly(b) {
		page.Name = "Latin-1 (ISO 8859-1)"
	}
	doubt := ", by its letters (--encoding names another)"
	if !g.Sure() {
		doubt = ", as far as its few letters tell (--encoding names another)"
	}
	text, err := from(page, b, name)
	return text, inEncoding(page.Name, doubt), err
}

// notUTF8 returns the number of the first line that is not UTF-8, and lines that are, with other characters than ASCII.
func notUTF8(b []byte) (first int, both []byte) {
	line := 0
	for text := range bytes.Lines(b) {
		line++
		switch {
		case !bytes.ContainsFunc(text, notASCII):
		case utf8.Valid(text):
			both = append(both, text...)
		case first == 0:
			first = line
		}
	}
	return first, both
}

func notASCII(r rune) bool { return r >= utf8.RuneSelf }

// hasWindowsOnly reports whether a text has bytes that are characters in Windows-1252 and not in Latin-1.
func hasWindowsOnly(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 && c < 0xa0 {
			return true
		}
	}
	return false
}
