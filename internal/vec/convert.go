package vec

// Widen copies x to the beginning of to. It panics where to is shorter.
func Widen(to []float64, x []float32) { best.Widen(to, x) }

// Widen is the function of that name with the loops of one tier.
func (t Tier) Widen(to []float64, x []float32) {
	to = to[:len(x)]
	done := 0
	if len(x) >= octet {
		done = t.widen(len(x)/octet, to, x)
	}
	// What whole octets leave.
	for i, v := range x[done:] {
		to[done+i] = float64(v)
	}
}

// Narrow rounds x to the nearest float32 and writes it to the beginning of to. It panics
// where to is shorter.
func (t Tier) Narrow(to []float32, x []float64) {
	to = to[:len(x)]
	done := 0
	if len(x) >= octet {
		done = t.narrow(len(x)/octet, to, x)
	}
	// What whole octets leave.
	for i, v := range x[done:] {
		to[done+i] = float32(v)
	}
}

// narrowed returns x in float32.
func narrowed(x []float64) []float32 {
	out := make([]float32, len(x))
	best.Narrow(out, x)
	return out
}
