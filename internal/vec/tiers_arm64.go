//go:build !noasm

package vec

import "unsafe"

// Tiers returns the tiers that this machine has, fastest first. Every arm64 has NEON.
func Tiers() []Tier { return []Tier{NEON, Generic} }

func (t Tier) squares(a, b []float64, parts *[octet]float64) {
	if t == Generic {
		squares(a, b, parts)
		return
	}
	squareNEON(&a[0], &b[0], len(a)/octet, parts)
}

func (t Tier) magnitudes(a, b []float64, parts *[octet]float64) {
	if t == Generic {
		magnitudes(a, b, parts)
		return
	}
	absoluteNEON(&a[0], &b[0], len(a)/octet, parts)
}

func (t Tier) products(a, b []float64, parts *[octet]float64) {
	if t == Generic {
		products(a, b, parts)
		return
	}
	productNEON(&a[0], &b[0], len(a)/octet, parts)
}

// Shape returns the numbers of rows and columns of a tile.
func (t Tier) Shape() (rows, cols int) {
	if t == Generic {
		return genericRows, genericCols
	}
	return 8, 12
}

func (t Tier) tile(x *Tile) bool {
	if t == Generic {
		return x.generic()
	}
	from, hits := x.ends()
	return tileNEON(x.Steps, unsafe.SliceData(x.A), unsafe.SliceData(x.B), from,
		unsafe.SliceData(x.Rows.Half), unsafe.SliceData(x.Cols.Half),
		unsafe.SliceData(x.Rows.Level), unsafe.SliceData(x.Cols.Level), unsafe.SliceData(x.Out), hits) != 0
}

// interleave does what Interleave does for as many columns as it returns.
func (t Tier) interleave(dst []float32, apart int, rows *[octet][]float64, center []float64, scale float64) int {
	quads := len(rows[0]) / 4
	if t == Generic || quads == 0 {
		return 0
	}
	// Four columns of the eight rows at a time.
	interleaveNEON(&dst[0], apart, rows, &center[0], scale, quads)
	return 4 * quads
}
