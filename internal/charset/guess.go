package charset

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Guess is the encoding in which a text is likeliest.
type Guess struct {
	Encoding
	Lead float64 // ln(likelihood/likelihood in the next encoding that gives another text)
	Mean float64 // the mean logarithm of the probability of a character

	many bool // whether its writing has many characters
}

// Sure reports whether the text is some hundred times as likely as in any other encoding, and made of letters of one
// language.
func (g Guess) Sure() bool { return g.Lead >= sureLead && g.Mean > oddMean(g.many) }

const sureLead = 5.0

// oddMean is the mean logarithm of a text that is none: with an alphabet, texts and some words of them have -2.6 to
// -5.3, and bytes by chance -7.5 and less. Where there are many characters each is rarer, in texts, too.
func oddMean(many bool) float64 {
	if many {
		return -8.5
	}
	return -6.5
}

// sampleBytes is how much of a text is looked at.
const sampleBytes = 64 << 10

// Find returns the encoding in which a text that is not UTF-8 is likeliest. With models of the languages that are
// written in an encoding, the likelihood of a text is the product of the probabilities of its characters, of different
// words only: the cells of a table are the same again and again.
func Find(text []byte) Guess {
	type try struct {
		likelihood
		of   candidate
		text string
	}
	var tries []try
	sample := foreignLines(text)
	// The likelihood of the sample in each encoding.
	for _, c := range candidates {
		l, decoded := c.likelihood(sample)
		tries = append(tries, try{l, c, decoded})
	}
	// The first of equals is the one that is more in use.
	slices.SortStableFunc(tries, func(a, b try) int { return cmp.Compare(b.log, a.log) })
	best := tries[0]
	// Encodings that give the same text do not compete.
	g := Guess{Encoding: Encoding{best.of.name, best.of.Encoding}, Lead: math.Inf(1), Mean: best.mean(),
		many: best.many}
	for _, other := range tries[1:] {
		if other.text != best.text {
			g.Lead = best.log - other.log
			break
		}
	}
	return g
}

// Fits reports whether lines that are UTF-8, too, are words in an encoding that was found.
func (g Guess) Fits(lines []byte) bool {
	for _, c := range candidates {
		if c.name == g.Name {
			l, _ := c.likelihood(lines)
			return l.mean() > oddMean(l.many)
		}
	}
	return false
}

// foreignLines returns lines with bytes that are not ASCII, as many as are looked at.
func foreignLines(text []byte) []byte {
	var sample []byte
	for line := range bytes.Lines(text) {
		if bytes.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) {
			if sample = append(sample, line...); len(sample) > sampleBytes {
				break
			}
		}
	}
	return sample
}

// likelihood is the logarithm of that of n characters.
type likelihood struct {
	log  float64
	n    int
	many bool // in a language of many characters
}

func (l likelihood) mean() float64 { return l.log / float64(max(l.n, 1)) }

// likelihood is that in the language in which the text is likeliest, -Inf if the encoding has no character for some
// bytes.
func (c candidate) likelihood(sample []byte) (likelihood, string) {
	best := likelihood{log: math.Inf(-1)}
	// Bytes without a character exclude an encoding.
	decoded, err := c.NewDecoder().Bytes(sample)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return best, ""
	}
	words := wordsOf(string(decoded))
	for _, l := range c.languages {
		m := newModel(l)
		// The prior of the language and of the encoding, times the probability of each word.
		sum := likelihood{log: m.prior + c.prior, many: l.many}
		for _, word := range words {
			m.add(&sum, word)
		}
		if sum.log > best.log {
			best = sum
		}
	}
	return best, string(decoded)
}

// wordsOf returns the different words of a text that have characters that are not ASCII.
func wordsOf(text string) []string {
	seen := map[string]bool{}
	var words []string
	between := func(r rune) bool { return !isForeign(r) && !isEnglish(r) }
	for _, word := range strings.FieldsFunc(text, between) {
		if !seen[word] && strings.ContainsFunc(word, isForeign) {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words
}

func isEnglish(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }

func isForeign(r rune) bool { return r >= utf8.RuneSelf }
