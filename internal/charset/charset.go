// Package charset tells in which encoding a text was written that is not UTF-8, by its letters.
//
// A text that is decoded wrongly has letters that no language has together, signs within words, capitals behind small
// letters, or characters that are hardly ever used. Each encoding is tried with the alphabets of the languages that are
// written in it, and the one whose letters fit best is taken.
package charset

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is an encoding of text with its name.
type Encoding struct {
	Name string
	encoding.Encoding
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
