package knn

import (
	"math"

	"github.com/propagate-go/propagate/internal/vec"
)

// Rows as codes: a row y of the frame is a·q + e, where q are integers of a byte, a is the
// scale of the row and e is what rounding to codes has left over. For two rows,
//
//	⟨y,z⟩ = ab⟨q,p⟩ + a⟨q,f⟩ + b⟨e,p⟩ + ⟨e,f⟩
//
// and by Cauchy's inequality the last three terms are no larger than
//
//	|aq||f| + |e||bp| + |e||f| = (|aq| + |e|/2)|f| + |e|(|bp| + |f|/2),
//
// so that each row needs two numbers beside its scale. The product of the codes is exact.

// codeNorms is what is precomputed of each row in codes.
type codeNorms struct {
	scale  []float32 // a
	length []float32 // at least |aq| + |e|/2
	err    []float32 // at least |e|
	bytes  []byte    // the codes of each row, up to a whole word, where they are kept
	start  []int32   // what products with the row as a column start from, see vec.ByteTile
}

func newCodeNorms(n int) *codeNorms {
	return &codeNorms{
		scale: make([]float32, n), length: make([]float32, n), err: make([]float32, n), start: make([]int32, n),
	}
}

// copyOf takes row i of other norms as row r, without its codes.
func (s *codeNorms) copyOf(r int, from *codeNorms, i int) {
	s.scale[r], s.length[r], s.err[r], s.start[r] = from.scale[i], from.length[i], from.err[i], from.start[i]
}

// reordered puts the codes of row order[e] in the place of row e, in the memory that they have, and returns them.
func (s *codeNorms) reordered(order []int32) []byte {
	width := len(s.bytes) / max(1, len(order))
	row := func(e int) []byte { return s.bytes[e*width:][:width] }
	moved, first := make([]bool, len(order)), make([]byte, width)
	for begin := range order {
		if moved[begin] {
			continue
		}
		// Along a cycle of the permutation each row moves up, the first one at last.
		copy(first, row(begin))
		e := begin
		for ; int(order[e]) != begin; e = int(order[e]) {
			moved[e] = true
			copy(row(e), row(int(order[e])))
		}
		moved[e] = true
		copy(row(e), first)
	}
	return s.bytes
}

// withoutErrors returns norms in codes whose scores are estimates: what rounding to codes may have changed is not
// added.
func (s *norms) withoutErrors() *norms {
	q, codes := *s, *s.codes
	codes.err = make([]float32, len(codes.err))
	q.codes = &codes
	return &q
}

const (
	// largestCode is that of the largest value of a row that has a scale of its own.
	largestCode = 127
	// codeRange is the largest difference of two codes.
	codeRange = 255
	// codeSample is the number of rows that codes are tried on.
	codeSample = 8192
	// codedSteps is the number of words of a row that are coded at a time: of 512 columns.
	codedSteps = 128
	// maxCodeColumns is the most columns whose products fit in int32.
	maxCodeColumns = 4 * vec.MaxByteSteps
)

// codesPay reports whether codes exclude so many pairs that measuring the others costs less
// than is won. Exact codes always do. Others are tried on a sample of the rows.
func (s *query) codesPay(f frame) (bool, error) {
	if f.unit > 0 {
		return true, nil
	}
	if s.p.n*s.p.d < minCodedValues {
		return false, nil
	}
	return s.tellApart(f)
}

// tellApart reports whether codes with errors exclude most pairs of a sample of the rows.
func (s *query) tellApart(f frame) (bool, error) {
	// A search of the sample counts the pairs that had to be measured.
	sub := *s
	sub.Observe, sub.begun = nil, nil
	sub.p = s.p.placed(spread(s.p.n, codeSample))
	sub.q = s.q.placed(spread(s.q.n, codeSample/64))
	a, err := sub.newAllPairs(&formed{frame: f})
	if err != nil {
		return false, err
	}
	if err := a.compare(sub.newProgress()); err != nil {
		return false, err
	}
	return a.measured.Load()*mostMeasured <= int64(sub.q.n)*int64(sub.p.n), nil
}

// spread returns count of n rows, or all, evenly spread.
func spread(n, count int) []int32 {
	rows := make([]int32, min(n, count))
	for i := range rows {
		rows[i] = int32(i * n / len(rows))
	}
	return rows
}

// newCodeFrame returns the frame in which rows are packed as codes. Where all values of a
// column are few steps of one grid apart, as pixels and counts are, codes are exact: the
// grid is their scale, and the center lies on it.
func newCodeFrame(q, p *Points, tier vec.Tier) frame {
	f := newFrame(q, p, tier)
	f.codes = true
	all := p.columnSpan()
	if q != p {
		all = all.join(q.columnSpan())
	}
	grid := math.Ldexp(1, min(q.gridExp, p.gridExp))
	for j, low := range all.low {
		high := all.high[j]
		// Beyond 2⁵³ steps from 0 float64 does not hold all points of the grid: a center rounded off it would
		// put codes out of their range.
		if high-low > codeRange*grid || high > low && max(high, -low) > 0x1p53*grid {
			return f
		}
	}
	if p.hasZero() || q.hasZero() || all.reach(all.low) == 0 {
		return f
	}
	// The point of the grid nearest to the mean from which all codes fit in a byte.
	for j, low := range all.low {
		most := (all.high[j] - low) / grid
		step := math.Round((f.center[j] - low) / grid)
		f.center[j] = low + min(max(step, most-largestCode), codeRange-largestCode)*grid
	}
	f.rescale(all.reach(f.center))
	f.unit = grid * f.scale
	return f
}

// onGrid returns the point nearest to a value of column j whose code is exact, if the frame has exact codes, and the
// value elsewhere.
func (f *frame) onGrid(v float64, j int) float64 {
	if f.unit == 0 {
		return v
	}
	// unit is a step of the grid in the frame; both are powers of two.
	grid := f.unit / f.scale
	return f.center[j] + math.Round((v-f.center[j])/grid)*grid
}

// codeRow writes the codes of a row, or of some columns of it, and zeros up to a whole word. unit
// is the scale of the row.
func (f *frame) codeRow(dst []byte, row, center []float64, unit float32) {
	if unit == 0 {
		clear(dst) // a row at the center
		return
	}
	f.tier.Codes(dst[:len(row)], row, center, f.scale/float64(unit))
	clear(dst[len(row):])
}

// decode writes what the codes of a row stand for, in the units of the rows.
func (f *frame) decode(dst []float64, codes []byte, unit float32) {
	step := float64(unit) / f.scale
	codes = codes[:len(dst)]
	for j, center := range f.center[:len(dst)] {
		dst[j] = center + step*float64(int8(codes[j]))
	}
}

// codeUnit returns the scale of a row: such that its largest value has the largest code.
func (f *frame) codeUnit(row []float64) float32 {
	if f.unit > 0 {
		return float32(f.unit)
	}
	// The largest magnitude, rounded up when it is divided: no code leaves its range.
	// Two at a time, so that one comparison need not wait for the other.
	even, odd, center := 0.0, 0.0, f.center[:len(row)]
	j := 0
	for ; j+2 <= len(row); j += 2 {
		if v := math.Abs(row[j] - center[j]); v > even {
			even = v
		}
		if v := math.Abs(row[j+1] - center[j+1]); v > odd {
			odd = v
		}
	}
	if j < len(row) {
		even = max(even, math.Abs(row[j]-center[j]))
	}
	largest := max(even, odd)
	return roundUp(largest * f.scale / largestCode)
}

// set writes what is precomputed of row i in codes, and returns half its squared length.
// buffer holds the codes of a row.
func (s *codeNorms) set(f *frame, i int, row []float64, buffer []byte) (half float64) {
	unit := f.codeUnit(row)
	f.codeRow(buffer, row, f.center, unit)
	// What the codes stand for, and what they leave over, measured whatever the codes are.
	var all, coded, left float64 // squared lengths of y, aq and e
	sum := int32(0)
	center := f.center[:len(row)]
	for j, v := range row {
		y, x := (v-center[j])*f.scale, float64(unit)*float64(int8(buffer[j]))
		all += y * y
		coded += x * x
		left += (y - x) * (y - x)
		sum += int32(int8(buffer[j]))
	}
	// Rounding in float64, of the values and of these sums, is far below 2⁻³⁰ of each.
	e := math.Sqrt(left)*(1+0x1p-30) + math.Sqrt(all)*0x1p-50
	s.scale[i], s.err[i], s.length[i] = unit, roundUp(e), roundUp(math.Sqrt(coded)*(1+0x1p-30)+e/2)
	s.start[i] = f.tier.ColumnStart(sum)
	return all / 2
}

// codeMargin is margin for rows in codes. The products are exact, but float32 rounds the
// conversion of the sum, two scales, two subtractions, and two products and sums of the
// error: nine times, by u of no more than
//
//	(|aq|+|e|)(|bp|+|f|) + |y|²/2 + |z|²/2 ≤ (|aq|+|e|)²/2 + |y|²/2 + the same of z.
//
// Two more are left for the distance in float64.
func codeMargin(half float64, length, err float32) float64 {
	// length + err ≥ |aq| + |e|.
	reach := float64(length) + float64(err)
	return (reach*reach/2+half)*11*0x1p-24*(1+0x1p-20) + 0x1p-140
}

// precomputeCodes is precompute for rows in codes.
func (f *frame) precomputeCodes(p *Points) *norms {
	s := newNorms(p.n)
	c := newCodeNorms(len(s.half))
	s.codes = c
	width := 4 * f.steps(p.d)
	if f.keep {
		c.bytes = make([]byte, p.n*width)
	}
	p.eachStored(func(rows []int32) {
		buffer, from := make([]byte, width), p.reader()
		for _, r := range rows {
			i := int(r)
			_, row := from.row(i)
			if f.keep {
				buffer = c.bytes[i*width:][:width]
			}
			half := c.set(f, i, row, buffer)
			if p.zero != nil && p.zero[i] {
				half = f.scale * f.scale / 2 // as in halfNorm
			}
			s.set(i, half, codeMargin(half, c.length[i], c.err[i]))
		}
	})
	return s
}

// errorOf bounds twice what rounding to codes changes in the product of two rows: how much
// larger a score may be than it is.
func (s *codeNorms) errorOf(i int, t *codeNorms, j int) float64 {
	return 2 * (float64(s.length[i])*float64(t.err[j]) + float64(s.err[i])*float64(t.length[j]))
}
