package vec

import "math"

// Codes writes (row - center)·scale, rounded to the nearest integers and to even ones where
// two are as near, as the bytes of int8. They must be in the range of int8. The bits are the same in
// every tier. Cost: 3 flops an element.
func (t Tier) Codes(dst []byte, row, center []float64, scale float64) {
	// Check the bounds once, so that the assembly can do without.
	dst, center = dst[:len(row)], center[:len(row)]
	for j := t.codes(dst, row, center, scale); j < len(row); j++ {
		dst[j] = byte(int8(math.RoundToEven((row[j] - center[j]) * scale)))
	}
}
