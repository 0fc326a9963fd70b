package words

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/memory"
)

// Rows are texts as compressed sparse rows: text i has the weight Val[e] in the word Words[Ind[e]], for
// Start[i] ≤ e < Start[i+1], the words rising.
type Rows struct {
	Words      []string // sorted
	Start, Ind []int
	Val        []float64
}

// Weigh weighs the words of n texts by tf-idf [salton1988]: a word that a text has t times, and d of the n texts
// have, weighs
//
//	(1 + ln t)·(1 + ln((1+n)/(1+d))),
//
// divided by the length of the row, so that all rows with a word have length 1. Words that one text alone has
// compare it with no other, and are left out. The order of the texts decides nothing. O(words of all texts).
//
// Errors: more memory than there is.
func Weigh(texts []string, ask memory.Ask) (*Rows, error) {
	v := &vocabulary{number: map[string]int{}, meter: memory.Meter{Ask: ask, What: fmt.Sprintf("the words of %d texts",
		len(texts))}}
	// The first pass counts texts, the second weighs words by these counts.
	if err := v.count(texts); err != nil {
		return nil, err
	}
	names, number := v.keep()
	rows := &Rows{Words: names, Start: make([]int, 1, len(texts)+1)}
	idf := make([]float64, len(names))
	for k, word := range names {
		// What fewer texts have says more of those that have it.
		idf[k] = 1 + ln.Of(float64(1+len(texts))/float64(1+v.texts[v.number[word]]))
	}
	var in []int
	for _, text := range texts {
		in = in[:0]
		Each(text, func(word string) {
			if old, seen := v.number[word]; seen && number[old] >= 0 {
				in = append(in, number[old])
			}
		})
		before := len(rows.Ind)
		rows.add(in, idf)
		if err := v.meter.Add(24 * (len(rows.Ind) - before)); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// add appends the row of a text with these words, each as often as the text has it.
func (r *Rows) add(in []int, idf []float64) {
	// Sorted words stand together if they are the same, and sums do not depend on where they stood.
	slices.Sort(in)
	begin, squares := len(r.Ind), 0.0
	for at := 0; at < len(in); {
		end := at + 1
		for end < len(in) && in[end] == in[at] {
			end++
		}
		// A word that comes ten times says more than one that comes once, but not ten times as much.
		w := (1 + ln.Of(float64(end-at))) * idf[in[at]]
		r.Ind, r.Val = append(r.Ind, in[at]), append(r.Val, w)
		squares += w * w
		at = end
	}
	// Long texts weigh no more than short ones.
	for e := begin; e < len(r.Val); e++ {
		r.Val[e] /= math.Sqrt(squares)
	}
	r.Start = append(r.Start, len(r.Ind))
}

// vocabulary numbers words as they come.
type vocabulary struct {
	number map[string]int
	texts  []int // how many texts have each word
	last   []int // the last text that has it
	meter  memory.Meter
}

// count counts in how many texts each word is.
func (v *vocabulary) count(texts []string) error {
	var full error
	for i, text := range texts {
		Each(text, func(word string) {
			k, seen := v.number[word]
			if !seen && full == nil {
				// A copy, as the word is a part of a text that is not kept.
				k = len(v.texts)
				v.number[strings.Clone(word)] = k
				v.texts, v.last = append(v.texts, 0), append(v.last, -1)
				full = v.meter.Add(96 + len(word))
			}
			// A text counts once, however often it has the word.
			if full == nil && v.last[k] != i {
				v.last[k] = i
				v.texts[k]++
			}
		})
		if full != nil {
			return full
		}
	}
	return nil
}

// keep returns the words of two texts and more, sorted, and the place there of each number, -1 for the others.
func (v *vocabulary) keep() (names []string, place []int) {
	for word, k := range v.number {
		if v.texts[k] > 1 {
			names = append(names, word)
		}
	}
	// The order of the words does not depend on that of the texts.
	slices.Sort(names)
	place = slices.Repeat([]int{-1}, len(v.texts))
	for at, word := range names {
		place[v.number[word]] = at
	}
	return names, place
}
