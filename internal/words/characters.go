package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/rangetable"
)

// kind is what a character is in a text.
type kind byte

const (
	between  kind = iota // words, of which it is no part
	letter               // or digit, of a script with blanks between words
	unspaced             // of a script without them, or a half of a flag
	picture              // an emoji
	mark                 // on the character before it
)

// kindOf returns what a character is.
func kindOf(r rune) kind {
	switch {
	case r < utf8.RuneSelf:
		return ofASCII[r]
	case unicode.Is(withoutBlanks, r):
		if unicode.IsMark(r) {
			return mark
		}
		return unspaced
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return letter
	case unicode.IsMark(r):
		return mark
	case unicode.Is(pictures, r) && unicode.Is(unicode.So, r):
		return picture
	}
	return between
}

// ofASCII are the kinds of the first characters: most characters of most texts.
var ofASCII = func() (kinds [utf8.RuneSelf]kind) {
	for r := range kinds {
		if unicode.IsLetter(rune(r)) || unicode.IsDigit(rune(r)) {
			kinds[r] = letter
		}
	}
	return kinds
}()

// withoutBlanks are the characters of scripts without blanks between words. "ー" is of two of these, and of none by the
// tables. Flags are pairs of characters, too.
var withoutBlanks = rangetable.Merge(unicode.Han, unicode.Hiragana, unicode.Katakana, rangetable.New('ー'),
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Regional_Indicator)

// pictures are the blocks of emoji.
var pictures = &unicode.RangeTable{
	R16: []unicode.Range16{{0x2300, 0x23ff, 1}, {0x2600, 0x27bf, 1}, {0x2b00, 0x2bff, 1}},
	R32: []unicode.Range32{{0x1f000, 0x1faff, 1}},
}

// unwritten are characters that change how a word looks, or that most texts leave out, but not which word it is: soft
// hyphens, joiners, directions, variants of emoji, and the vowel points of Arabic and Hebrew.
var unwritten = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0xad, 0xad, 1}, {0x34f, 0x34f, 1}, {0x591, 0x5bd, 1}, {0x5bf, 0x5c2, 1}, {0x5c4, 0x5c5, 1}, {0x5c7, 0x5c7, 1},
		{0x61c, 0x61c, 1}, {0x640, 0x640, 1}, {0x64b, 0x65f, 1}, {0x670, 0x670, 1}, {0x200c, 0x200f, 1},
		{0x202a, 0x202e, 1}, {0x2060, 0x2064, 1}, {0x2066, 0x2069, 1}, {0xfe00, 0xfe0f, 1}, {0xfeff, 0xfeff, 1},
	},
	R32:         []unicode.Range32{{0xe0100, 0xe01ef, 1}},
	LatinOffset: 1,
}

// isSyllable reports whether one character alone may be a word.
func isSyllable(r rune) bool { return unicode.Is(unicode.Hangul, r) }

// spelling returns a text in the spelling in which equal words are equal.
func spelling(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	// Taken apart, "É" as one character or two, ligatures and wide letters are the same letters and marks.
	text = strings.Map(func(r rune) rune {
		if r >= 0xad && unicode.Is(unwritten, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(text))
	return norm.NFKC.String(oneLetter.Replace(strings.ToLower(text)))
}

// oneLetter gives small letters one spelling where capitals have one: STRASSE, ΟΔΟΣ and İZMİR.
var oneLetter = strings.NewReplacer("ß", "ss", "ς", "σ", "i\u0307", "i")

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
