package vec

// A Tile is a block of dot products of some rows with some others, the columns, in
// float32. Their numbers are those of [Tier.Shape].
type Tile struct {
	// Steps is the length of the rows, or of the part of them at hand.
	Steps int
	// A holds the first element of every row, then the second of every row, and so
	// on; B the same of the columns.
	A, B []float32
	// Resume adds to the sums in Out; otherwise they start from 0.
	Resume bool
	// Part leaves the bare sums in Out, for a call with Resume to go on from, and
	// everything below alone.
	Part bool

	Rows, Cols Side
	// Out holds the results, row by row: each product minus the halves of its row and its column.
	Out []float32
	// Hits has a bit for each column, one word a row: set where Out reaches the lower
	// of the two levels.
	Hits []uint64
}

// A Side holds two numbers for each row, or each column, of a tile: what is subtracted from its products, half its
// squared norm, and the level that a result must reach to count. Where Half is NaN, no result counts.
type Side struct{ Half, Level []float32 }

// Tile computes x and reports whether there are hits. The products may be fused
// with the sums; they are added one after the other, from the first step on.
// Cost: 2 flops for each step, row and column.
func (t Tier) Tile(x *Tile) bool {
	rows, cols := t.Shape()
	_, _, _ = x.A[:x.Steps*rows], x.B[:x.Steps*cols], x.Out[:rows*cols]
	// The bounds of what is used only with a filter.
	if !x.Part {
		_, _, _ = x.Rows.Half[:rows], x.Rows.Level[:rows], x.Hits[:rows]
		_, _ = x.Cols.Half[:cols], x.Cols.Level[:cols]
	}
	return t.tile(x)
}

// The generic tile is as large as the registers of common processors allow.
const (
	genericRows = 2
	genericCols = 4
)

func (x *Tile) generic() bool {
	var s [genericRows][genericCols]float32
	// Go on from the sums of a call before.
	if x.Resume {
		copy(s[0][:], x.Out)
		copy(s[1][:], x.Out[genericCols:])
	}
	x.multiply(&s)
	found := false
	for r := range s {
		out := x.Out[r*genericCols : (r+1)*genericCols]
		copy(out, s[r][:])
		// The rows are complete: turn products into the numbers that are compared, and note what counts.
		if !x.Part {
			x.Hits[r] = x.filter(r, out)
			found = found || x.Hits[r] != 0
		}
	}
	return found
}

func (x *Tile) multiply(s *[genericRows][genericCols]float32) {
	// Eight sums in registers: two rows times four columns.
	s0, s1, s2, s3 := s[0][0], s[0][1], s[0][2], s[0][3]
	t0, t1, t2, t3 := s[1][0], s[1][1], s[1][2], s[1][3]
	a, b := x.A[:x.Steps*genericRows], x.B[:x.Steps*genericCols]
	for ; len(a) >= genericRows && len(b) >= genericCols; a, b = a[genericRows:], b[genericCols:] {
		p, q := a[0], a[1]
		s0, s1, s2, s3 = s0+p*b[0], s1+p*b[1], s2+p*b[2], s3+p*b[3]
		t0, t1, t2, t3 = t0+q*b[0], t1+q*b[1], t2+q*b[2], t3+q*b[3]
	}
	s[0], s[1] = [genericCols]float32{s0, s1, s2, s3}, [genericCols]float32{t0, t1, t2, t3}
}

// filter subtracts the halves from row r and returns a bit for each result that counts.
func (x *Tile) filter(r int, out []float32) uint64 {
	hits := uint64(0)
	for c, v := range out {
		// x·y - |x|²/2 - |y|²/2 = -d²/2: the larger, the nearer.
		out[c] = v - x.Rows.Half[r] - x.Cols.Half[c]
		// Either the row or the column may want the other: the lower of the two levels decides. False for NaN.
		if out[c] >= min(x.Rows.Level[r], x.Cols.Level[c]) {
			hits |= 1 << c
		}
	}
	return hits
}
