// Package charset tells in which encoding a text was written that is not UTF-8, by its letters.
//
// A text that is decoded wrongly has letters that no language has together, signs within words, capitals behind small
// letters, or characters that are hardly ever used. Each encoding is tried with the alphabets of the languages that are
// written in it, and the one whose letters fit best is taken.
package charset

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is an encoding of text with its name.
type Encoding struct {
	Name string
	encoding.Encoding
}

// ByName returns the encoding of a name, as web pages or the IANA call it; cp1251 is windows-1251.
func ByName(name string) (Encoding, error) {
	low := strings.ToLower(strings.TrimSpace(name))
	// What the web calls latin1 is Windows-1252, which has all of its letters.
	if e, err := htmlindex.Get(low); err == nil {
		if canonical, err := htmlindex.Name(e); err == nil {
			low = canonical
		}
		return Encoding{low, e}, nil
	}
	// The IANA knows the code pages of DOS, too, some of them by a number alone.
	for _, alias := range []string{low, "ibm" + strings.TrimPrefix(low, "cp")} {
		if e, err := ianaindex.IANA.Encoding(alias); err == nil && e != nil {
			return Encoding{low, e}, nil
		}
	}
	return Encoding{}, fmt.Errorf("no encoding is called %q", name)
}

// UTF16 returns the encoding of a text in UTF-16 without a byte order mark, and whether it is one. Separators, digits
// and line ends have a zero byte there, always on the same side.
func UTF16(text []byte) (Encoding, bool) {
	// Zeros at even and at odd places.
	var zeros [2]int
	for i, c := range text {
		if c == 0 {
			zeros[i%2]++
		}
	}
	// At least one character in twenty is of that kind.
	least := max(len(text)/40, 2)
	switch {
	case zeros[0] == 0 && zeros[1] >= least:
		return Encoding{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}, true
	case zeros[1] == 0 && zeros[0] >= least:
		return Encoding{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}, true
	}
	return Encoding{}, false
}

// Names are those of the encodings that are found by their letters, and of UTF-16.
func Names() []string {
	names := []string{"utf-8", "utf-16le", "utf-16be"}
	for _, c := range candidates {
		names = append(names, c.name)
	}
	return names
}
