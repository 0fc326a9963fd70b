package words

import (
	"errors"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/store"
)

// Vocabulary is the words of some texts, and how much each of them says.
type Vocabulary struct {
	Words []string  // sorted
	IDF   []float64 // 1 + ln((1+n)/(1+d)) of a word that d of n texts have
}

// Weigh weighs the words of other texts by the idf of the vocabulary, as those of its own are by the function
// [Weigh]. Words that it does not have are nothing. O(words of all texts).
//
// Errors: more memory than there is.
func (v *Vocabulary) Weigh(columns [][]string, ask memory.Ask) (*Rows, error) {
	place := make(map[string]int, len(v.Words))
	for at, word := range v.Words {
		place[word] = at
	}
	// Texts are read one after the other, as nothing has to be counted first.
	rows := &Rows{Start: make([]int, 1, len(columns[0])+1)}
	meter := memory.Meter{Ask: ask, What: fmt.Sprintf("the words of %d texts", len(columns[0]))}
	var in []int
	for i := range columns[0] {
		// All columns of a row are one text.
		in = in[:0]
		for _, cells := range columns {
			Each(cells[i], func(word string) {
				if at, known := place[word]; known {
					in = append(in, at)
				}
			})
		}
		before := len(rows.Ind)
		rows.add(in, v.IDF)
		if err := meter.Add(24 * (len(rows.Ind) - before)); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

const (
	storedKind    = "lp words"
	storedVersion = 1
)

// Store writes the vocabulary: the bytes of its words, and 16 for each word.
func (v *Vocabulary) Store(w io.Writer) error {
	// The weights first: their number tells the reader how many words follow.
	b := store.NewWriter(w, storedKind, storedVersion)
	b.Floats(v.IDF)
	for _, word := range v.Words {
		b.Text(word)
	}
	return b.Close()
}

// Read reads what [Vocabulary.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or no vocabulary, and those of r.
func Read(r io.Reader) (*Vocabulary, error) {
	b, err := store.NewReader(r, storedKind, storedVersion)
	if err != nil {
		return nil, fmt.Errorf("stored words: %w", err)
	}
	// There are as many words as weights, which have arrived when the words are asked for.
	v := &Vocabulary{IDF: b.Floats()}
	for range v.IDF {
		v.Words = append(v.Words, b.Text())
	}
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("stored words: %w", err)
	}
	if !v.sound() {
		return nil, errors.New("stored words: they are no vocabulary")
	}
	return v, nil
}

// mostIDF is more than a weight can be: 1 + ln of the number of all texts.
const mostIDF = 64

// sound reports whether words rise, so that none comes twice, and their weights are such as texts give.
func (v *Vocabulary) sound() bool {
	for at, idf := range v.IDF {
		// NaN is in no interval. A word that all texts have weighs 1.
		if !(idf >= 1 && idf <= mostIDF) || v.Words[at] == "" || at > 0 && v.Words[at] <= v.Words[at-1] {
			return false
		}
	}
	return len(v.Words) > 0
}
