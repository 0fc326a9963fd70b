package words_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestEach(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"Re: ORDER no. 7, a late one!": "re order no late one",
		"don't":                        "don",
		"Ünder cafe\u0301 \ufb01sh":    "ünder café fish",
		"２０２４ x2":                      "2024 x2",
		"注文が届かない":                      "注文 文が が届 届か かな ない",
		"3月 is 水":                      "月 is 水",
		"12時まで":                        "12 時ま まで",
		"\x00\xff ok":                  "ok",
		"नमस्ते दुनिया":                "नमस्ते दुनिया",
		"データ":                          "デー ータ",
		"STRASSE Straße ΟΔΟΣ οδος":     "strasse strasse οδοσ οδοσ",
		"İZMİR izmir":                  "izmir izmir",
		"Rech\u00adnung می\u200cخواهم": "rechnung میخواهم",
		"كِتَاب كتاب كتـاب":            "كتاب كتاب كتاب",
		"❤\ufe0flove ❤ 👍🏽👍 \ufffd":     "❤ love ❤ 👍 👍",
		"🇩🇪 🇫🇷":                        "🇩🇪 🇫🇷",
		"책 을 x 7":                      "책 을",
		"\u0301\u0301 \u0301ok":        "ok",
	} {
		var got []string
		words.Each(text, func(word string) { got = append(got, word) })
		assert.Equal(t, want, strings.Join(got, " "), text)
	}
}

func TestSeveral(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "word": false, "two words": true, "animal 17": false, "3f2b aa-17 b7": false, "注文": false,
		"注文が届かない7": true, "- !": false, "🚚 📦": false, "red shoe 40": true,
	} {
		assert.Equal(t, want, words.Several(text), text)
	}
}

// Texts that Unicode calls equivalent have the same words, whatever they hold, and so do those in small letters.
func TestSpellingsOfUnicode(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	wordsOf := func(text string) (all []string) {
		words.Each(text, func(word string) { all = append(all, word) })
		return all
	}
	for range 500 {
		var b strings.Builder
		for range 1 + r.IntN(40) {
			b.WriteRune([]rune{rune(r.IntN(0x80)), rune(r.IntN(0x600)), rune(r.IntN(0x3100)), rune(r.IntN(0x20000)),
				rune(0x300 + r.IntN(0x70))}[r.IntN(5)])
		}
		text := b.String()
		for _, form := range []norm.Form{norm.NFC, norm.NFD, norm.NFKD} {
			require.Equal(t, wordsOf(text), wordsOf(form.String(text)), "%+q", text)
		}
		require.Equal(t, wordsOf(text), wordsOf(strings.ToLower(norm.NFD.String(text))), "%+q", text)
		// What is a word is one word.
		for _, word := range wordsOf(text) {
			require.Equal(t, []string{word}, wordsOf(word), "%+q", text)
		}
	}
}

// The weights are those of the formula, computed word by word from counts by another way of dividing texts.
func TestWeighAgainstFormula(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	texts := make([]string, 60)
	for i := range texts {
		for range r.IntN(12) {
			texts[i] += " w" + string(rune('a'+int(5*r.ExpFloat64())%26)) + ","
		}
	}
	got, vocabulary, err := words.Weigh([][]string{texts}, nil, nil)
	require.NoError(t, err)
	split := regexp.MustCompile(`\w\w+`)
	count := func(text, word string) (n float64) {
		for _, w := range split.FindAllString(text, -1) {
			if w == word {
				n++
			}
		}
		return n
	}
	in := map[string]int{}
	for _, text := range texts {
		all := split.FindAllString(text, -1)
		slices.Sort(all)
		for _, word := range slices.Compact(all) {
			in[word]++
		}
	}
	maps.DeleteFunc(in, func(_ string, texts int) bool { return texts < 2 })
	require.Equal(t, slices.Sorted(maps.Keys(in)), vocabulary.Words)
	for i, text := range texts {
		want := make([]float64, len(vocabulary.Words))
		length := 0.0
		for k, word := range vocabulary.Words {
			if n := count(text, word); n > 0 {
				want[k] = (1 + math.Log(n)) * (1 + math.Log(61/(1+float64(in[word]))))
				length = math.Hypot(length, want[k])
			}
		}
		row := make([]float64, len(vocabulary.Words))
		for e := got.Start[i]; e < got.Start[i+1]; e++ {
			row[got.Ind[e]] = got.Val[e] * length
		}
		assert.InDeltaSlice(t, want, row, 1e-12, text)
	}
}

// A permutation of the texts permutes the rows, bit for bit.
func TestOrderOfTexts(t *testing.T) {
	texts := []string{"late order", "order lost", "lost and late", "", "refund late order please", "please refund"}
	rows, vocabulary, err := words.Weigh([][]string{texts}, nil, nil)
	require.NoError(t, err)
	slices.Reverse(texts)
	back, reversed, err := words.Weigh([][]string{texts}, nil, nil)
	require.NoError(t, err)
	require.Equal(t, vocabulary, reversed)
	for i := range texts {
		k := len(texts) - 1 - i
		assert.Equal(t, rows.Val[rows.Start[i]:rows.Start[i+1]], back.Val[back.Start[k]:back.Start[k+1]])
		assert.Equal(t, rows.Ind[rows.Start[i]:rows.Start[i+1]], back.Ind[back.Start[k]:back.Start[k+1]])
	}
}

func TestMemoryIsAsked(t *testing.T) {
	var long strings.Builder
	for i := range 150000 {
		long.WriteString(strings.Repeat("x", 20) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) +
			string(rune('a'+i/676%26)) + string(rune('a'+i/17576)) + " ")
	}
	_, _, err := words.Weigh([][]string{{long.String()}}, memory.NewBudget(1<<20).Ask, nil)
	assert.ErrorContains(t, err, "the words of 1 texts")
}
