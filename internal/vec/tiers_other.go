//go:build (!amd64 && !arm64) || noasm

package vec

// Tiers returns the tiers that this machine has: the generic one.
func Tiers() []Tier { return []Tier{Generic} }

func (Tier) squares(a, b []float64, parts *[octet]float64) { squares(a, b, parts) }

func (Tier) magnitudes(a, b []float64, parts *[octet]float64) { magnitudes(a, b, parts) }

func (Tier) products(a, b []float64, parts *[octet]float64) { products(a, b, parts) }

// Shape returns the numbers of rows and columns of a tile.
func (Tier) Shape() (rows, cols int) { return genericRows, genericCols }

func (Tier) tile(x *Tile) bool { return x.generic() }

func (Tier) sparse(m *Sparse, out, x []float64, width, lo, hi int) { m.mulRows(out, x, width, lo, hi) }

func (Tier) single(m *Single, y, x []float32, width, lo, hi int) { m.lessRows(y, x, width, lo, hi) }

func (Tier) interleave([]float32, int, *[octet][]float64, []float64, float64) int { return 0 }

func (Tier) gram(steps int, a, b, out []float64) { gramGeneric(steps, a, b, out) }

func (Tier) both(cols int, w, xi, yi, xj, yj []float64) { bothGeneric(cols, w, xi, yi, xj, yj) }

func (Tier) descend(b Block, x, r, p, q, omega, step, sum []float64) {
	b.check(x, r, p, q)
	b.descend(x, r, p, q, omega, step, sum)
}

func (Tier) nextDirection(b Block, p, z, step []float64) {
	b.check(p, z)
	b.nextDirection(p, z, step)
}

func (Tier) subtractFrom(b Block, y, x, omega, sum []float64) {
	b.check(y, x)
	b.subtractFrom(y, x, omega, sum)
}

func (Tier) toPoint(term Term, block, point []float64, limit float64, out []float64) uint64 {
	return toPoint(term, block, point, limit, out)
}

func (Tier) toBox(term Term, block, low, high, limit, out []float64) uint64 {
	return toBox(term, block, low, high, limit, out)
}

func (Tier) advanceLines(l *Lines, y, p []float32, lo, hi int, sum *[Line32]float32) {
	l.check(y, p, lo, hi)
	advanceLines(l, y, p, lo, hi, sum)
}

func (Tier) descendLines(l *Lines, x, r, p, q []float32, lo, hi int, step, sum *[Line32]float32) {
	descendLines(l, x, r, p, q, lo, hi, step, sum)
}

func (Tier) nextDirectionLines(l *Lines, p, z []float32, lo, hi int, step *[Line32]float32) {
	nextDirectionLines(l, p, z, lo, hi, step)
}

func (Tier) exps(vectors int, to []float64, apart int, x, a []float64, b, by, least float64) {
	expsGeneric(genericGram, vectors, to, apart, x, a, b, by, least)
}

func (Tier) widen(int, []float64, []float32) int { return 0 }

func (Tier) narrow(int, []float32, []float64) int { return 0 }
