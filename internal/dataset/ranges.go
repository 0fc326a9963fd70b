package dataset

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// valueRange is what one look at the numbers of a column tells.
type valueRange struct {
	low, high float64 // of those that are there; +Inf and -Inf where none is
	missing   int
}

// rangeRowsAtOnce is how many rows one processor looks at before it takes others.
const rangeRowsAtOnce = 1024

// columnRanges returns the ranges of all columns of x. It reads the rows as they lie in memory, and each once: a column
// by itself would touch a cache line for each of its values. O(nd).
func columnRanges(x mat.Matrix) []valueRange {
	n, d := x.Dims()
	// Each part of the rows has ranges of its own; least, greatest and counts are the same in any order.
	parts := make([][]valueRange, par.Chunks(n, rangeRowsAtOnce))
	par.For(n, rangeRowsAtOnce, func(c, lo, hi int) {
		parts[c] = noRanges(d)
		from := rows.Of(x)
		for i := lo; i < hi; i++ {
			addRow(parts[c], from.Row(i))
		}
	})
	all := noRanges(d)
	for _, part := range parts {
		for j := range all {
			all[j].join(part[j])
		}
	}
	return all
}

// rangeOf returns the range of one column.
func rangeOf(values []float64) valueRange {
	r := noRanges(1)
	for i := range values {
		addRow(r, values[i:i+1])
	}
	return r[0]
}

// noRanges are those of d columns without a row.
func noRanges(d int) []valueRange {
	all := make([]valueRange, d)
	for j := range all {
		all[j] = valueRange{low: math.Inf(1), high: math.Inf(-1)}
	}
	return all
}

// addRow takes one more value of each column into account.
func addRow(all []valueRange, row []float64) {
	all = all[:len(row)]
	for j, v := range row {
		r := &all[j]
		// No comparison with NaN is true.
		if v < r.low {
			r.low = v
		}
		if v > r.high {
			r.high = v
		}
		if v != v {
			r.missing++
		}
	}
}

// join takes the values of another range into account.
func (r *valueRange) join(other valueRange) {
	r.low, r.high = min(r.low, other.low), max(r.high, other.high)
	r.missing += other.missing
}
