package metric

import (
	"cmp"
	"slices"
)

// shortList is the length below which comparing beats counting.
const shortList = 1 << 9

// sortByPlace sorts rows by place, equal ones in their order, with spare to
// work in. It returns the two slices, sorted rows first: they may have
// changed places.
func sortByPlace(rows, spare []ranked) (sorted, rest []ranked) {
	if len(rows) < shortList {
		slices.SortStableFunc(rows, func(a, b ranked) int { return cmp.Compare(a.place, b.place) })
		return rows, spare
	}
	spare = slices.Grow(spare[:0], len(rows))[:len(rows)]
	return radixSort(rows, spare)
}

// radixSort sorts byte by byte, the lowest first, each time keeping the order
// of equals. A byte that all places share is passed over.
func radixSort(rows, spare []ranked) (sorted, rest []ranked) {
	counts := countBytes(rows)
	for b := range counts {
		shift := 8 * b
		starts := &counts[b]
		if starts[byte(rows[0].place>>shift)] == len(rows) {
			continue
		}
		toStarts(starts)
		for _, r := range rows {
			d := byte(r.place >> shift)
			spare[starts[d]] = r
			starts[d]++
		}
		rows, spare = spare, rows
	}
	return rows, spare
}

// countBytes counts, for each of the eight bytes of a place, its values.
func countBytes(rows []ranked) *[8][256]int {
	counts := new([8][256]int)
	for _, r := range rows {
		for b := range counts {
			counts[b][byte(r.place>>(8*b))]++
		}
	}
	return counts
}

// toStarts turns counts into the place where each value starts.
func toStarts(counts *[256]int) {
	start := 0
	for d, n := range counts {
		counts[d] = start
		start += n
	}
}
