//go:build !noasm

package vec

func (t Tier) exps(vectors int, to []float64, apart int, x, a []float64, b, by, least float64) {
	if t == Generic {
		expsGeneric(genericGram, vectors, to, apart, x, a, b, by, least)
		return
	}
	expsNEON(vectors, &to[0], apart, &x[0], &a[0], b, by, least)
}
