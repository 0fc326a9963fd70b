//go:build !noasm

package vec

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// Tiers returns the tiers that this machine has, fastest first.
func Tiers() []Tier {
	tiers := []Tier{Generic}
	// Prepended, so that the fastest is first.
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		tiers = append([]Tier{AVX2}, tiers...)
	}
	if cpu.X86.HasAVX512F {
		tiers = append([]Tier{AVX512}, tiers...)
	}
	return tiers
}

func (t Tier) squares(a, b []float64, parts *[octet]float64) {
	switch {
	case t == Generic:
		squares(a, b, parts)
	case t == AVX2:
		squareAVX2(&a[0], &b[0], len(a)/octet, parts)
	default:
		squareAVX512(&a[0], &b[0], len(a)/octet, parts)
	}
}

func (t Tier) magnitudes(a, b []float64, parts *[octet]float64) {
	switch {
	case t == Generic:
		magnitudes(a, b, parts)
	case t == AVX2:
		absoluteAVX2(&a[0], &b[0], len(a)/octet, parts)
	default:
		absoluteAVX512(&a[0], &b[0], len(a)/octet, parts)
	}
}

func (t Tier) products(a, b []float64, parts *[octet]float64) {
	switch {
	case t == Generic:
		products(a, b, parts)
	case t == AVX2:
		productAVX2(&a[0], &b[0], len(a)/octet, parts)
	default:
		productAVX512(&a[0], &b[0], len(a)/octet, parts)
	}
}

// Shape returns the numbers of rows and columns of a tile.
func (t Tier) Shape() (rows, cols int) {
	switch t {
	case AVX512:
		return 8, 48
	case AVX2:
		return 6, 16
	}
	return genericRows, genericCols
}

func (t Tier) tile(x *Tile) bool {
	if t == Generic {
		return x.generic()
	}
	kernel := tileAVX512
	if t == AVX2 {
		kernel = tileAVX2
	}
	from, hits := x.ends()
	return kernel(x.Steps, unsafe.SliceData(x.A), unsafe.SliceData(x.B), from,
		unsafe.SliceData(x.Rows.Half), unsafe.SliceData(x.Cols.Half),
		unsafe.SliceData(x.Rows.Level), unsafe.SliceData(x.Cols.Level), unsafe.SliceData(x.Out), hits) != 0
}

// interleave does what Interleave does for as many columns as it returns.
func (t Tier) interleave(dst []float32, apart int, rows *[octet][]float64, center []float64, scale float64) int {
	octets := len(rows[0]) / octet
	if t == Generic || octets == 0 {
		return 0
	}
	// One kernel for both tiers: it turns 8×8 elements in registers of 256 bits.
	interleaveAVX2(&dst[0], apart, rows, &center[0], scale, octets)
	return octets * octet
}
