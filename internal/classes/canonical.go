package classes

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Canonical is what the spellings of a text have in common that look the same: letters and their accents as one sign
// or as two (the normal form NFC of Unicode), blanks of any width, and signs that are not seen.
func Canonical(text string) string {
	if plain(text) {
		return text
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case unseen(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	return strings.TrimSpace(norm.NFC.String(text))
}

// plain reports whether a text is of ASCII letters and signs only, as most are: they are canonical.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// unseen reports whether a rune takes no room and changes none: a blank of width 0, a byte order mark, a soft hyphen,
// a mark of direction. Joiners change what stands beside them.
func unseen(r rune) bool {
	switch r {
	case '\u200b', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f':
		return true
	}
	return false
}
