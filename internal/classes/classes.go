// Package classes orders the names of classes, and reads the class of a row off its scores.
package classes

import (
	"cmp"
	"strconv"
	"strings"
)

// Compare puts numbers before texts, and 10 behind 9. Two spellings of one number, such as 1 and 1.0, are two classes,
// so ties between numbers are broken by the text. NaN stands before all numbers.
func Compare(a, b string) int {
	// A name that reads as a number is compared as one.
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	switch {
	case errX == nil && errY == nil:
		return cmp.Or(cmp.Compare(x, y), strings.Compare(a, b))
	case errX == nil && errY != nil:
		return -1
	case errX != nil && errY == nil:
		return 1
	}
	return strings.Compare(a, b)
}

// tieMargin is the share of the largest score within which others are as large: rounding alone parts them.
const tieMargin = 1e-12

// Largest returns the class of the largest of some scores from 0, the first of those that tie with it, and whether
// there are several. It returns -1 if no score is above 0: that is no evidence for any class.
func Largest(scores []float64) (class int, tied bool) {
	top := 0.0
	for _, s := range scores {
		top = max(top, s)
	}
	class = -1
	if top == 0 {
		return class, false
	}
	for k, s := range scores {
		// The margin goes with the scores: far from the labels all of them are small.
		switch {
		case s < top && s < top*(1-tieMargin):
		case class < 0:
			class = k
		default:
			tied = true
		}
	}
	return class, tied
}
