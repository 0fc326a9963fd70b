package vec

// A ByteTile is a block of dot products of some rows with some others, the columns, whose
// elements are codes: integers from -128 to 127. The sums are exact. Each code stands for
// scale·code, and a filter adds what that may be wrong by, so that it only finds too much.
type ByteTile struct {
	// Steps is the length of the rows, or of the part of them at hand, in words: four codes
	// each, the first in the lowest byte.
	Steps int
	// A holds the first word of every row, then the second of every row, and so on; B the
	// same of the columns. The words of rows are changed by [Tier.RowWord].
	A, B []uint32
	// Start is what the sums of each column start from, see [Tier.ColumnStart]. Resume has
	// them go on from Sums instead.
	Start  []int32
	Resume bool
	// Part leaves the bare sums in Sums, for a call with Resume to go on from, and
	// everything below alone.
	Part bool
	Sums []int32

	Rows, Cols ByteSide
	// Out holds the results, row by row: for the sum s of row r and column c
	//
	//	s·Scale(r)·Scale(c) - Half(r) - Half(c) + Length(r)·Error(c) + Error(r)·Length(c)
	//
	// in float32, by nine operations that round, or fewer where some are fused.
	Out []float32
	// Hits has a bit for each column, one word a row: set where Out reaches the lower of the
	// two levels.
	Hits []uint64
}

// A ByteSide holds five numbers for each row, or each column, of a byte tile.
type ByteSide struct {
	Side
	Scale, Length, Error []float32
}

// codeBias is added to the codes of rows where the processor multiplies bytes without a sign by bytes that have one,
// as the instruction VPDPBUSD of amd64 does.
const codeBias = 128

// bias is what is added to the codes of rows. SDOT of arm64 multiplies the codes as they are.
func (t Tier) bias() int32 {
	if t == NEON && t.HasBytes() {
		return 0
	}
	return codeBias
}

// RowWord changes a word of four codes to what rows hold: each plus 128, or the same.
func (t Tier) RowWord(w uint32) uint32 { return w ^ uint32(t.bias())*0x01010101 }

// ColumnStart returns what the sums of a column start from whose codes have the given sum:
// it takes back what [Tier.RowWord] adds.
func (t Tier) ColumnStart(sum int32) int32 { return -t.bias() * sum }

// MaxByteSteps is the most words for which no sum leaves int32: 4·2¹⁵·2¹⁴ = 2³¹ is just out
// of range.
const MaxByteSteps = 1<<15 - 1

// ByteTile computes x and reports whether there are hits. Cost: 8 operations for each step,
// row and column.
func (t Tier) ByteTile(x *ByteTile) bool {
	rows, cols := t.ByteShape()
	_, _ = x.A[:x.Steps*rows], x.B[:x.Steps*cols]
	// The bounds of what is read before the first step, or written after the last.
	if x.Resume || x.Part {
		_ = x.Sums[:rows*cols]
	}
	if !x.Resume {
		_ = x.Start[:cols]
	}
	// The bounds of what is used only with a filter.
	if !x.Part {
		x.Rows.check(rows)
		x.Cols.check(cols)
		_, _ = x.Out[:rows*cols], x.Hits[:rows]
	}
	return t.byteTile(x)
}

func (s *ByteSide) check(n int) {
	_, _, _, _, _ = s.Half[:n], s.Level[:n], s.Scale[:n], s.Length[:n], s.Error[:n]
}

func (x *ByteTile) generic() bool {
	found := false
	for r := range genericRows {
		var sums [genericCols]int32
		copy(sums[:], x.from(r))
		// Four products for each word of the row and of each column.
		for k := range x.Steps {
			a := x.A[k*genericRows+r]
			for c, b := range x.B[k*genericCols:][:genericCols] {
				sums[c] += dotWord(a, b)
			}
		}
		if x.Part {
			copy(x.Sums[r*genericCols:], sums[:])
			continue
		}
		x.Hits[r] = x.filter(r, &sums)
		found = found || x.Hits[r] != 0
	}
	return found
}

// from returns the sums that row r starts from.
func (x *ByteTile) from(r int) []int32 {
	if x.Resume {
		return x.Sums[r*genericCols:]
	}
	return x.Start
}

// dotWord returns the sum of the products of four bytes without a sign and four with one.
func dotWord(a, b uint32) int32 {
	return int32(a&0xff)*int32(int8(b)) + int32(a>>8&0xff)*int32(int8(b>>8)) +
		int32(a>>16&0xff)*int32(int8(b>>16)) + int32(a>>24)*int32(int8(b>>24))
}

// filter turns the sums of row r into bounds and returns a bit for each that counts.
func (x *ByteTile) filter(r int, sums *[genericCols]int32) uint64 {
	hits := uint64(0)
	a, b, out := &x.Rows, &x.Cols, x.Out[r*genericCols:]
	for c, sum := range sums {
		// The product in units of both scales, less both halves.
		v := float32(sum)*b.Scale[c]*a.Scale[r] - a.Half[r] - b.Half[c]
		// What rounding to codes may have taken away.
		out[c] = v + a.Length[r]*b.Error[c] + a.Error[r]*b.Length[c]
		if out[c] >= min(a.Level[r], b.Level[c]) {
			hits |= 1 << c
		}
	}
	return hits
}
