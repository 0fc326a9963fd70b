//go:build !noasm

package vec

func (t Tier) gram(steps int, a, b, out []float64) {
	if t == Generic {
		gramGeneric(steps, a, b, out)
		return
	}
	gramNEON(steps, &a[0], &b[0], &out[0])
}

// both takes half a Line in two vectors.
func (t Tier) both(cols int, w, xi, yi, xj, yj []float64) {
	if t == Generic {
		bothGeneric(cols, w, xi, yi, xj, yj)
		return
	}
	// The first four columns of a line, then the last four.
	bothNEON(cols, &w[0], &xi[0], &yi[0], &xj[0], &yj[0])
	bothNEON(cols, &w[0], &xi[octet/2], &yi[octet/2], &xj[octet/2], &yj[octet/2])
}
