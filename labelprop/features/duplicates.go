package features

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"gonum.org/v1/gonum/stat"
)

const (
	// sameCorrelation is the absolute correlation from which on two columns of numbers say
	// the same.
	sameCorrelation = 0.995

	// duplicateRows is how many rows are compared.
	duplicateRows = 2000

	// mostCompared is the number of columns up to which each is compared with each.
	mostCompared = 500
)

// Duplicates returns, for each column, the first one that says the same, or -1: the
// same numbers in another unit, nearly so, or the same categories by other names.
// Leave such columns out, so that what they say does not count twice. Columns of more
// than 500 are not compared. The order of the rows makes no difference.
// Cost: O(columns² · rows), of 2,000 rows at most, and O(n·(columns + log(n))).
func Duplicates(columns []Column) []int {
	first := make([]int, len(columns))
	for j := range first {
		first[j] = -1
	}
	if len(columns) == 0 || len(columns) > mostCompared {
		return first
	}
	rows := sampledRows(columns)
	samples := make([][]float64, len(columns))
	for j, c := range columns {
		for _, i := range rows {
			samples[j] = append(samples[j], c.At(i))
		}
	}
	for j := range columns {
		// Only columns that are kept are compared, so that chains do not drift.
		for i := 0; i < j && first[j] < 0; i++ {
			if first[i] < 0 && same(columns[i], columns[j], samples[i], samples[j]) {
				first[j] = i
			}
		}
	}
	return first
}

// sampledRows are some rows at random, chosen and ordered by a hash of their values: neither
// the choice nor the rounding of sums over them depends on the order of the table.
func sampledRows(columns []Column) []int {
	// What a shorter column lacks is missing.
	n := 0
	for _, c := range columns {
		n = max(n, c.Len())
	}
	hash, rows := make([]uint64, n), make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	for _, c := range columns {
		for i, v := range c.all() {
			if v != v {
				v = math.NaN() // the one whose bits count: float32 has another
			}
			hash[i] = mixed(hash[i] ^ math.Float64bits(v))
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(hash[a], hash[b]) })
	return rows[:min(n, duplicateRows)]
}

// mixed scrambles a number, by multiplying it with 2⁶⁴ over the golden ratio and adding the
// two halves of the product.
func mixed(h uint64) uint64 {
	const factor = 0x9e3779b97f4a7c15
	hi, lo := bits.Mul64(h^factor, factor)
	return (hi ^ lo) * factor
}

// same reports whether two columns say the same. Missing values must be missing in
// both.
func same(a, b Column, x, y []float64) bool {
	var u, v []float64
	for i := range x {
		if (x[i] != x[i]) != (y[i] != y[i]) {
			return false
		}
		if x[i] == x[i] {
			u, v = append(u, x[i]), append(v, y[i])
		}
	}
	// Categories, or a number for each category.
	if a.Categories > 0 || b.Categories > 0 {
		return oneToOne(u, v)
	}
	return math.Abs(stat.Correlation(u, v, nil)) >= sameCorrelation
}

// oneToOne reports whether each value of u goes with one value of v, and the other way
// round, and there are two.
func oneToOne(u, v []float64) bool {
	to, from := map[float64]float64{}, map[float64]float64{}
	for i := range u {
		// The pair must have been seen, or both its values must be new.
		w, seen := to[u[i]]
		t, back := from[v[i]]
		if seen != back || seen && (w != v[i] || t != u[i]) {
			return false
		}
		to[u[i]], from[v[i]] = v[i], u[i]
	}
	return len(to) > 1
}
