//go:build !noasm

package vec

// widen does what Widen does for as many elements as it returns.
func (t Tier) widen(octets int, to []float64, x []float32) int {
	if t == Generic {
		return 0
	}
	widenNEON(octets, &to[0], &x[0])
	return octets * octet
}

// narrow does what Narrow does for as many elements as it returns.
func (t Tier) narrow(octets int, to []float32, x []float64) int {
	if t == Generic {
		return 0
	}
	narrowNEON(octets, &to[0], &x[0])
	return octets * octet
}
