// Package words divides texts into words and weighs these, so that texts can be compared by them. It knows
// neither tables nor graphs.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Each calls f with the words of a text, in order: letters, digits and marks that follow each other, in one spelling
// of Unicode, which is that of small letters. Letters and digits that stand alone are no words, but syllables of
// Hangul are. Scripts that are written without blanks have pairs of neighbouring characters in the place of words, or
// the one that there is. Emoji are words, each of its own.
func Each(text string, f func(word string)) {
	text = spelling(text)
	// A word is of one kind of character: "3月に" is a number and two characters.
	begin, of := 0, between
	for at, r := range text {
		kind := kindOf(r)
		// A mark belongs to the character before it, if this is of a word.
		if kind == mark {
			kind = of
		}
		if kind != of {
			eachOf(of, text[begin:at], f)
			begin, of = at, kind
		}
	}
	eachOf(of, text[begin:], f)
}

// eachOf calls f with the words of characters that follow each other and are of one kind.
func eachOf(of kind, text string, f func(word string)) {
	switch of {
	case letter:
		if first, size := utf8.DecodeRuneInString(text); size < len(text) || isSyllable(first) {
			f(text)
		}
	case unspaced:
		eachPair(text, f)
	case picture:
		for at, r := range text {
			if kindOf(r) == picture {
				f(text[at : at+utf8.RuneLen(r)])
			}
		}
	}
}

// Several reports whether a text has two words without digits and with a blank between them, or five characters of
// scripts without blanks: it says more than a code does.
func Several(text string) bool {
	alone, joined := 0, 0
	for part := range strings.FieldsSeq(text) {
		letters, digits := false, false
		for _, r := range part {
			switch kind := kindOf(r); {
			case kind == unspaced:
				joined++
			case unicode.IsDigit(r):
				digits = true
			case kind == letter:
				letters = true
			}
		}
		if letters && !digits {
			alone++
		}
	}
	return alone >= 2 || joined >= 5
}

// eachPair calls f with all pairs of neighbouring characters, or with a character that is alone.
func eachPair(text string, f func(string)) {
	first := character(text)
	if first == len(text) {
		f(text)
		return
	}
	// The second character of a pair is the first of the next.
	for len(text) > first {
		second := character(text[first:])
		f(text[:first+second])
		text, first = text[first:], second
	}
}

// character returns the length of the first character and the marks on it.
func character(text string) int {
	_, first := utf8.DecodeRuneInString(text)
	for at, r := range text[first:] {
		if kindOf(r) != mark {
			return first + at
		}
	}
	return len(text)
}
