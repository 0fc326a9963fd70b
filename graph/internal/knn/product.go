package knn

import (
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/par"
)

// product multiplies packed rows with packed columns, tile by tile, and finds where the
// score x·y - half(x) - half(y) reaches the lower of the two thresholds.
type product struct {
	tile       *tile
	steps      int
	a, b       panels // of rows and of columns
	rows, cols side   // filled up to whole panels; NaN in Half where there is nothing
}

// newProduct returns one for up to maxRows rows of d values, and so many columns in b.
func newProduct(f *frame, d, maxRows, columns int, b panels) *product {
	rows, cols := f.shape()
	// Tiles are whole panels of rows and columns.
	maxRows, columns = par.Chunks(maxRows, rows)*rows, par.Chunks(columns, cols)*cols
	x := &product{tile: f.newTile(1), steps: f.steps(d), a: f.newPanels(maxRows, d), b: b}
	x.rows, x.cols = newSide(maxRows), newSide(columns)
	x.tile.setPart(0, x.steps, x.steps)
	return x
}

// newSide returns halves of 0 and thresholds of +∞.
func newSide(n int) side {
	zeros := func() []float32 { return make([]float32, n) }
	s := side{start: make([]int32, n)}
	s.Half, s.Level = zeros(), zeros()
	s.Scale, s.Length, s.Error = zeros(), zeros(), zeros()
	for i := range s.Level {
		s.Level[i] = float32(math.Inf(1))
	}
	return s
}

// from returns the side from place i on.
func (s *side) from(i int) side {
	to := side{start: s.start[i:]}
	to.Half, to.Level = s.Half[i:], s.Level[i:]
	to.Scale, to.Length, to.Error = s.Scale[i:], s.Length[i:], s.Error[i:]
	return to
}

// set takes the norms of row i for place r.
func (s *side) set(r int, from *norms, i int) {
	s.Half[r] = from.half[i]
	if c := from.codes; c != nil {
		s.Scale[r], s.Length[r], s.Error[r], s.start[r] = c.scale[i], c.length[i], c.err[i], c.start[i]
	}
}

// take takes those of place i of another side for place r.
func (s *side) take(r int, from *side, i int) {
	s.Half[r], s.start[r] = from.Half[i], from.start[i]
	s.Scale[r], s.Length[r], s.Error[r] = from.Scale[i], from.Length[i], from.Error[i]
}

// copyOf takes all norms of another side, from place 0 on.
func (s *side) copyOf(from side) {
	copy(s.Half, from.Half)
	copy(s.Scale, from.Scale)
	copy(s.Length, from.Length)
	copy(s.Error, from.Error)
	copy(s.start, from.start)
}

// end marks the places behind the first n of a panel as empty.
func (s *side) end(n, width int) {
	for ; n%width != 0; n++ {
		s.Half[n] = float32(math.NaN())
	}
}

// run calls hit for each pair of the first n rows and m columns whose score reaches a
// threshold. hit may change the thresholds of the rows.
func (x *product) run(n, m int, hit func(r, c int, score float32)) {
	rows, cols := x.tile.shape()
	// Panels that are not full must find nothing in their empty places.
	x.rows.end(n, rows)
	x.cols.end(m, cols)
	for c := 0; c < m; c += cols {
		// A panel of columns stays in the cache while all panels of rows pass.
		x.tile.setColumns(x.b.from(c*x.steps), x.cols.from(c))
		for r := 0; r < n; r += rows {
			x.tile.setRows(x.a.from(r*x.steps), x.rows.from(r))
			if x.tile.multiply(0) {
				x.each(r, c, hit)
			}
		}
	}
}

// each calls hit for the pairs that the last tile, at row r and column c, has found.
func (x *product) each(r, c int, hit func(r, c int, score float32)) {
	for i, hits := range x.tile.hits {
		// hits has a bit for each column; the lowest is taken and cleared.
		for ; hits != 0; hits &= hits - 1 {
			j := bits.TrailingZeros64(hits)
			hit(r+i, c+j, x.tile.score(i, j))
		}
	}
}
