package metric

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
)

const (
	rounding    = 1e-9 // how far outside [0, 1] a probability may lie
	sumRounding = 1e-5 // how far from 1 a row may sum
)

// bitsOfOne are the largest bits, as an unsigned number, of a float64 in
// [0, 1]: those of negative numbers, larger ones and NaN lie above.
const bitsOfOne = 0x3ff0000000000000

// distributions reads rows of probabilities and checks each.
type distributions struct {
	*rows.Reader
	mended []float64
}

func distributionsOf(probs mat.Matrix) *distributions {
	return &distributions{Reader: rows.Of(probs)}
}

// row returns row i: probabilities in [0, 1] that sum to 1, or zeros. It adds by
// pairs, since one addition has to wait for another.
func (d *distributions) row(i int) ([]float64, error) {
	row := d.Row(i)
	var even, odd float64
	// As unsigned numbers the bits of negative numbers and NaN are larger than those of 1: one maximum of all
	// bits checks the whole row.
	var largest, largestOdd uint64
	j := 1
	for ; j < len(row); j += 2 {
		p, q := row[j-1], row[j]
		even += p
		odd += q
		largest = max(largest, math.Float64bits(p))
		largestOdd = max(largestOdd, math.Float64bits(q))
	}
	if j == len(row) {
		even += row[j-1]
		largest = max(largest, math.Float64bits(row[j-1]))
	}
	// The common case: everything in [0, 1] and a sum of 1 or 0. The row is used as it is.
	if max(largest, largestOdd) <= bitsOfOne && isTotal(even+odd) {
		return row, nil
	}
	return d.mend(i, row)
}

func isTotal(total float64) bool {
	return total >= 1-sumRounding && total <= 1+sumRounding || total == 0
}

// mend clamps what is rounding in row i, and names what is not.
func (d *distributions) mend(i int, row []float64) ([]float64, error) {
	d.mended = d.mended[:0]
	total := 0.0
	for j, p := range row {
		// The comparison is false for NaN, too.
		if !(p >= -rounding && p <= 1+rounding) {
			return nil, faultAt(i, j, ErrValue, "probability %g is not in [0, 1]", p)
		}
		// What rounding left outside [0, 1] is clamped.
		p = min(max(p, 0), 1)
		d.mended = append(d.mended, p)
		total += p
	}
	if !isTotal(total) {
		return nil, faultRow(i, ErrValue, "probabilities sum to %g, neither 1 nor 0", total)
	}
	return d.mended, nil
}
