//go:build !noasm

package vec

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/cpu"
)

// hasDot tells whether the processor has the instruction SDOT. The package cpu does not ask macOS, but every Mac with
// arm64 has it.
var hasDot = cpu.ARM64.HasASIMDDP || runtime.GOOS == "darwin"

// HasBytes reports whether the processor multiplies bytes for this tier: four times as
// many at once as float32.
func (t Tier) HasBytes() bool { return t == NEON && hasDot }

func (t Tier) byteTile(x *ByteTile) bool {
	if !t.HasBytes() {
		return x.generic()
	}
	_, cols := t.Shape()
	from, apart, hits := x.ends(cols)
	row, column := x.Rows.pointers(), x.Cols.pointers()
	return byteTileNEON(x.Steps, unsafe.SliceData(x.A), unsafe.SliceData(x.B), from, apart, &row, &column,
		unsafe.SliceData(x.Sums), unsafe.SliceData(x.Out), hits) != 0
}

// codes does what Codes does for as many columns as it returns.
func (t Tier) codes(dst []byte, row, center []float64, scale float64) int {
	octets := len(row) / octet
	if t == Generic || octets == 0 {
		return 0
	}
	codesNEON(&dst[0], &row[0], &center[0], scale, octets)
	return octets * octet
}
