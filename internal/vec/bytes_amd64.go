//go:build !noasm

package vec

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// HasBytes reports whether the processor multiplies bytes for this tier: four times as
// many at once as float32.
func (t Tier) HasBytes() bool {
	switch t {
	case AVX512:
		return cpu.X86.HasAVX512VNNI
	case AVX2:
		return cpu.X86.HasAVXVNNI
	}
	return false
}

func (t Tier) byteTile(x *ByteTile) bool {
	if !t.HasBytes() {
		return x.generic()
	}
	_, cols := t.Shape()
	from, apart, hits := x.ends(cols)
	// Called by name, so that the compiler knows that the pointers stay on the stack.
	row, column := x.Rows.pointers(), x.Cols.pointers()
	a, b, sums, out := unsafe.SliceData(x.A), unsafe.SliceData(x.B), unsafe.SliceData(x.Sums), unsafe.SliceData(x.Out)
	if t == AVX2 {
		return byteTileAVX2(x.Steps, a, b, from, apart, &row, &column, sums, out, hits) != 0
	}
	return byteTileAVX512(x.Steps, a, b, from, apart, &row, &column, sums, out, hits) != 0
}

// codes does what Codes does for as many columns as it returns.
func (t Tier) codes(dst []byte, row, center []float64, scale float64) int {
	octets := len(row) / octet
	if t == Generic || octets == 0 {
		return 0
	}
	// One kernel for both tiers, in registers of 256 bits.
	codesAVX2(&dst[0], &row[0], &center[0], scale, octets)
	return octets * octet
}
