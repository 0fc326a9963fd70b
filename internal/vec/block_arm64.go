//go:build !noasm

package vec

func (t Tier) toPoint(term Term, block, point []float64, limit float64, out []float64) uint64 {
	if t == Generic || len(out) == 0 || len(point) == 0 {
		return toPoint(term, block, point, limit, out)
	}
	kernel := squareToPointNEON
	if term == Magnitudes {
		kernel = absoluteToPointNEON
	}
	return kernel(len(point), len(out)/octet, &block[0], &point[0], limit, &out[0])
}

func (t Tier) toBox(term Term, block, low, high, limit, out []float64) uint64 {
	if t == Generic || len(out) == 0 || len(low) == 0 {
		return toBox(term, block, low, high, limit, out)
	}
	kernel := squareToBoxNEON
	if term == Magnitudes {
		kernel = absoluteToBoxNEON
	}
	return kernel(len(low), len(out)/octet, &block[0], &low[0], &high[0], &limit[0], &out[0])
}
