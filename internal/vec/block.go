package vec

import "math"

// A Term is what is added up over the columns to a distance.
type Term int

// The terms: (a-b)² and |a-b|.
const (
	Squares Term = iota
	Magnitudes
)

// BlockRows is the largest number of rows of a block.
const BlockRows = 64

// Eight rows of a block lie side by side: their first elements, then their second elements, and so on; then come the
// next eight rows. Missing rows at the end of a block are filled with NaN.

// ToPoint writes the distances of the rows of a block from a point, len(out) of them, a
// multiple of eight, and returns a bit for each: set where the distance is limit or
// less. The bits of a distance are those of SquaredDistance or AbsoluteDistance. Cost:
// 3 flops an element.
func (t Tier) ToPoint(term Term, block, point []float64, limit float64, out []float64) uint64 {
	_ = block[:len(out)*len(point)]
	return t.toPoint(term, block, point, limit, out)
}

// ToBox is ToPoint for the nearest point of a box, low ≤ x ≤ high in each column, and a
// limit for each row. No point in the box is at a smaller distance, as rounded, than
// what it writes: rounding keeps the order of two numbers. Cost: 5 flops an element.
func (t Tier) ToBox(term Term, block, low, high, limit, out []float64) uint64 {
	_, _, _ = block[:len(out)*len(low)], high[:len(low)], limit[:len(out)]
	return t.toBox(term, block, low, high, limit, out)
}

func toPoint(term Term, block, point []float64, limit float64, out []float64) uint64 {
	hits := uint64(0)
	for r := range out {
		// A point is a box of no width.
		out[r] = toNearest(term, block, r, point, point)
		// False for NaN: a row of padding is never within the limit.
		if out[r] <= limit {
			hits |= 1 << r
		}
	}
	return hits
}

func toBox(term Term, block, low, high, limit, out []float64) uint64 {
	hits := uint64(0)
	for r := range out {
		out[r] = toNearest(term, block, r, low, high)
		// False for NaN, as in toPoint.
		if out[r] <= limit[r] {
			hits |= 1 << r
		}
	}
	return hits
}

// toNearest returns the distance of row r of a block from a box.
func toNearest(term Term, block []float64, r int, low, high []float64) float64 {
	var parts [octet]float64
	// Eight rows lie side by side: panel r/8 begins after 8·len(low) elements for each panel before.
	at := r/octet*octet*len(low) + r%octet
	for j, l := range low {
		x := block[at+j*octet]
		// The nearest point of the box, column by column: x clamped to [low, high].
		x -= min(max(x, l), high[j])
		// Part j%8, as in SquaredDistance, so that the bits are the same.
		if term == Squares {
			parts[j%octet] += float64(x * x)
		} else {
			parts[j%octet] += math.Abs(x)
		}
	}
	return total(&parts)
}
