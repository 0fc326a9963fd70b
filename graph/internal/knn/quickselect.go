package knn

import (
	"cmp"
	"math/bits"
	"slices"
)

// key is what the rows of a tree's node are divided by.
type key struct {
	value float64
	row   int32
}

// less orders by value, then row: no two keys are equal.
func (a key) less(b key) bool {
	return a.value < b.value || a.value == b.value && a.row < b.row
}

func byKey(a, b key) int {
	return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.row, b.row))
}

// selectLowest puts the m lowest of the keys before the others, by quickselect [hoare1961].
// O(n) as a rule, O(n·log(n)) at worst.
func selectLowest(keys []key, m int) {
	// Rounds that halve the keys are log₂(n); after twice as many, sorting ends it.
	for rounds := 2 * bits.Len(uint(len(keys))); len(keys) > 12 && rounds > 0; rounds-- {
		low, high := partition(keys, medianOfThree(keys))
		// The boundary lies in one of the parts, or between them.
		switch {
		case m <= high:
			keys = keys[:high]
		case m >= low:
			keys, m = keys[low:], m-low
		default:
			return
		}
	}
	slices.SortFunc(keys, byKey)
}

// medianOfThree returns the middle of three keys, which is likely to halve them.
func medianOfThree(keys []key) key {
	a, b, c := keys[len(keys)/4], keys[len(keys)/2], keys[len(keys)-1-len(keys)/4]
	if b.less(a) {
		a, b = b, a
	}
	if c.less(b) {
		b = c
	}
	if b.less(a) {
		b = a
	}
	return b
}

// partition puts keys up to p before those from p on: none of keys[:high] is greater than
// any of keys[low:], and what is between is p.
func partition(keys []key, p key) (low, high int) {
	i, j := 0, len(keys)-1
	for i <= j {
		// Keys on their right side stay; the next two that are not are exchanged.
		for keys[i].less(p) {
			i++
		}
		for p.less(keys[j]) {
			j--
		}
		if i <= j {
			keys[i], keys[j] = keys[j], keys[i]
			i++
			j--
		}
	}
	return i, j + 1
}
