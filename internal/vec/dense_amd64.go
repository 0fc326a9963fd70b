//go:build !noasm

package vec

func (t Tier) gram(steps int, a, b, out []float64) {
	switch t {
	case AVX512:
		gramAVX512(steps, &a[0], &b[0], &out[0])
	case AVX2:
		gramAVX2(steps, &a[0], &b[0], &out[0])
	default:
		gramGeneric(steps, a, b, out)
	}
}

// both takes a Line in one vector of AVX-512, in two of AVX2.
func (t Tier) both(cols int, w, xi, yi, xj, yj []float64) {
	switch t {
	case AVX512:
		bothAVX512(cols, &w[0], &xi[0], &yi[0], &xj[0], &yj[0])
	case AVX2:
		// The first four columns of a line, then the last four.
		bothAVX2(cols, &w[0], &xi[0], &yi[0], &xj[0], &yj[0])
		bothAVX2(cols, &w[0], &xi[octet/2], &yi[octet/2], &xj[octet/2], &yj[octet/2])
	default:
		bothGeneric(cols, w, xi, yi, xj, yj)
	}
}
