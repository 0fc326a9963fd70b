package graph

import (
	"cmp"
	"math/bits"
	"slices"
)

// less orders by value, then row.
func (a treeKey) less(b treeKey) bool {
	return a.value < b.value || a.value == b.value && a.row < b.row
}

// halve puts the first m of the keys, in their order, before the others [hoare1961]. O(n)
// as a rule, O(n·log(n)) at worst.
func halve(keys []treeKey, m int) {
	for rounds := 2 * bits.Len(uint(len(keys))); len(keys) > 12 && rounds > 0; rounds-- {
		low, high := part(keys, pivot(keys))
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

func byKey(a, b treeKey) int {
	return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.row, b.row))
}

// pivot returns the middle of three keys.
func pivot(keys []treeKey) treeKey {
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

// part puts keys up to p before those from p on: none of keys[:high] is greater than any
// of keys[low:], and what is between is p.
func part(keys []treeKey, p treeKey) (low, high int) {
	i, j := 0, len(keys)-1
	for i <= j {
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
