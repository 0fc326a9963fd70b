package table

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// escapeLength is that of \u0000.
const escapeLength = 6

// withHalvesKept returns a text of JSON in which half a character, such as \ud83d without the other half of its pair,
// is the text of its escape: texts that were cut within an emoji hold such halves. A decoder would make all of them
// one character, so that two labels could become one.
func withHalvesKept(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\u`)) {
		return text
	}
	changed := make([]byte, 0, len(text)+16)
	for len(text) > 0 {
		next := 1
		switch {
		case text[0] != '\\':
		case !isHalf(text):
			next = min(2, len(text)) // a backslash takes the next character as it is
		case utf16.DecodeRune(escaped(text), escaped(text[escapeLength:])) != utf8.RuneError:
			next = 2 * escapeLength
		default:
			changed = append(changed, '\\') // a backslash before the backslash
		}
		changed, text = append(changed, text[:next]...), text[next:]
	}
	return changed
}

// isHalf reports whether a text begins with the escape of half a character.
func isHalf(text []byte) bool { return utf16.IsSurrogate(escaped(text)) }

// escaped returns the number of the escape that a text begins with, or -1.
func escaped(text []byte) rune {
	if len(text) < escapeLength || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	number, err := strconv.ParseUint(string(text[2:escapeLength]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(number)
}
