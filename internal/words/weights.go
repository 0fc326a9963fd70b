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
func Weigh(columns [][]string, ask memory.Ask, observe func(done, total int)) (*Rows, error) {
	n := len(columns[0])
	v := &vocabulary{number: map[string]int32{}, start: make([]int, 1, n+1),
		meter: memory.Meter{Ask: ask, What: fmt.Sprintf("the words of %d texts", n)}}
	// Texts are divided once, and their words are weighed when it is known how many texts have each.
	for i := range n {
		if err := v.read(columns, i); err != nil {
			return nil, err
		}
		tell(observe, costRead*(i+1), i, n)
	}
	return v.rows(observe)
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

// vocabulary numbers words as they come, and holds texts by the numbers of their words.
type vocabulary struct {
	number map[string]int32
	texts  []int   // how many texts have each word
	last   []int   // the last text that has it
	start  []int   // words[start[i]:start[i+1]] are those of text i
	words  []int32 // in order, as often as they come
	meter  memory.Meter
}

// read reads the words of text i.
func (v *vocabulary) read(columns [][]string, i int) error {
	var full error
	for _, cells := range columns {
		Each(cells[i], func(word string) {
			if full == nil {
				full = v.add(word, i)
			}
		})
	}
	v.start = append(v.start, len(v.words))
	return full
}

// add counts a word of text i.
func (v *vocabulary) add(word string, i int) error {
	k, seen := v.number[word]
	size := 8 // its number, in a list that doubles when it is full
	if !seen {
		// A copy, as the word is a part of a text that is not kept.
		k = int32(len(v.texts))
		v.number[strings.Clone(word)] = k
		v.texts, v.last = append(v.texts, 0), append(v.last, -1)
		size += 96 + len(word)
	}
	// A text counts once, however often it has the word.
	if v.last[k] != i {
		v.last[k] = i
		v.texts[k]++
	}
	v.words = append(v.words, k)
	return v.meter.Add(size)
}

// rows weighs the words of all texts.
func (v *vocabulary) rows(observe func(done, total int)) (*Rows, error) {
	n := len(v.start) - 1
	names, place := v.keep()
	rows := &Rows{Words: names, Start: make([]int, 1, n+1)}
	idf := make([]float64, len(names))
	for at, word := range names {
		// What fewer texts have says more of those that have it.
		idf[at] = 1 + ln.Of(float64(1+n)/float64(1+v.texts[v.number[word]]))
	}
	var in []int
	for i := range n {
		in = in[:0]
		for _, k := range v.words[v.start[i]:v.start[i+1]] {
			if place[k] >= 0 {
				in = append(in, place[k])
			}
		}
		before := len(rows.Ind)
		rows.add(in, idf)
		if err := v.meter.Add(24 * (len(rows.Ind) - before)); err != nil {
			return nil, err
		}
		tell(observe, costRead*n+costWeigh*(i+1), i, n)
	}
	return rows, nil
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
