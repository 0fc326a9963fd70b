// Package words divides texts into words and weighs these, so that texts can be compared by them. It knows
// neither tables nor graphs.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Each calls f with the words of a text, in order: letters, digits and marks that follow each other, in small
// letters and in one spelling of Unicode (NFKC). Letters and digits that stand alone are no words. Scripts that
// are written without blanks have pairs of neighbouring characters in the place of words, or the one that there is.
func Each(text string, f func(word string)) {
	// "É" as one character or two, and ligatures, are the same letters.
	text = strings.ToLower(norm.NFKC.String(text))
	for len(text) > 0 {
		start := strings.IndexFunc(text, inWord)
		if start < 0 {
			return
		}
		// A word is of one kind of script: "3月に" is a number and two characters.
		text = text[start:]
		first, _ := utf8.DecodeRuneInString(text)
		dense := unicode.In(first, unspaced...)
		end := strings.IndexFunc(text, func(r rune) bool {
			return !inWord(r) || !unicode.IsMark(r) && unicode.In(r, unspaced...) != dense
		})
		if end < 0 {
			end = len(text)
		}
		if dense {
			eachPair(text[:end], f)
		} else if utf8.RuneCountInString(text[:end]) > 1 {
			f(text[:end])
		}
		text = text[end:]
	}
}

// unspaced are scripts without blanks between words.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// eachPair calls f with all pairs of neighbouring characters, or with a character that is alone.
func eachPair(text string, f func(string)) {
	_, first := utf8.DecodeRuneInString(text)
	if first == len(text) {
		f(text)
		return
	}
	// The second character of a pair is the first of the next.
	for len(text) > first {
		_, second := utf8.DecodeRuneInString(text[first:])
		f(text[:first+second])
		text, first = text[first:], second
	}
}
