package charset

import (
	"math"
	"strings"
	"unicode"
)

// model gives the characters of a language that are not ASCII a probability each.
type model struct {
	language
	log   map[rune]float64 // of letters
	prior float64          // ln of the probability of the language
}

// Probabilities of characters outside the alphabet.
var (
	logWrong = math.Log(1e-5)         // a letter of another language, or one in the wrong place
	logSign  = math.Log(2e-3)         // a sign that all languages use
	logOther = math.Log(0.3 / 10_000) // one of the many characters of a writing that has no alphabet
	logUpper = math.Log(0.15)         // a capital for a small letter
	logRare  = math.Log(0.02)         // a language that is seldom met
	logMoney = math.Log(0.02)         // a currency, which tables have more than texts
)

// newModel gives the letter of rank k a probability in proportion to exp(-3k/K), K being their number: this is about
// how letters are spread in languages with an alphabet. Where there are many characters, those listed are equally
// frequent, and have 0.7 together.
func newModel(l language) *model {
	m := &model{language: l, log: map[rune]float64{}}
	letters := []rune(l.letters)
	sum := 0.0
	weight := func(k int) float64 {
		if l.many {
			return 1 / 0.7
		}
		return math.Exp(-3 * float64(k) / float64(len(letters)))
	}
	// The weights are divided by their sum.
	for k := range letters {
		sum += weight(k)
	}
	for k, r := range letters {
		p := weight(k) / sum
		if l.many {
			p = 0.7 / float64(len(letters))
		}
		if _, known := m.log[r]; !known {
			m.log[r] = math.Log(p)
		}
	}
	if l.rare {
		m.prior = logRare
	}
	return m
}

// add multiplies a likelihood by the probabilities of the characters of a word.
func (m *model) add(l *likelihood, word string) {
	runes := []rune(word)
	for i, r := range runes {
		// Letters of English are the same in all encodings.
		if !isForeign(r) {
			continue
		}
		var before, after rune
		if i > 0 {
			before = runes[i-1]
		}
		if i+1 < len(runes) {
			after = runes[i+1]
		}
		l.log += m.of(before, r, after)
		l.n++
	}
}

// of is the logarithm of the probability of a character between two others.
func (m *model) of(before, r, after rune) float64 {
	p, known := m.log[r]
	switch {
	// A mark stands on the letter before it.
	case unicode.IsControl(r), unicode.IsMark(r) && !unicode.IsLetter(before) && !unicode.IsMark(before):
		return logWrong
	case known:
		// A letter of the alphabet, where it may stand.
	case unicode.IsUpper(r):
		if p, known = m.log[unicode.ToLower(r)]; !known {
			return logWrong
		}
		// Words are small, begin with a capital, or are written in capitals as a whole.
		if p += logUpper; unicode.IsUpper(before) {
			p -= logUpper
		}
	case m.many && unicode.In(r, unicode.Han, unicode.Hangul):
		return logOther
	case unicode.IsLetter(r), !strings.ContainsRune(usualSigns, r) && !m.many, splits(before, r, after):
		return logWrong
	case unicode.Is(unicode.Sc, r) && strings.ContainsRune(usualSigns, r):
		return logMoney
	default:
		return logSign
	}
	if m.odd(before, r, after) {
		return logWrong
	}
	return p
}

// odd reports whether a letter of the alphabet stands where it should not.
func (m *model) odd(before, r, after rune) bool {
	switch {
	case unicode.IsUpper(r) && unicode.IsLower(before):
		return true
	// Letters of English are part of no word of another writing, but words of many characters have no blanks.
	case !m.latin && !m.many:
		return isEnglish(before) || isEnglish(after)
	}
	// Nor do three letters in a row have signs on or below them.
	return m.latin && isForeign(before) && isForeign(after)
}

// splits reports whether a sign stands within a word, and is none that joins its parts.
func splits(before, r, after rune) bool {
	return unicode.IsLetter(before) && unicode.IsLetter(after) && !strings.ContainsRune("’‘–—·\u00ad\u00a0・", r)
}

// usualSigns are signs that texts of any language have.
const usualSigns = "€£¥§©®™°±²³µ·×÷«»‹›‘’‚“”„–—…•†¼½¾ºª¡¿№\u00a0\u00ad"
