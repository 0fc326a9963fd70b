package words

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/memory"
)

// Rows are texts as compressed sparse rows: text i has the weight Val[e] in the word Ind[e] of a vocabulary, for
// Start[i] ≤ e < Start[i+1], the words rising.
type Rows struct {
	Start, Ind []int
	Val        []float64
}

// Weigh weighs the words of n texts, of which the i-th is made of the i-th cells of all columns, by tf-idf
// [salton1988]: a word that a text has t times, and d of the n texts have, weighs
//
//	(1 + ln t)·(1 + ln((1+n)/(1+d))),
//
// divided by the length of the row, so that all rows with a word have length 1. Words that one text alone has
// compare it with no other, and are left out. Neither the order of the texts nor that of the columns decides anything.
// O(words of all texts). observe is told how much of how much work is done, unless it is nil.
//
// Errors: more memory than there is.
func Weigh(columns [][]string, ask memory.Ask, observe func(done, total int)) (*Rows, *Vocabulary, error) {
	n := len(columns[0])
	r := &reading{number: map[string]int32{}, start: make([]int, 1, n+1),
		meter: memory.Meter{Ask: ask, What: fmt.Sprintf("the words of %d texts", n)}}
	// Texts are divided once, and their words are weighed when it is known how many texts have each.
	for i := range n {
		if err := r.read(columns, i); err != nil {
			return nil, nil, err
		}
		tell(observe, costRead*(i+1), i, n)
	}
	return r.rows(observe)
}

// The work for a text: to read it takes about twice the time of weighing its words.
const costRead, costWeigh = 2, 1

// observed is after how many texts the observer is told.
const observed = 1 << 10

// tell tells how much work is done after text i of n.
func tell(observe func(done, total int), done, i, n int) {
	if observe != nil && ((i+1)%observed == 0 || i+1 == n) {
		observe(done, (costRead+costWeigh)*n)
	}
}

// reading numbers words as they come, and holds texts by the numbers of their words.
type reading struct {
	number map[string]int32
	texts  []int   // how many texts have each word
	last   []int   // the last text that has it
	start  []int   // words[start[i]:start[i+1]] are those of text i
	words  []int32 // in order, as often as they come
	meter  memory.Meter
}

// read reads the words of text i.
func (r *reading) read(columns [][]string, i int) error {
	var full error
	for _, cells := range columns {
		Each(cells[i], func(word string) {
			if full == nil {
				full = r.add(word, i)
			}
		})
	}
	r.start = append(r.start, len(r.words))
	return full
}

// add counts a word of text i.
func (r *reading) add(word string, i int) error {
	k, seen := r.number[word]
	size := 8 // its number, in a list that doubles when it is full
	if !seen {
		// A copy, as the word is a part of a text that is not kept.
		k = int32(len(r.texts))
		r.number[strings.Clone(word)] = k
		r.texts, r.last = append(r.texts, 0), append(r.last, -1)
		size += 96 + len(word)
	}
	// A text counts once, however often it has the word.
	if r.last[k] != i {
		r.last[k] = i
		r.texts[k]++
	}
	r.words = append(r.words, k)
	return r.meter.Add(size)
}

// rows weighs the words of all texts.
func (r *reading) rows(observe func(done, total int)) (*Rows, *Vocabulary, error) {
	n := len(r.start) - 1
	names, place := r.keep()
	rows := &Rows{Start: make([]int, 1, n+1)}
	idf := make([]float64, len(names))
	for at, word := range names {
		// What fewer texts have says more of those that have it.
		idf[at] = 1 + ln.Of(float64(1+n)/float64(1+r.texts[r.number[word]]))
	}
	var in []int
	for i := range n {
		in = in[:0]
		for _, k := range r.words[r.start[i]:r.start[i+1]] {
			if place[k] >= 0 {
				in = append(in, place[k])
			}
		}
		before := len(rows.Ind)
		rows.add(in, idf)
		if err := r.meter.Add(24 * (len(rows.Ind) - before)); err != nil {
			return nil, nil, err
		}
		tell(observe, costRead*n+costWeigh*(i+1), i, n)
	}
	return rows, &Vocabulary{Words: names, IDF: idf}, nil
}

// keep returns the words of two texts and more, sorted, and the place there of each number, -1 for the others.
func (r *reading) keep() (names []string, place []int) {
	for word, k := range r.number {
		if r.texts[k] > 1 {
			names = append(names, word)
		}
	}
	// The order of the words does not depend on that of the texts.
	slices.Sort(names)
	place = slices.Repeat([]int{-1}, len(r.texts))
	for at, word := range names {
		place[r.number[word]] = at
	}
	return names, place
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
