//go:build !noasm

package vec

// toPoint and toBox get the bits of the last rows at the top.

func (t Tier) toPoint(term Term, block, point []float64, limit float64, out []float64) uint64 {
	if t == Generic || len(out) == 0 || len(point) == 0 {
		return toPoint(term, block, point, limit, out)
	}
	kernel := squareToPointAVX512
	switch {
	case t == AVX512 && term == Magnitudes:
		kernel = absoluteToPointAVX512
	case t == AVX2 && term == Magnitudes:
		kernel = absoluteToPointAVX2
	case t == AVX2:
		kernel = squareToPointAVX2
	}
	// The kernel shifts each octet's bits in from the top: shift them down to bit 0.
	return kernel(len(point), len(out)/octet, &block[0], &point[0], limit, &out[0]) >> (BlockRows - len(out))
}

func (t Tier) toBox(term Term, block, low, high, limit, out []float64) uint64 {
	if t == Generic || len(out) == 0 || len(low) == 0 {
		return toBox(term, block, low, high, limit, out)
	}
	kernel := squareToBoxAVX512
	switch {
	case t == AVX512 && term == Magnitudes:
		kernel = absoluteToBoxAVX512
	case t == AVX2 && term == Magnitudes:
		kernel = absoluteToBoxAVX2
	case t == AVX2:
		kernel = squareToBoxAVX2
	}
	// As in toPoint.
	return kernel(len(low), len(out)/octet, &block[0], &low[0], &high[0], &limit[0], &out[0]) >> (BlockRows - len(out))
}
