//go:build !noasm

package vec

// widen does what Widen does for as many elements as it returns.
func (t Tier) widen(octets int, to []float64, x []float32) int {
	switch t {
	case AVX512:
		widenAVX512(octets, &to[0], &x[0])
	case AVX2:
		widenAVX2(octets, &to[0], &x[0])
	default:
		return 0
	}
	return octets * octet
}

// narrow does what Narrow does for as many elements as it returns.
func (t Tier) narrow(octets int, to []float32, x []float64) int {
	switch t {
	case AVX512:
		narrowAVX512(octets, &to[0], &x[0])
	case AVX2:
		narrowAVX2(octets, &to[0], &x[0])
	default:
		return 0
	}
	return octets * octet
}
